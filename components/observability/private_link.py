"""Azure Monitor Private Link Scope."""

import pulumi
from pulumi_azure_native import monitor

from components._base import Component
from components._immutable import CREATE_ONLY
from components.interfaces.private_endpoint import EndpointSite, EndpointTarget, add_private_endpoint
from components.observability.args import MonitorPrivateLinkArgs

SCOPE_TYPE = "Microsoft.Insights/privateLinkScopes"


class MonitorPrivateLink(Component):
    """Private way to Log Analytics and Application Insights, and no other way.

    `PrivateOnly` holds for every network that shares the DNS zones: resources outside the scope are out of its reach.
    The resources are linked one after the other, and the endpoint comes last: Azure refuses both otherwise.

    Raises:
        ValueError: one of the five zones is missing.
    """

    scope_id: pulumi.Output[str]
    """Resource id of the private link scope."""
    private_endpoint_id: pulumi.Output[str]
    """Resource id of the private endpoint. The next endpoint of the subnet waits for it."""

    def __init__(self, name: str, args: MonitorPrivateLinkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        scope = monitor.PrivateLinkScope(
            name,
            scope_name=args["scope_name"],
            resource_group_name=args["resource_group_name"],
            location="global",
            access_mode_settings={"ingestion_access_mode": "PrivateOnly", "query_access_mode": "PrivateOnly"},
            tags=args.get("tags"),
            opts=self.child(),
        )
        previous: pulumi.Resource = scope
        for linked in args["resources"]:
            previous = monitor.PrivateLinkScopedResource(
                f"{name}-{linked['link_name']}",
                name=linked["link_name"],
                scope_name=scope.name,
                resource_group_name=args["resource_group_name"],
                linked_resource_id=linked["resource_id"],
                # A link belongs to one resource for ever.
                opts=self.child(after=[previous], replace_on_changes=CREATE_ONLY["monitor:PrivateLinkScopedResource"]),
            )
        endpoint = add_private_endpoint(
            self,
            name,
            EndpointTarget(scope.id, SCOPE_TYPE, "azuremonitor"),
            args["private_endpoint"],
            EndpointSite(args["resource_group_name"], args["location"], args.get("tags")),
            after=[previous],
        )
        self.scope_id = scope.id
        self.private_endpoint_id = endpoint.id
        self.register()
