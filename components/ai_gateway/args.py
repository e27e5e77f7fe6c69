"""Arguments of the AI gateway component."""

from typing import NotRequired, TypedDict

import pulumi

from components.interfaces.service import ServiceArgs


class NamedValueArgs(TypedDict):
    """A value that policies use as `{{value_name}}`. Not for secrets, unless they come from Key Vault."""

    value_name: str
    """Name of the value, letters, digits, `_`, `.` and `-`, unique in the gateway."""
    value: NotRequired[pulumi.Input[str]]
    """The value. Either this or `key_vault_secret_id`."""
    key_vault_secret_id: NotRequired[pulumi.Input[str]]
    """Secret identifier without version; the gateway reads it with `secret_identity_client_id`."""
    secret_identity_client_id: NotRequired[pulumi.Input[str]]
    """Client id of the identity that may read the secret."""


class GatewayDnsArgs(TypedDict):
    """Private DNS of a gateway that has no public address."""

    network_ids: dict[str, pulumi.Input[str]]
    """Link name -> resource id of the virtual networks that resolve the gateway's host name."""
    resource_group_name: NotRequired[pulumi.Input[str]]
    """Resource group of the zone. Default: the one of the gateway."""


class AiGatewayArgs(ServiceArgs):
    """API Management in a virtual network, in front of models and MCP servers.

    The gateway has a private address only (`Internal`): Azure refuses a private endpoint for it, and clients find it
    through the private DNS zone `<service_name>.azure-api.net`.
    """

    service_name: str
    """Name of the service, 1-50 letters, digits and hyphens, globally unique, held for 48 hours after a delete
    (classic tiers)."""
    publisher_name: str
    """Publisher that the gateway shows."""
    publisher_email: str
    """Mailbox for notices of the gateway."""
    subnet_id: pulumi.Input[str]
    """Resource id of the subnet. PremiumV2: delegated to `Microsoft.Web/hostingEnvironments`, /27 or larger, nothing
    else in it. Developer and Premium: not delegated. Both need a network security group."""
    after: NotRequired[list[pulumi.Input[str]]]
    """Resource ids that exist before the service is written: every subnet of its network, because Azure refuses a
    service that enters a network while the network is being changed."""
    identity_ids: list[pulumi.Input[str]]
    """Resource ids of the user-assigned identities that the gateway signs in to backends with."""
    sku_name: NotRequired[str]
    """`PremiumV2` (default), or a classic tier: `Premium`, `Developer` (no service level agreement). A change between
    PremiumV2 and a classic tier replaces the gateway."""
    capacity: NotRequired[int]
    """Scale units. Default 1."""
    public_ip_address_id: NotRequired[pulumi.Input[str]]
    """Resource id of a Standard public address for the control plane of a classic tier. Left out: Azure manages one."""
    private_dns: NotRequired[GatewayDnsArgs]
    """Private DNS zone of the gateway. Left out: somebody else resolves its name."""
    named_values: NotRequired[list[NamedValueArgs]]
    """Named values, written one after the other before any policy."""
