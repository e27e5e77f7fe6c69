"""Diagnostic settings: every log to Log Analytics, in one shape for all services."""

from typing import NotRequired, TypedDict

import pulumi


class DiagnosticsArgs(TypedDict):
    """Destination of logs and metrics."""

    workspace_id: pulumi.Input[str]
    """Resource id of the Log Analytics workspace."""
    storage_account_id: NotRequired[pulumi.Input[str]]
    """Resource id of a storage account that keeps a second copy."""
    setting_name: NotRequired[str]
    """Name of the diagnostic setting. Default `to-log-analytics`."""
