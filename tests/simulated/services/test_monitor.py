from typing import Any

import pytest

from tests.simulated.site import REGION, Site

ALL_LOGS = [{"categoryGroup": "allLogs", "enabled": True}]
METRICS = [{"category": "AllMetrics", "enabled": True}]


def setting(site: Site, target: str, name: str = "to-log", **properties: Any) -> dict[str, Any]:
    given = {"workspaceId": site.resource("Microsoft.OperationalInsights/workspaces", "log-test"), **properties}
    return site.put(f"{target}/providers/Microsoft.Insights/diagnosticSettings/{name}", {"properties": given})


# ------------------------------------------------------------------ workspaces and Application Insights
def test_a_workspace_shows_its_customer_id(site: Site) -> None:
    shown = site.get(site.workspace())["properties"]
    assert len(shown["customerId"]) == 36
    assert shown["retentionInDays"] == 30
    with site.refused("InvalidParameter"):
        site.tracked("Microsoft.OperationalInsights/workspaces", "log-test", {"retentionInDays": 7})


def test_a_deleted_workspace_comes_back_silently(site: Site) -> None:
    customer = site.get(site.workspace())["properties"]["customerId"]
    site.delete(site.workspace())
    assert len(site.azure.soft_deleted()) == 1
    assert site.get(site.workspace())["properties"]["customerId"] == customer
    assert site.azure.soft_deleted() == []


def insights(site: Site, **properties: Any) -> str:
    given = {"Application_Type": "web", "WorkspaceResourceId": site.workspace(), **properties}
    return site.tracked("Microsoft.Insights/components", "appi", given, kind="web")


def test_application_insights(site: Site) -> None:
    shown = site.get(insights(site))["properties"]
    assert shown["ConnectionString"].startswith(f"InstrumentationKey={shown['InstrumentationKey']};")
    assert shown["AppId"] != shown["InstrumentationKey"]
    with site.refused("BadRequest", "none"):
        insights(site, WorkspaceResourceId=site.workspace() + "none")
    with site.refused("BadRequest", "Application_Type"):
        insights(site, Application_Type="other")


def test_action_groups(site: Site) -> None:
    name = site.resource("Microsoft.Insights/actionGroups", "ag")
    with site.refused("BadRequest", "groupShortName"):
        site.put(name, {"location": "Global", "properties": {"groupShortName": "thirteen-long"}})
    assert site.put(name, {"location": "Global", "properties": {"groupShortName": "ai"}})["location"] == "global"


# ------------------------------------------------------------------ private link scopes
def test_private_link_scopes(site: Site) -> None:
    scope = site.resource("Microsoft.Insights/privateLinkScopes", "ampls")
    with site.refused("BadRequest", "accessMode"):
        site.put(
            scope, {"location": "global", "properties": {"accessModeSettings": {"queryAccessMode": "PrivateOnly"}}}
        )
    modes = {"queryAccessMode": "PrivateOnly", "ingestionAccessMode": "PrivateOnly"}
    site.put(scope, {"location": "global", "properties": {"accessModeSettings": modes}})
    workspace = site.workspace()
    linked = f"{scope}/scopedResources/workspace"
    site.put(linked, {"properties": {"linkedResourceId": workspace}})
    assert site.get(workspace)["properties"]["privateLinkScopedResources"][0]["resourceId"] == linked
    with site.refused("BadRequest", "already"):
        site.put(f"{scope}/scopedResources/again", {"properties": {"linkedResourceId": workspace}})
    with site.refused("BadRequest"):
        site.put(f"{scope}/scopedResources/no", {"properties": {"linkedResourceId": site.storage()}})
    endpoint = site.endpoint(site.subnet(site.network()), scope, "azuremonitor")
    assert len(site.get(endpoint)["properties"]["customDnsConfigs"]) > 4


# ------------------------------------------------------------------ diagnostic settings
def test_a_setting_is_kept_with_retention(site: Site) -> None:
    site.workspace()
    shown = setting(site, site.vault(), logs=ALL_LOGS, metrics=METRICS)
    assert shown["properties"]["logs"][0]["retentionPolicy"] == {"enabled": False, "days": 0}  # type: ignore[index]


@pytest.mark.parametrize(("properties", "code"), [
    ({}, "BadRequest"), ({"logs": [{"categoryGroup": "allLogs", "enabled": False}]}, "BadRequest"),
    ({"logs": [{"category": "Nonsense", "enabled": True}]}, "BadRequest"),
    ({"logs": [{"categoryGroup": "everything", "enabled": True}]}, "BadRequest"),
    ({"metrics": [{"category": "Some", "enabled": True}]}, "BadRequest"),
    ({"logs": [*ALL_LOGS, {"category": "AuditEvent", "enabled": True}]}, "BadRequest"),
    ({"logs": ALL_LOGS, "workspaceId": None}, "BadRequest"),
])  # fmt: skip
def test_bad_settings(site: Site, properties: dict[str, Any], code: str) -> None:
    site.workspace()
    vault = site.vault()
    with site.refused(code):
        setting(site, vault, **properties)


def test_what_types_offer(site: Site) -> None:
    site.workspace()
    nsg, identity, storage = site.security_group(), site.identity(), site.storage()
    setting(site, nsg, logs=ALL_LOGS)
    with site.refused("BadRequest", "AllMetrics"):
        setting(site, nsg, logs=ALL_LOGS, metrics=METRICS)
    with site.refused("ResourceTypeNotSupported"):
        setting(site, identity, logs=ALL_LOGS)
    with site.refused("BadRequest", "allLogs"):
        setting(site, storage, logs=ALL_LOGS)
    setting(site, storage, metrics=[{"category": "Transaction", "enabled": True}])
    setting(site, f"{storage}/blobServices/default", logs=ALL_LOGS)


def test_a_type_that_is_not_modelled_is_not_judged(site: Site) -> None:
    site.workspace()
    hub = site.tracked("Microsoft.EventHub/namespaces", "hub")
    setting(site, hub, logs=[{"category": "ArchiveLogs", "enabled": True}])


def test_the_destination_exists(site: Site) -> None:
    vault = site.vault()
    with site.refused("ResourceNotFound", "log-test"):
        setting(site, vault, logs=ALL_LOGS)


def test_one_sink_once_and_five_settings(site: Site) -> None:
    site.workspace()
    vault = site.vault()
    setting(site, vault, logs=ALL_LOGS)
    with site.refused("Conflict", "Data sink"):
        setting(site, vault, "second", logs=ALL_LOGS)
    setting(site, vault, "second", metrics=METRICS)
    for number in range(3):
        other = site.workspace(f"log-{number}")
        setting(site, vault, f"more-{number}", logs=ALL_LOGS, workspaceId=other)
    with site.refused("Conflict", "limit"):
        setting(site, vault, "sixth", logs=ALL_LOGS, workspaceId=site.workspace("log-six"))


def test_a_setting_outlives_its_target(site: Site) -> None:
    site.workspace()
    account = site.storage()
    service = f"{account}/blobServices/default"
    setting(site, service, logs=ALL_LOGS)
    site.delete(account)
    name = f"{service}/providers/Microsoft.Insights/diagnosticSettings/to-log"
    with site.refused("ResourceNotFound"):
        site.get(name)
    assert site.exists(name)
    site.storage()
    assert site.get(name)["name"] == "to-log"
    with site.refused("Conflict"):
        setting(site, service, "new", logs=ALL_LOGS)
    assert site.get(account)["location"] == REGION
