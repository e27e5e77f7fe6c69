"""Arguments of the Foundry component."""

from typing import NotRequired, TypedDict

import pulumi

from components.interfaces.customer_managed_key import CustomerManagedKeyArgs
from components.interfaces.diagnostics import DiagnosticsArgs
from components.interfaces.private_endpoint import EndpointPlacementArgs
from components.interfaces.service import ServiceArgs


class BlocklistItemArgs(TypedDict):
    """One term or pattern that prompts and completions must not contain."""

    item_name: str
    """Name of the item: letters, digits, `_`, `.` and `-`."""
    pattern: str
    """Term to block, or a regular expression when `is_regex` is set. At most 1000 characters."""
    is_regex: NotRequired[bool]
    """Whether `pattern` is a regular expression. Default false."""


class BlocklistArgs(TypedDict):
    """The organisation's own list of blocked terms, applied to prompts and completions."""

    blocklist_name: str
    """Name of the blocklist: letters, digits, `_`, `.` and `-`."""
    items: list[BlocklistItemArgs]
    """Items, written one after the other: parallel writes fail with `IfMatchPreconditionFailed`."""
    description: NotRequired[str]
    """What the list is for."""


class ContentFilterArgs(TypedDict):
    """Guardrail that every model deployment of the account names."""

    policy_name: NotRequired[str]
    """Name of the guardrail. Default `landing-zone`."""
    severity_threshold: NotRequired[str]
    """Severity from which harmful content is blocked: `Low` (strictest), `Medium` (default) or `High`."""
    blocklist: NotRequired[BlocklistArgs]
    """Blocklist of the organisation."""


class ModelDeploymentArgs(TypedDict):
    """One model deployment."""

    deployment_name: str
    """Name that clients call the model by, unique in the account."""
    model_name: str
    """Model in the catalogue, for example `gpt-4.1-mini`."""
    model_version: str
    """Version of the model. It stays until it is changed here."""
    sku_name: str
    """Where requests are processed, for example `DataZoneStandard`."""
    capacity: int
    """Thousands of tokens a minute, or provisioned throughput units."""
    model_format: NotRequired[str]
    """Publisher of the model as Azure names it. Default `OpenAI`."""
    version_upgrade_option: NotRequired[str]
    """What Azure does when a newer version appears. Default `NoAutoUpgrade`."""


class FoundryConnectionArgs(TypedDict):
    """Connection of the project to a resource. It always authenticates with Entra ID: there is no field for a key."""

    connection_name: str
    """Name of the connection, 3-33 letters, digits, `_` and `-`."""
    category: str
    """Kind of target as Azure names it: `CognitiveSearch`, `AzureStorageAccount`, `AppInsights`, ..."""
    target: pulumi.Input[str]
    """Endpoint of the target, or its resource id where Azure wants that (Application Insights)."""
    resource_id: pulumi.Input[str]
    """Resource id of the target."""


class FoundryArgs(ServiceArgs):
    """Foundry account with one project, a guardrail, model deployments and connections.

    Agents get a subnet of their own when `agent_subnet_id` is given. A capability host (agent state in the customer's
    own Cosmos DB, Storage and Search) is not part of this component yet.
    """

    account_name: str
    """Name of the account, 2-64 letters, digits, `_`, `.` and `-`. Held for 48 hours after a delete."""
    custom_sub_domain_name: str
    """Host name of the endpoints, globally unique. Entra ID and private endpoints need it; a change replaces."""
    project_name: str
    """Name of the project, 2-64 letters, digits, `_`, `.` and `-`."""
    project_display_name: NotRequired[str]
    """Name that people see. Default: `project_name`."""
    project_description: NotRequired[str]
    """What the project is for."""
    identity_ids: list[pulumi.Input[str]]
    """Resource ids of the user-assigned identities of account and project. The identity of `customer_managed_key` is
    added to the account by itself."""
    agent_subnet_id: NotRequired[pulumi.Input[str]]
    """Resource id of the subnet that agents run in: delegated to `Microsoft.App/environments`, used by no other
    account."""
    allowed_fqdns: NotRequired[list[str]]
    """Host names that the account may call out to. Default: none."""
    customer_managed_key: NotRequired[CustomerManagedKeyArgs]
    """Key that encrypts the account's data. Azure offers no way back to its own keys."""
    content_filter: NotRequired[ContentFilterArgs]
    """The guardrail. It always exists; this only tunes it."""
    models: NotRequired[list[ModelDeploymentArgs]]
    """Model deployments, written one after the other in this order."""
    connections: NotRequired[list[FoundryConnectionArgs]]
    """Connections of the project, written one after the other in this order."""
    private_endpoint: NotRequired[EndpointPlacementArgs]
    """Private endpoint of the account, written after everything else of the account. Needs three DNS zones."""
    project_diagnostics: NotRequired[DiagnosticsArgs]
    """Where logs of the project are sent. Default: where those of the account go."""
