"""Arguments of the observability components."""

from typing import NotRequired, TypedDict

import pulumi

from components.interfaces.private_endpoint import EndpointPlacementArgs
from components.interfaces.service import PlacementArgs, ServiceArgs


class ObservabilityArgs(ServiceArgs):
    """Log Analytics workspace, Application Insights on it and, if receivers are given, an action group.

    `diagnostics` is ignored: the component sends its own logs to its own workspace.
    """

    workspace_name: str
    """Name of the workspace, 4-63 letters, digits and hyphens."""
    application_insights_name: NotRequired[str]
    """Name of the Application Insights component. Left out: none."""
    retention_days: NotRequired[int]
    """Days that logs stay searchable, 30-730. Default 90."""
    daily_quota_gb: NotRequired[float]
    """Cap on ingestion in GB a day. Default: no cap, because a cap also stops security logs."""
    existing_workspace_id: NotRequired[str]
    """Resource id of a workspace that exists: used as it is."""
    action_group_name: NotRequired[str]
    """Name of the action group for alerts. Needs `alert_emails`."""
    action_group_short_name: NotRequired[str]
    """Name that text messages show, 1-12 characters. Default `ai-alerts`."""
    alert_emails: NotRequired[list[str]]
    """Mail addresses that alerts go to."""


class ScopedMonitorResourceArgs(TypedDict):
    """A resource that joins the private link scope."""

    link_name: str
    """Name of the link, unique in the scope."""
    resource_id: pulumi.Input[str]
    """Resource id of a workspace, Application Insights component or data collection endpoint."""


class MonitorPrivateLinkArgs(PlacementArgs):
    """Azure Monitor Private Link Scope that admits private traffic only."""

    scope_name: str
    """Name of the scope."""
    resources: list[ScopedMonitorResourceArgs]
    """Resources in the scope. They are linked one after the other."""
    private_endpoint: EndpointPlacementArgs
    """Private endpoint of the scope. It needs five DNS zones, blob among them."""
