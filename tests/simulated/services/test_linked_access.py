"""What a caller without every right may not join, assign or read keys of."""

from typing import Any

import pytest

from simulated_azure import services
from simulated_azure.arm.bodies import read_all
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.permissions import check_linked
from simulated_azure.arm.rules import REGISTRY
from tests.simulated.site import API_VERSION, Site

services.load()
_LINKS = [
    (arm_type, path, operation)
    for arm_type, links in sorted(REGISTRY.links.items())
    for path, operation in links.items()
]
_WRITER = {"actions": ["*"], "notActions": ["*/join/action", "*/assign/action", "*/peer/action", "*/sharedKeys/action"]}
_WORKSPACE = "Microsoft.OperationalInsights/workspaces"


def body_with(path: str, value: str) -> dict[str, Any]:
    """The smallest body that has a value at a path of a link."""
    head, _, rest = path.partition(".")
    inner: Any = body_with(rest, value) if rest else value
    if head.endswith("[]"):
        inner = {inner: {}} if head.startswith("userAssigned") else [inner]
    return {head.removesuffix("[]"): inner}


@pytest.mark.parametrize(("arm_type", "path", "operation"), _LINKS)
def test_every_link_needs_its_right(site: Site, arm_type: str, path: str, operation: str) -> None:
    where = site.resource(
        "Microsoft.Test/things" if arm_type == "*" else arm_type.split("/", maxsplit=1)[0] + "/a", "x"
    )
    parts = arm_type.split("/")[1:]
    if arm_type != "*":
        where = f"{site.group}/providers/{arm_type.split('/', maxsplit=1)[0]}" + "".join(f"/{part}/x" for part in parts)
    target = site.resource("Microsoft.Linked/targets", "t")
    body = body_with(path, target)
    assert read_all(body, path) == [target]
    site.azure.set_fact("callerPermissions", {"actions": ["*"], "notActions": ["Microsoft.Linked/*"]})
    with site.refused("LinkedAuthorizationFailed", f"'Microsoft.Linked/targets/{operation}'", target):
        site.azure.begin_put(where, body, api_version=API_VERSION)
    site.azure.set_fact("callerPermissions", {"actions": [f"Microsoft.Linked/targets/{operation}"]})
    with site.azure.reading() as world:
        check_linked(world, ResourceId.parse(where), body)


def test_a_network_team_keeps_its_subnets(site: Site) -> None:
    network = site.network()
    rules, subnet = site.security_group(), site.subnet(network, "endpoints", "192.168.2.0/24")
    account = site.storage()
    site.azure.set_fact("callerPermissions", _WRITER)
    with site.refused("LinkedAuthorizationFailed", "networkSecurityGroups/join/action"):
        site.subnet(network, networkSecurityGroup={"id": rules})
    with site.refused("LinkedAuthorizationFailed", "virtualNetworks/subnets/join/action"):
        site.endpoint(subnet, account, "blob")
    site.azure.set_fact("callerPermissions", "Network Contributor")
    site.subnet(network, networkSecurityGroup={"id": rules})
    with site.refused("LinkedAuthorizationFailed", "storageAccounts/privateEndpointConnectionsApproval/action"):
        site.endpoint(subnet, account, "blob")
    body = site.endpoint_body(subnet, account, "blob")
    body["properties"]["manualPrivateLinkServiceConnections"] = body["properties"].pop("privateLinkServiceConnections")
    shown = site.put(site.resource("Microsoft.Network/privateEndpoints", "pe"), body)["properties"]
    connection = shown["manualPrivateLinkServiceConnections"][0]["properties"]
    assert connection["privateLinkServiceConnectionState"]["status"] == "Pending"


def test_identities_are_assigned_by_who_may(site: Site) -> None:
    identity, account = site.identity(), site.storage()
    with_identity: dict[str, Any] = {"identity": {"type": "UserAssigned", "userAssignedIdentities": {identity: {}}}}
    site.azure.set_fact("callerPermissions", "Storage Account Contributor")
    with site.refused("LinkedAuthorizationFailed", "userAssignedIdentities/assign/action", identity):
        site.storage(**with_identity)
    site.azure.set_fact("callerPermissions", ["Storage Account Contributor", "Managed Identity Operator"])
    site.storage(**with_identity)
    site.azure.set_fact("callerPermissions", "Storage Account Contributor")
    site.wait(site.azure.begin_patch(account, {"tags": {"a": "b"}}, api_version=API_VERSION).id)
    assert site.get(account)["tags"] == {"a": "b"}, "a PATCH is asked for what it names only"
    with site.refused("LinkedAuthorizationFailed"):
        site.azure.begin_patch(account, with_identity, api_version=API_VERSION)


def test_application_insights_links_a_workspace_of_another_subscription(site: Site) -> None:
    elsewhere = "/subscriptions/5a4db0c5-0000-4000-8000-000000000002/resourceGroups/rg-other"
    workspace = f"{elsewhere}/providers/{_WORKSPACE}/log-far"
    site.put(elsewhere, {"location": "swedencentral"})
    site.put(workspace, {"location": "swedencentral", "properties": {"sku": {"name": "PerGB2018"}}})
    near = site.tracked(_WORKSPACE, "log-near", {"sku": {"name": "PerGB2018"}})
    site.azure.set_fact("callerPermissions", _WRITER)

    def component(name: str, stored_in: str) -> None:
        properties = {"Application_Type": "web", "WorkspaceResourceId": stored_in}
        site.tracked("Microsoft.Insights/components", name, properties, kind="web")

    component("near", near)
    with site.refused("LinkedAuthorizationFailed", "workspaces/sharedKeys/action"):
        component("far", workspace)
