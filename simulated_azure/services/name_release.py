"""Names of services without soft delete, which are not always free as soon as a resource is gone."""

from simulated_azure.arm.errors import conflict
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import as_dict
from simulated_azure.arm.rules import Put, on_put

# Type -> code and the sentence that goes with it.
_KINDS = {
    "Microsoft.Search/searchServices": ("ServiceDeleting", "is being deleted"),
    "Microsoft.DocumentDB/databaseAccounts": ("DatabaseAccountAlreadyExists", "is already taken"),
    "Microsoft.ContainerRegistry/registries": ("AlreadyInUse", "is already in use"),
}


@on_put(
    *_KINDS,
    source="arm-semantics 4.1: #20039@TF (ServiceDeleting on a quick replacement of a search service)",
)
def name_is_free_again(put: Put) -> None:
    """The name of a deleted resource may stay taken for a while (fact `nameReleaseMinutes`, by type)."""
    lags = {str(key).lower(): float(value) for key, value in as_dict(put.world.fact("nameReleaseMinutes")).items()}
    lag = lags.get(put.id.type_key)
    if not lag or not put.creating:
        return
    rows = put.world.connection.execute(
        "SELECT resource_id, ends_at FROM operations WHERE kind = 'delete' AND settled = 1 AND error IS NULL"
    ).fetchall()
    for row in rows:
        gone = ResourceId.parse(row["resource_id"])
        same = gone.type_key == put.id.type_key and gone.name.lower() == put.id.name.lower()
        if same and not put.world.clock.passed(row["ends_at"], lag):
            code, what = _KINDS[next(kind for kind in _KINDS if kind.lower() == gone.type_key)]
            raise conflict(code, f"The name '{put.id.name}' {what}; it is free some minutes after the deletion.")
