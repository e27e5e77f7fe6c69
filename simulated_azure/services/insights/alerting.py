"""Data collection, alerts, and what Application Insights makes by itself."""

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json, as_dict, dicts, is_dict, strings
from simulated_azure.arm.rules import Immutable, Put, after_write, computes, defaults, immutable, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.insights.components import COMPONENT
from simulated_azure.services.operational_insights import WORKSPACE

COLLECTION_RULE = "Microsoft.Insights/dataCollectionRules"
COLLECTION_ENDPOINT = "Microsoft.Insights/dataCollectionEndpoints"
METRIC_ALERT = "Microsoft.Insights/metricAlerts"
QUERY_ALERT = "Microsoft.Insights/scheduledQueryRules"
ACTIVITY_ALERT = "Microsoft.Insights/activityLogAlerts"
_TF = "TF monitor/data_collection_rule_resource.go; Microsoft.Insights REST reference, data collection rules"
_ALERTS = "Microsoft.Insights REST reference, metric alerts and scheduled query rules; TF monitor"

defaults(COLLECTION_ENDPOINT, {"properties": {"networkAcls": {"publicNetworkAccess": "Enabled"}}})
immutable(
    COLLECTION_RULE,
    Immutable("kind", "InvalidPayload", once=True),
    source="TF monitor/data_collection_rule_resource.go (kind: ForceNew)",
)


@on_put(COLLECTION_RULE, source=_TF)
def flows_lead_somewhere(put: Put) -> None:
    """Each data flow has streams and names destinations of the rule; workspaces and endpoints exist."""
    destinations = as_dict(put.properties.get("destinations"))
    names = {
        str(item.get("name")) for value in destinations.values() for item in (dicts(value) or [value]) if is_dict(item)
    }
    flows = dicts(put.properties.get("dataFlows"))
    if not flows and put.body.get("kind") != "WorkspaceTransforms":
        raise bad_request("InvalidPayload", "A data collection rule needs 'dataFlows'.", target="dataFlows")
    for flow in flows:
        missing = [name for name in strings(flow.get("destinations")) if name not in names]
        if missing or not strings(flow.get("streams")) or not strings(flow.get("destinations")):
            raise bad_request("InvalidDataFlow", f"A flow needs streams and known destinations; unknown: {missing}.")
    for item in dicts(destinations.get("logAnalytics")):
        found = put.world.find(str(item.get("workspaceResourceId") or "/none"))
        if found is None or found.id.type_key != WORKSPACE.lower():
            raise bad_request("InvalidPayload", f"The workspace '{item.get('workspaceResourceId')}' was not found.")
    endpoint = str(put.properties.get("dataCollectionEndpointId") or "")
    if endpoint and put.world.find(endpoint) is None:
        raise bad_request("InvalidPayload", f"The data collection endpoint '{endpoint}' was not found.")


@on_put(METRIC_ALERT, QUERY_ALERT, source=_ALERTS)
def alert_is_complete(put: Put) -> None:
    """An alert has a scope and criteria, a severity of 0-4, and action groups that exist."""
    if not strings(put.properties.get("scopes")) or not as_dict(put.properties.get("criteria")):
        raise bad_request("BadRequest", "An alert needs 'scopes' and 'criteria'.")
    severity = put.properties.get("severity")
    if severity is not None and int(severity) not in range(5):
        raise bad_request("BadRequest", f"severity is {severity}; 0 to 4 is accepted.", target="severity")
    actions = put.properties.get("actions")
    groups = [str(item.get("actionGroupId") or "") for item in dicts(actions)]
    groups += strings(as_dict(actions).get("actionGroups"))
    for group in groups:
        if put.world.find(group or "/none") is None:
            raise bad_request("BadRequest", f"The action group '{group}' was not found.", target="actions")


@on_put(
    ACTIVITY_ALERT,
    source="REST reference, activity log alerts: scopes, fields in any case; New-AzActivityLogAlertCondition of"
    " Az.Monitor: 400 BadRequest without a condition on the category",
)
def activity_alert_has_a_category(put: Put) -> None:
    """An activity log alert has scopes and a condition on the category."""
    conditions = dicts(as_dict(put.properties.get("condition")).get("allOf"))
    fields = {str(field.get("field")).lower() for item in conditions for field in [item, *dicts(item.get("anyOf"))]}
    if not strings(put.properties.get("scopes")) or "category" not in fields:
        raise bad_request("BadRequest", "An activity log alert needs 'scopes' and a condition on 'category'.")


@computes(COLLECTION_RULE, COLLECTION_ENDPOINT)
def collection_view(world: World, resource: Resource) -> Json:
    """Immutable id, and the addresses of an endpoint."""
    word = world.chance.hex(32, "dcr", resource.id.key, str(resource.incarnation))
    shown: Json = {"immutableId": f"{'dcr' if resource.id.type == COLLECTION_RULE else 'dce'}-{word}"}
    if resource.id.type == COLLECTION_ENDPOINT:
        for name, word in (("logsIngestion", "ingest"), ("configurationAccess", "handler.control")):
            shown[name] = {"endpoint": f"https://{resource.id.name}.{resource.location}-1.{word}.monitor.azure.com"}
    return {"etag": f'"{world.chance.guid("etag", resource.id.key, str(resource.revision))}"', "properties": shown}


@after_write(COMPONENT, source="arm-semantics 4.2: #18026@TF (smart detection leftovers; fact smartDetection)")
def make_smart_detection(world: World, resource: Resource) -> None:
    """A new Application Insights makes an alert rule and an action group by itself, which nobody deletes with it."""
    group = resource.id.group
    if group is None or resource.revision > 1 or not world.fact("smartDetection"):
        return
    made = {
        f"microsoft.alertsManagement/smartDetectorAlertRules/Failure Anomalies - {resource.id.name}": {
            "state": "Enabled", "severity": "Sev3", "scope": [resource.id.text], "frequency": "PT1M"},
        "Microsoft.Insights/actionGroups/Application Insights Smart Detection": {
            "groupShortName": "SmartDetect", "enabled": True},
    }  # fmt: skip
    for name, properties in made.items():
        target = group.parse(f"{group}/providers/{name}")
        if world.find(target) is None:
            world.save(target, {"location": "global", "properties": properties}, resource.api_version, None)
