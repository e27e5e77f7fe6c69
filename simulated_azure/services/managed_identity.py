"""Microsoft.ManagedIdentity: user-assigned identities, and who may use them."""

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.facts import TENANT_ID
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.rules import Put, computes
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import user_identity
from simulated_azure.arm.world import World

IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"


@computes(IDENTITY)
def identity_view(world: World, resource: Resource) -> Json:
    """Principal, client and tenant of the identity."""
    return {"properties": {**user_identity(world, resource.id.text), "tenantId": TENANT_ID}}


def identity_type(body: Json) -> str:
    """The identity type of a body in lower case without blanks: `systemassigned,userassigned`."""
    return str(as_dict(body.get("identity")).get("type", "")).lower().replace(" ", "")


def require_identities(put: Put) -> None:
    """Refuse a user-assigned identity that does not exist.

    Raises:
        ArmError: 400 FailedIdentityOperation.
    """
    for item in as_dict(as_dict(put.body.get("identity")).get("userAssignedIdentities")):
        if put.world.find(item) is None:
            raise bad_request("FailedIdentityOperation", f"The identity '{item}' was not found.")
