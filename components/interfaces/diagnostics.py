"""Diagnostic settings: every log to Log Analytics, in one shape for all services."""

from typing import NotRequired, TypedDict

import pulumi
from pulumi_azure_native import monitor

from components._base import Component

DEFAULT_SETTING_NAME = "to-log-analytics"

LOGS = ("allLogs",)
METRICS = ("AllMetrics",)


class DiagnosticsArgs(TypedDict):
    """Destination of logs and metrics."""

    workspace_id: pulumi.Input[str]
    """Resource id of the Log Analytics workspace."""
    storage_account_id: NotRequired[pulumi.Input[str]]
    """Resource id of a storage account that keeps a second copy."""
    setting_name: NotRequired[str]
    """Name of the diagnostic setting. Default `to-log-analytics`."""


def add_diagnostics(
    component: Component,
    name: str,
    target_id: pulumi.Input[str],
    destination: DiagnosticsArgs,
    *,
    log_groups: tuple[str, ...] = LOGS,
    metric_categories: tuple[str, ...] = METRICS,
    dedicated_tables: bool = False,
) -> monitor.DiagnosticSetting:
    """Send the logs and metrics of a resource to Log Analytics.

    Args:
        component: parent of the setting.
        name: logical name of the target, unique in the component.
        target_id: resource id of the target.
        destination: workspace and optional copy.
        log_groups: category groups; empty for resources that only have metrics.
        metric_categories: metric categories; empty for resources that only have logs.
        dedicated_tables: write to resource-specific tables. Only for services that offer the choice: Azure drops the
            property elsewhere, and each refresh would show a change.
    """
    storage = destination.get("storage_account_id")
    return monitor.DiagnosticSetting(
        f"{name}-diagnostics",
        name=destination.get("setting_name", DEFAULT_SETTING_NAME),
        resource_uri=target_id,
        workspace_id=destination["workspace_id"],
        storage_account_id=storage,
        log_analytics_destination_type="Dedicated" if dedicated_tables else None,
        logs=[{"category_group": group, "enabled": True} for group in log_groups] or None,
        metrics=[{"category": category, "enabled": True} for category in metric_categories] or None,
        opts=component.child(),
    )
