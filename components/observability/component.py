"""Log Analytics workspace, Application Insights, action group."""

import pulumi
from pulumi_azure_native import applicationinsights, monitor, operationalinsights

from components._base import Component
from components._immutable import CREATE_ONLY
from components.interfaces.diagnostics import add_diagnostics
from components.interfaces.service import add_grants_and_lock
from components.observability.args import ObservabilityArgs


class Observability(Component):
    """Where every log goes: a private workspace, Application Insights on it, and who is told.

    Ingestion and query from the internet are off: `MonitorPrivateLink` is the way in. No key opens either service.

    Raises:
        ValueError: alert mails without an action group's name, or the other way round.
    """

    workspace_id: pulumi.Output[str]
    """Resource id of the workspace."""
    application_insights_id: pulumi.Output[str | None]
    """Resource id of Application Insights, if there is one."""
    connection_string: pulumi.Output[str | None]
    """Connection string of Application Insights. No secret: local authentication is off."""
    action_group_id: pulumi.Output[str | None]
    """Resource id of the action group, if there is one."""

    def __init__(self, name: str, args: ObservabilityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        if ("action_group_name" in args) != bool(args.get("alert_emails")):
            raise ValueError("an action group needs both action_group_name and alert_emails")
        self._args = args
        existing = args.get("existing_workspace_id")
        self.workspace_id = pulumi.Output.from_input(existing) if existing else self._create_workspace()
        self._create_application_insights()
        self.action_group_id = self._create_action_group()
        self.register()

    def _create_workspace(self) -> pulumi.Output[str]:
        args, label = self._args, self.pulumi_resource_name
        quota = args.get("daily_quota_gb")
        workspace = operationalinsights.Workspace(
            label,
            workspace_name=args["workspace_name"],
            resource_group_name=args["resource_group_name"],
            location=args["location"],
            sku={"name": "PerGB2018"},
            retention_in_days=args.get("retention_days", 90),
            workspace_capping={"daily_quota_gb": quota} if quota else None,
            public_network_access_for_ingestion="Disabled",
            public_network_access_for_query="Disabled",
            features={"disable_local_auth": True, "enable_log_access_using_only_resource_permissions": True},
            tags=args.get("tags"),
            opts=self.child(protect=args.get("protect")),
        )
        setting = add_diagnostics(self, label, workspace.id, {"workspace_id": workspace.id})
        add_grants_and_lock(self, label, workspace.id, args, [setting])
        return workspace.id

    def _create_application_insights(self) -> None:
        args = self._args
        if "application_insights_name" not in args:
            self.application_insights_id = pulumi.Output.from_input(None)
            self.connection_string = pulumi.Output.from_input(None)
            return
        label = f"{self.pulumi_resource_name}-application-insights"
        insights = applicationinsights.Component(
            label,
            resource_name_=args["application_insights_name"],
            resource_group_name=args["resource_group_name"],
            location=args["location"],
            kind="web",
            application_type="web",
            ingestion_mode="LogAnalytics",
            workspace_resource_id=self.workspace_id,
            disable_local_auth=True,
            disable_ip_masking=False,
            public_network_access_for_ingestion="Disabled",
            public_network_access_for_query="Disabled",
            tags=args.get("tags"),
            opts=self.child(replace_on_changes=CREATE_ONLY["applicationinsights:Component"]),
        )
        # Metrics only: its logs are in the workspace already, a setting for them would store each line twice.
        add_diagnostics(self, label, insights.id, {"workspace_id": self.workspace_id}, log_groups=())
        self.application_insights_id = insights.id
        self.connection_string = insights.connection_string

    def _create_action_group(self) -> "pulumi.Output[str | None]":
        args = self._args
        if "action_group_name" not in args:
            return pulumi.Output.from_input(None)
        group = monitor.ActionGroup(
            f"{self.pulumi_resource_name}-action-group",
            action_group_name=args["action_group_name"],
            group_short_name=args.get("action_group_short_name", "ai-alerts"),
            resource_group_name=args["resource_group_name"],
            location="Global",
            enabled=True,
            email_receivers=[
                {"name": f"mail-{index}", "email_address": address, "use_common_alert_schema": True}
                for index, address in enumerate(args.get("alert_emails", []), start=1)
            ],
            tags=args.get("tags"),
            opts=self.child(),
        )
        return group.id
