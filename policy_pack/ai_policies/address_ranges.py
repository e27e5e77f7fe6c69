"""Security rules of networks: who may come in on which ports."""

from collections.abc import Iterator, Sequence

from ai_policies.kit import ABSENT, Edit, View, same
from ai_policies.kit.findings import UnknownRead
from ai_policies.kit.values import UNKNOWN

EVERYONE = frozenset({"*", "0.0.0.0/0", "::/0", "internet", "any"})
OPEN_RANGES = ("0.0.0.0/0", "0.0.0.0", "::/0")  # noqa: S104 - what rules refuse
"""Spellings of every address in firewalls of services; Cosmos DB takes 0.0.0.0 for all Azure data centres."""

REFUSED_PORTS = ((22, 22), (80, 80), (3389, 3389), (5985, 5986))


def without_open(resource: View, path: str, key: str) -> Iterator[Edit]:
    """Edits that take the open ranges out of a firewall's list; `key` is where an entry has its range."""
    for index, item in enumerate(resource.items(path)):
        if any(same(item.find(key), wide) for wide in OPEN_RANGES):
            yield Edit(f"{path}[{index}]", ABSENT)


def from_everyone(rule: View) -> bool:
    """Whether the rule admits every address; raises `UnknownRead`."""
    sources = [rule.text("sourceAddressPrefix"), *rule.texts("sourceAddressPrefixes")]
    return any(source.casefold() in EVERYONE for source in sources)


def covers_refused_port(rule: View) -> bool:
    """Whether the rule opens a management port, plain web or any UDP port; raises `UnknownRead`."""
    if rule.text("protocol").casefold() in ("udp", "*", "any"):
        return True
    ports = [rule.text("destinationPortRange"), *rule.texts("destinationPortRanges")]
    return any(_overlaps(port) for port in ports)


def ordered(rules: Sequence[View]) -> list[View]:
    """Rules in the order in which Azure applies them; raises `UnknownRead`."""
    return sorted(rules, key=_priority)


def first_outbound(rules: Sequence[View], port: str, destination: str) -> View | None:
    """The first of the ordered rules that all outbound traffic to a service tag on a port (`*`: any) falls under.

    Raises:
        UnknownRead: that depends on a value which is not known yet.
    """
    for rule in rules:
        if not same(rule.read("direction"), "Outbound"):
            continue
        targets = {rule.text("destinationAddressPrefix"), *rule.texts("destinationAddressPrefixes")}
        wanted = EVERYONE if destination == "Internet" else {destination.casefold(), "*"}
        if not {target.casefold() for target in targets} & wanted:
            continue
        ports = [rule.text("destinationPortRange"), *rule.texts("destinationPortRanges")]
        if any(_holds(item, port) for item in ports):
            return rule
    return None


def _priority(rule: View) -> float:
    value = rule.read("priority")
    return value if isinstance(value, float) else 0.0


def _holds(ports: str, port: str) -> bool:
    """Whether a range such as `20-25`, `22` or `*` holds a port, or every port."""
    if ports in ("*", "0-65535"):
        return True
    first, _, last = ports.partition("-")
    return port != "*" and first.isdigit() and int(first) <= int(port) <= (int(last) if last.isdigit() else int(first))


def denies_everything(rule: View, direction: str) -> bool:
    """Whether the rule denies all traffic in a direction.

    Raises:
        UnknownRead: that depends on a value which is not known yet.
    """
    wanted = {
        "direction": direction,
        "access": "Deny",
        "protocol": "*",
        "sourceAddressPrefix": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": "*",
    }
    found = {key: rule.find(key) for key in wanted}
    unknown = [key for key, value in found.items() if value is UNKNOWN]
    if unknown and all(value is UNKNOWN or same(value, wanted[key]) for key, value in found.items()):
        raise UnknownRead(rule.path_of(unknown[0]), rule.urn)
    return all(same(value, wanted[key]) for key, value in found.items())


def _overlaps(ports: str) -> bool:
    """Whether a range such as `20-25`, `80` or `*` holds a refused port."""
    if ports == "*":
        return True
    first, _, last = ports.partition("-")
    if not first.isdigit():
        return False
    low, high = int(first), int(last) if last.isdigit() else int(first)
    return any(low <= end and high >= start for start, end in REFUSED_PORTS)
