"""AI Search without keys and without a public address."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_azure_native import search

from components._base import SLOW_CREATE, Component
from components._immutable import CREATE_ONLY, refuse_update, value_at
from components.interfaces.diagnostics import add_diagnostics
from components.interfaces.identities import user_assigned
from components.interfaces.lock import add_lock
from components.interfaces.private_endpoint import EndpointSite, EndpointTarget, add_private_endpoint
from components.interfaces.role_assignments import grant_roles
from components.search.args import SearchArgs

ARM_TYPE = "Microsoft.Search/searchServices"
TIERS = (("basic", "standard", "standard2", "standard3"), ("storage_optimized_l1", "storage_optimized_l2"))
"""Tiers by class, smallest first: Azure moves a service up within its class, never down and never across."""


class Search(Component):
    """AI Search service: Entra ID only, private only, indexes must be encrypted with the customer's key.

    Creates the service, its private endpoint, diagnostic setting, role assignments and lock.

    Raises:
        ValueError: a missing DNS zone, an unknown role.
    """

    service_id: pulumi.Output[str]
    """Resource id of the service."""
    service_name: pulumi.Output[str]
    """Name of the service."""
    endpoint: pulumi.Output[str]
    """Endpoint of the service."""
    principal_id: pulumi.Output[str]
    """Object id of the service's system-assigned identity."""
    last_write_id: pulumi.Output[str]
    """Resource id of the last write, the private endpoint if there is one: wait for it before the next endpoint of the
    same subnet."""

    def __init__(self, name: str, args: SearchArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        self._args = args
        self._service = self._create_service()
        self._last: pulumi.CustomResource = self._create_endpoint() or self._service
        self._create_interfaces()
        self.service_id, self.service_name = self._service.id, self._service.name
        self.endpoint = self._service.name.apply(lambda service: f"https://{service}.search.windows.net")
        self.principal_id = self._service.identity.apply(lambda identity: identity.principal_id if identity else "")
        self.last_write_id = self._last.id
        self.register()

    def _create_service(self) -> search.Service:
        args = self._args
        required = args.get("require_customer_managed_keys", True)
        enforcement: Any = {"enforcement": "Enabled" if required else "Disabled"}
        return search.Service(
            self.pulumi_resource_name,
            search_service_name=args["service_name"],
            resource_group_name=args["resource_group_name"],
            location=args["location"],
            sku={"name": args.get("sku_name", "standard")},
            replica_count=args.get("replica_count", 1),
            partition_count=args.get("partition_count", 1),
            # Azure refuses authOptions beside this: without keys there is nothing to choose.
            disable_local_auth=True,
            public_network_access="Disabled",
            network_rule_set={"bypass": "None", "ip_rules": []},
            data_exfiltration_protections=["BlockAll"],
            encryption_with_cmk=enforcement,
            semantic_search=args.get("semantic_search", "disabled"),
            identity=self._identity(),
            tags=args.get("tags"),
            opts=self.child(
                protect=args.get("protect"),
                custom_timeouts=SLOW_CREATE,
                replace_on_changes=CREATE_ONLY["search:Service"],
                hooks=pulumi.ResourceHookBinding(before_update=[refuse_update(self.pulumi_resource_name, _only_grows)]),
            ),
        )

    def _identity(self) -> Any:
        block = user_assigned(*self._args["identity_ids"])
        if block is None:
            return {"type": "SystemAssigned"}
        return {**block, "type": "SystemAssigned, UserAssigned"}

    def _create_endpoint(self) -> pulumi.CustomResource | None:
        placement = self._args.get("private_endpoint")
        if placement is None:
            return None
        target = EndpointTarget(self._service.id, ARM_TYPE, "searchService")
        site = EndpointSite(self._args["resource_group_name"], self._args["location"], self._args.get("tags"))
        return add_private_endpoint(self, self.pulumi_resource_name, target, placement, site)

    def _create_interfaces(self) -> None:
        args, label = self._args, self.pulumi_resource_name
        written: list[pulumi.Resource] = [self._last]
        logs = args.get("diagnostics")
        if logs:
            written.append(add_diagnostics(self, label, self._service.id, logs))
        written.extend(grant_roles(self, self._service.id, args.get("role_assignments")))
        lock = args.get("lock")
        if lock:
            add_lock(self, label, self._service.id, lock, after=written)


def _only_grows(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """Refuse a tier that Azure does not move a service to: it only grows, and within its class."""
    old, new = value_at(before, "sku.name"), value_at(after, "sku.name")
    tiers = next((tiers for tiers in TIERS if old in tiers), None)
    if tiers is None or new is None or (new in tiers and tiers.index(new) >= tiers.index(old)):
        return None
    larger = ", ".join(tiers[tiers.index(old) + 1 :]) or "none"
    return (
        f"Azure does not change the tier of a search service from {old} to {new}, only to a larger one ({larger}). "
        "Keep it, or deploy a service of another name and build the indexes there."
    )
