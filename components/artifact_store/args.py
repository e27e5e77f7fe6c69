"""Arguments of the artifact store component."""

from typing import NotRequired

import pulumi

from components.interfaces.customer_managed_key import CustomerManagedKeyArgs
from components.interfaces.private_endpoint import EndpointPlacementArgs
from components.interfaces.service import ServiceArgs


class ArtifactStoreArgs(ServiceArgs):
    """Storage account for AI artifacts: reachable over Private Link only, Entra ID only, twice encrypted, versioned."""

    account_name: str
    """Name of the storage account: 3-24 lower-case letters and digits, globally unique."""
    identity_ids: NotRequired[list[pulumi.Input[str]]]
    """Resource ids of user-assigned identities of the account, besides the one of the key."""
    customer_managed_key: NotRequired[CustomerManagedKeyArgs]
    """Key that encrypts the account. Left out: keys managed by Microsoft."""
    private_endpoint: NotRequired[EndpointPlacementArgs]
    """Private endpoint of the blob service."""
    containers: NotRequired[list[str]]
    """Containers. Default `models`, `datasets`, `outputs`."""
    replication: NotRequired[str]
    """`ZRS` (default), `GZRS`, `LRS` or `GRS`. Moving between zone-redundant and not recreates the account."""
    retention_days: NotRequired[int]
    """Days that deleted blobs and containers can be recovered, 2-365. Default 30. Restore reaches one day less."""
    sas_expiration_period: NotRequired[str]
    """Longest life of a user delegation SAS, `days.hours:minutes:seconds`. Default `0.01:00:00`."""
    data_classification: NotRequired[str]
    """Sensitivity of the content, written as tag `data-classification`."""
