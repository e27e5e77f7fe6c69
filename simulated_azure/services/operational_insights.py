"""Microsoft.OperationalInsights: Log Analytics workspaces."""

from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.rules import Put, SoftDelete, computes, defaults, on_put, soft_deletes
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World

WORKSPACE = "Microsoft.OperationalInsights/workspaces"
SCOPED_RESOURCE = "Microsoft.Insights/privateLinkScopes/scopedResources"
_RETENTION = range(30, 731)
_SOURCE = "arm-semantics 4.1: AMD logs/delete-workspace.md"

defaults(WORKSPACE, {"properties": {
    "retentionInDays": 30, "publicNetworkAccessForIngestion": "Enabled", "publicNetworkAccessForQuery": "Enabled",
    "sku": {"name": "PerGB2018"}, "workspaceCapping": {"dailyQuotaGb": -1.0},
    "features": {"legacy": 0, "searchVersion": 1, "enableLogAccessUsingOnlyResourcePermissions": True},
}})  # fmt: skip
soft_deletes(WORKSPACE, SoftDelete(lambda _world, _workspace: 14.0), source=_SOURCE)


@on_put(WORKSPACE, source=_SOURCE)
def old_workspace_comes_back(put: Put) -> None:
    """A workspace of the same name, group and region recovers the deleted one, silently; elsewhere it conflicts."""
    if not put.creating:
        return
    for kept in put.world.soft_deleted(WORKSPACE, put.id.name):
        if kept["key"] == put.id.key and kept["location"] != put.body.get("location"):
            raise conflict("Conflict", f"A deleted workspace '{put.id.name}' is kept in '{kept['location']}'.")
    put.world.forget_soft_deleted(put.id.key)


@on_put(WORKSPACE, source="Log Analytics REST reference, retentionInDays")
def retention_is_in_range(put: Put) -> None:
    """Paid tiers keep data 30 to 730 days."""
    days = put.properties.get("retentionInDays")
    if days is not None and int(days) not in _RETENTION:
        raise bad_request(
            "InvalidParameter", f"'retentionInDays' is {days}; 30 to 730 is accepted.", target="retentionInDays"
        )


@computes(WORKSPACE)
def workspace_view(world: World, resource: Resource) -> Json:
    """Customer id, dates, and the private link scopes that hold the workspace."""
    created = world.clock.stamp(resource.created_at)
    shown: Json = {
        # Recovered workspaces keep their id: it does not depend on the incarnation.
        "customerId": world.chance.guid("workspace", resource.id.key),
        "createdDate": created, "modifiedDate": world.clock.stamp(resource.updated_at),
        "sku": {"lastSkuUpdate": created},
        "workspaceCapping": {"dataIngestionStatus": "RespectQuota", "quotaNextResetTime": f"{created[:11]}23:00:00Z"},
    }  # fmt: skip
    scoped = world.referring(resource.id, SCOPED_RESOURCE)
    if scoped:
        shown["privateLinkScopedResources"] = [
            {"resourceId": item.id.text, "scopeId": world.chance.guid("scope", item.id.key)} for item in scoped
        ]
    return {"etag": f'"{world.chance.guid("etag", resource.id.key, str(resource.revision))}"', "properties": shown}
