"""What both kinds of MCP server write to the gateway, one resource after the other."""

import re
from typing import Any, TypeVar

import pulumi
from pulumi_azure_native import apimanagement

from components._base import Component
from components.api_management_logging import without_payload
from components.api_management_policy import METADATA_PATH, POLICY_FORMAT, POLICY_NAME
from components.mcp_server.args import McpServerArgs
from components.mcp_server.policies import endpoint_path, identity_value_name, metadata_policy

ResourceT = TypeVar("ResourceT", bound=pulumi.CustomResource)

TENANT = re.compile(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")


class GatewayWriter:
    """Keeps the order of writes and what they have in common."""

    def __init__(self, component: Component, args: McpServerArgs) -> None:
        """Check the arguments.

        Args:
            component: parent of everything written.
            args: arguments of the server.

        Raises:
            ValueError: a tenant that is no id, no audience, a path with a slash at its ends.
        """
        authentication = args["authentication"]
        if not TENANT.match(authentication["tenant_id"]):
            raise ValueError(
                f"MCP server {args['server_name']}: tenant_id {authentication['tenant_id']!r} is no tenant id; "
                "`common` and `organizations` would admit tokens of every tenant"
            )
        if not authentication["audience"]:
            raise ValueError(f"MCP server {args['server_name']}: audience is empty, so any token would be admitted")
        if args["path"].strip("/") != args["path"] or not args["path"]:
            raise ValueError(f"MCP server {args['server_name']}: path {args['path']!r} starts or ends with a slash")
        self.component = component
        self.args = args
        self.last: pulumi.CustomResource | None = None

    @property
    def label(self) -> str:
        """Pulumi name of the component, the start of every child's name."""
        return self.component.pulumi_resource_name

    @property
    def path(self) -> dict[str, Any]:
        """Arguments that say where in Azure a resource is written."""
        return {"resource_group_name": self.args["resource_group_name"], "service_name": self.args["service_name"]}

    def opts(self) -> pulumi.ResourceOptions:
        """Return the options of the next write: it waits for the one before."""
        before = [self.last] if self.last else self.args.get("after", [])
        return self.component.child(after=before)

    def wrote(self, resource: ResourceT) -> ResourceT:
        """Remember the last write and return it."""
        self.last = resource
        return resource

    def identity_value(self) -> None:
        """Write the client id of the gateway's identity, if one is used, as a named value."""
        sign_in = self.args.get("backend_sign_in")
        if sign_in is None:
            return
        name = identity_value_name(self.args["server_name"])
        self.wrote(
            apimanagement.NamedValue(
                f"{self.label}-identity",
                **self.path,
                named_value_id=name,
                display_name=name,
                value=sign_in["identity_client_id"],
                secret=False,
                opts=self.opts(),
            )
        )

    def guard(self, label: str, api_name: pulumi.Input[str], policy: str) -> None:
        """Write policy and diagnostic of an API."""
        self.wrote(
            apimanagement.ApiPolicy(
                f"{label}-policy",
                **self.path,
                api_id=api_name,
                policy_id=POLICY_NAME,
                format=POLICY_FORMAT,
                value=policy,
                opts=self.opts(),
            )
        )
        self.wrote(
            apimanagement.ApiDiagnostic(
                f"{label}-logging",
                **self.path,
                api_id=api_name,
                **without_payload(self.args["logger_id"]),
                opts=self.opts(),
            )
        )

    def metadata(self) -> None:
        """Write the operation that answers with the server's protected-resource metadata."""
        label, args = f"{self.label}-metadata", self.args
        operation = self.wrote(
            apimanagement.ApiOperation(
                label,
                **self.path,
                api_id=args["metadata_api_name"],
                operation_id=args["server_name"],
                display_name=f"Metadata of {args['display_name']}",
                method="GET",
                url_template=f"/{endpoint_path(args['path'])}",
                opts=self.opts(),
            )
        )
        self.wrote(
            apimanagement.ApiOperationPolicy(
                f"{label}-policy",
                **self.path,
                api_id=args["metadata_api_name"],
                operation_id=operation.name,
                policy_id=POLICY_NAME,
                format=POLICY_FORMAT,
                value=metadata_policy(args["path"], args["authentication"]),
                opts=self.opts(),
            )
        )

    def endpoint_url(self) -> pulumi.Output[str]:
        """Return the URL that MCP clients connect to."""
        return pulumi.Output.concat(self.args["gateway_url"], "/", endpoint_path(self.args["path"]))

    def metadata_url(self) -> pulumi.Output[str]:
        """Return the URL of the protected-resource metadata."""
        return pulumi.Output.concat(self.args["gateway_url"], "/", METADATA_PATH, "/", endpoint_path(self.args["path"]))

    def last_write_id(self) -> pulumi.Output[str]:
        """Return the id of the last write.

        Raises:
            RuntimeError: nothing was written.
        """
        if self.last is None:
            raise RuntimeError("nothing was written")
        return self.last.id
