"""Effects on networks that take several steps to see: inline lists, names behind endpoints."""

import pytest

from simulated_azure.arm.errors import ArmError
from tests.simulated.semantics.kit import scene
from tests.simulated.site import API_VERSION

# (rule, type) of the effects that the tests below show.
PROVEN = {
    ("serve_new_names", "microsoft.insights/privatelinkscopes/scopedresources"),
    ("mirror", "microsoft.network/privateendpoints"),
    ("whole_list", "microsoft.network/networksecuritygroups"),
    ("whole_list", "microsoft.network/routetables"),
    ("network_is_the_one_that_was_linked", "microsoft.network/privatednszones/virtualnetworklinks"),
}


@pytest.mark.parametrize(("parent", "child", "kind"), [
    ("nsg", "rule", "securityRules"), ("route-table", "route", "routes"),
])  # fmt: skip
def test_a_put_of_the_parent_states_the_whole_list(parent: str, child: str, kind: str) -> None:
    with scene() as stage:
        made = stage.make(child)
        inline = [item["name"] for item in stage.body(parent, {})["properties"][kind]]
        shown = stage.site.get(stage.made[parent])["properties"][kind]
        assert {item["name"] for item in shown} == {*inline, child}
        stage.put(parent, {f"properties.{kind}": shown})
        assert stage.site.get(made)["name"] == child
        again = stage.site.get(stage.made[parent])["properties"][kind]
        assert sorted(item["name"] for item in again) == sorted({*inline, child})
        stage.put(parent)
        assert not stage.site.exists(made)
        stage.put(parent, {f"properties.{kind}": None})
        assert stage.site.get(stage.made[parent])["properties"][kind] == []


@pytest.mark.parametrize(("parent", "kind"), [("nsg", "securityRules"), ("route-table", "routes")])
def test_an_inline_element_answers_to_its_own_id(parent: str, kind: str) -> None:
    with scene() as stage:
        made = stage.make(parent)
        first = stage.body(parent, {})["properties"][kind][0]
        shown = stage.site.get(f"{made}/{kind}/{first['name']}")
        assert shown["properties"].items() >= first["properties"].items()
        assert shown["etag"]
        stage.site.put(f"{made}/{kind}/{first['name']}", {"properties": first["properties"]})
        names = [item["name"] for item in stage.site.get(made)["properties"][kind]]
        assert names.count(first["name"]) == 1
        stage.delete(f"{made}/{kind}/{first['name']}")
        assert first["name"] not in [item["name"] for item in stage.site.get(made)["properties"][kind]]


def test_a_scope_that_gains_a_workspace_serves_its_names() -> None:
    with scene() as stage:
        endpoint = stage.make("endpoint-scope")
        names = lambda: {item["fqdn"]: item["ipAddresses"][0]  # noqa: E731
                         for item in stage.site.get(endpoint)["properties"]["customDnsConfigs"]}  # fmt: skip
        before = names()
        customer = stage.site.get(stage.make("logs"))["properties"]["customerId"]
        stage.make("scoped")
        added = names().keys() - before.keys()
        assert added == {f"{customer}.oms.opinsights.azure.com", f"{customer}.ods.opinsights.azure.com",
                         f"{customer}.agentsvc.azure-automation.net"}  # fmt: skip
        assert before.items() <= names().items()
        assert len(set(names().values())) == len(names())


def test_a_network_that_was_made_again_cannot_be_linked_beside_its_old_links() -> None:
    with scene() as stage:
        link = stage.make("link")
        stage.remove("vnet")
        stage.make("vnet")
        zone = f"{stage.site.group}/providers/Microsoft.Network/privateDnsZones/privatelink.file.core.windows.net"
        stage.site.put(zone, {"location": "global"})
        body = stage.body("link", {})
        with pytest.raises(ArmError, match="re-created") as caught:
            stage.finish(stage.site.azure.begin_put(f"{zone}/virtualNetworkLinks/l", body, api_version=API_VERSION).id)
        assert caught.value.code == "Conflict"
        stage.delete(link)
        stage.delete(f"{zone}/virtualNetworkLinks/l")
        stage.site.put(f"{zone}/virtualNetworkLinks/l", body)
