"""Apps send all traffic out through their virtual network."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Apps send all traffic out through their virtual network."""
    yield from resource.expect_set("virtualNetworkSubnetId", "must be the id of a subnet")
    older = ("vnetRouteAllEnabled", "siteConfig.vnetRouteAllEnabled")
    if not any(resource.find(path) is True for path in older):
        yield from resource.expect("outboundVnetRouting.allTraffic", True)


RULE = ResourceRule(
    id="web-app-outbound-in-network",
    control="WEB-003",
    title="Apps send all traffic out through their virtual network",
    severity=Severity.HIGH,
    types=(
        "Microsoft.Web/sites",
        "Microsoft.Web/sites/slots",
    ),
    remedy=('Write `virtual_network_subnet_id=subnet.id, outbound_vnet_routing={"all_traffic": True}` in WebApp(...).'),
    url="https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing",
    check=check,
)
