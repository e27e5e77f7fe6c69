"""Outbound rules of managed networks (Foundry and Machine Learning): which hosts they let out to."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Unknown, Value, View, same
from ai_policies.kit.view import walk


def expect_hosts(network: View, path: str, permitted: tuple[str, ...]) -> Iterator[Finding]:
    """No rule of the mapping at `path` may name a host by wildcard, unless the wildcard is permitted.

    Raises:
        UnknownRead: the mapping is not known yet.
    """
    rules = network.read(path)
    for name in rules if isinstance(rules, dict) else ():
        yield from expect_host(network, f"{path}.{name}", permitted)


def expect_host(network: View, path: str, permitted: tuple[str, ...]) -> Iterator[Finding]:
    """The rule at `path` must not name a host by wildcard."""
    rule = network.find(path)
    kind, host = walk(rule, "type"), walk(rule, "destination")
    written = f"{path}.destination"
    if kind is UNKNOWN or (same(kind, "FQDN") and host is UNKNOWN):
        yield Unknown(network.path_of(written), network.urn)
    elif same(kind, "FQDN") and not _is_narrow(host, permitted):
        yield network.violated(written, "must be one host: a wildcard lets data out to hosts that nobody listed")


def _is_narrow(host: Value, permitted: tuple[str, ...]) -> bool:
    return isinstance(host, str) and ("*" not in host or any(same(host, wildcard) for wildcard in permitted))
