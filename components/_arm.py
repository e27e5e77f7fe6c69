"""Pure facts and arithmetic of Azure Resource Manager: ids, names of role assignments, address ranges."""

import ipaddress
import itertools
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from components.azure_data import ROLES

ROLE_ASSIGNMENT_NAMESPACE = uuid.UUID("6f0c2c7e-3f0b-5d35-9a55-0f4f0f6f9a21")
"""Namespace of role assignment names. Never change it: every role assignment would be replaced."""


@dataclass(frozen=True)
class ArmId:
    """A resource id, taken apart."""

    subscription: str
    resource_group: str
    provider: str
    """Resource provider namespace, for example `Microsoft.Network`; empty for a resource group."""
    segments: tuple[tuple[str, str], ...]
    """(type, name) from the outermost resource inwards; empty for a resource group."""

    @property
    def type(self) -> str:
        """ARM type, for example `Microsoft.Network/virtualNetworks/subnets`."""
        if not self.segments:
            return "Microsoft.Resources/resourceGroups"
        return "/".join([self.provider, *(kind for kind, _ in self.segments)])

    @property
    def name(self) -> str:
        """Name of the innermost resource, or of the resource group."""
        return self.segments[-1][1] if self.segments else self.resource_group

    def __str__(self) -> str:
        """Return the id in the form in which Azure Resource Manager writes it."""
        base = f"/subscriptions/{self.subscription}/resourceGroups/{self.resource_group}"
        if not self.segments:
            return base
        path = "/".join(f"{kind}/{name}" for kind, name in self.segments)
        return f"{base}/providers/{self.provider}/{path}"


def parse_arm_id(text: str) -> ArmId:
    """Take the id of a resource group, or of a resource in one, apart.

    Raises:
        ValueError: the text is not such an id.
    """
    parts = text.strip().split("/")
    well_formed = (
        len(parts) >= 5
        and not parts[0]
        and all(parts[1:])
        and parts[1].lower() == "subscriptions"
        and parts[3].lower() == "resourcegroups"
    )
    if not well_formed:
        raise ValueError(f"not a resource id: {text!r}")
    if len(parts) == 5:
        return ArmId(parts[2], parts[4], "", ())
    tail = parts[7:]
    if parts[5].lower() != "providers" or len(parts) < 9 or len(tail) % 2:
        raise ValueError(f"not a resource id: {text!r}")
    segments = tuple(zip(tail[::2], tail[1::2], strict=True))
    return ArmId(parts[2], parts[4], parts[6], segments)


def arm_id(subscription: str, resource_group: str, arm_type: str, *names: str) -> str:
    """Return the id of a resource from its type and the names of the resource and its parents.

    Raises:
        ValueError: the type and the names do not match in number.
    """
    provider, *kinds = arm_type.split("/")
    if len(kinds) != len(names):
        raise ValueError(f"{arm_type} needs {len(kinds)} names, got {len(names)}")
    return str(ArmId(subscription, resource_group, provider, tuple(zip(kinds, names, strict=True))))


def role_assignment_name(scope: str, principal_id: str, role: str) -> str:
    """Return the name of a role assignment: a UUID that depends on scope, principal and role alone.

    Azure compares ids without regard to case, so does this. Two assignments of one role to one principal at one scope
    get one name, which Azure would refuse under two (`RoleAssignmentExists`).
    """
    key = "|".join([scope.rstrip("/"), principal_id, role_guid(role)]).lower()
    return str(uuid.uuid5(ROLE_ASSIGNMENT_NAMESPACE, key))


def role_guid(role: str) -> str:
    """Return the GUID of a built-in role.

    Raises:
        ValueError: the name is not in `components.azure_data.ROLES`.
    """
    if role not in ROLES:
        raise ValueError(f"unknown role {role!r}: known are {', '.join(sorted(ROLES))}")
    return ROLES[role]


def role_definition_id(subscription: str, role: str) -> str:
    """Return the id of a built-in role the way Azure returns it: with the subscription, or refresh shows a change."""
    return f"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{role_guid(role)}"


MINIMUM_PREFIX: Mapping[str, int] = {
    "agents": 27,
    "private_endpoints": 28,
    "api_management_v2": 27,
    "api_management_classic": 28,
    "workloads": 27,
}
"""Smallest subnet that Azure takes for each kind, as prefix length. Agents and workloads: Container Apps environments
take 12 addresses and Azure 5, recommended is /24; API Management v2: /27; classic: /29 and /28 for scaling."""


def overlapping(prefixes: Iterable[str]) -> tuple[str, str] | None:
    """Return the first two CIDR ranges that overlap, or None."""
    ordered = sorted((ipaddress.IPv4Network(prefix) for prefix in prefixes), key=lambda net: net.network_address)
    for before, after in itertools.pairwise(ordered):
        if before.overlaps(after):
            return str(before), str(after)
    return None
