"""What kind and tier of a storage account exclude, and what of it is settled at its creation besides."""

from simulated_azure.arm.bodies import read_path
from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.json_values import as_dict
from simulated_azure.arm.rules import Immutable, Put, immutable, on_put
from simulated_azure.services.storage import ACCOUNT, BLOB_SERVICE

_REFUSED = "AccountPropertyCannotBeUpdated"
_PREMIUM_COPIES = ("LRS", "ZRS")
_TIERS = (
    "arm-semantics 2.5: ZOD (Premium excludes GRS and blob properties); AZD storage/common/storage-account-overview.md"
)

immutable(
    ACCOUNT,
    Immutable("properties.immutableStorageWithVersioning.enabled", _REFUSED),
    source="arm-semantics 2.6: TF ForceNew (immutability); AZD storage/blobs/immutable-policy-configure-version-scope",
)


@on_put(ACCOUNT, source=_TIERS)
def kind_fits_the_tier(put: Put) -> None:
    """Premium accounts have no copies in a second region; accounts for block blobs or files are no Standard ones."""
    kind, sku = str(put.body.get("kind") or ""), str(as_dict(put.body.get("sku")).get("name") or "")
    tier, _, copies = sku.partition("_")
    if tier == "Premium" and copies not in _PREMIUM_COPIES:
        raise bad_request("SkuNotSupported", f"'{sku}': a Premium account is {' or '.join(_PREMIUM_COPIES)}.")
    if kind in {"BlockBlobStorage", "FileStorage"} and tier == "Standard":
        raise bad_request("InvalidAccountType", f"An account of kind {kind} is no {sku}.", target="sku.name")


@on_put(BLOB_SERVICE, source=_TIERS)
def account_has_blobs(put: Put) -> None:
    """An account for files has no blob service to set up."""
    account = put.world.find(put.id.parent) if put.id.parent else None
    if account is not None and account.body.get("kind") == "FileStorage":
        raise conflict("FeatureNotSupportedForAccount", f"'{account.id.name}' is of kind FileStorage: it has no blobs.")


@on_put(ACCOUNT, source="arm-semantics 2.6: TF ForceNew (queue and table key type)")
def key_types_stay(put: Put) -> None:
    """Whether queues and tables are encrypted with the account's key is settled at creation."""
    for service in ("queue", "table") if put.old is not None else ():
        path = f"properties.encryption.services.{service}.keyType"
        before, after = (read_path(item, path) for item in (put.old.body if put.old else {}, put.body))
        if after is not None and str(after) != str(before or "Service"):
            raise bad_request(_REFUSED, f"'{path}' cannot change from {before or 'Service'} to {after}.", target=path)
