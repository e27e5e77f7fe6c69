"""AI gateway: API Management in a virtual network, its logging, its policy, its DNS."""

from typing import Any

import pulumi
from pulumi_azure_native import apimanagement, privatedns

from components._base import SLOW_CREATE, Component
from components._immutable import CREATE_ONLY
from components.ai_gateway.args import AiGatewayArgs, GatewayDnsArgs, NamedValueArgs
from components.ai_gateway.service import CLASSIC_SKUS, DEFAULT_SKU, service_properties
from components.api_management_logging import DIAGNOSTIC_NAME, without_payload
from components.api_management_policy import (
    METADATA_PATH,
    POLICY_FORMAT,
    POLICY_NAME,
    anonymous_policy,
    gateway_policy,
)
from components.api_management_preview import ApiManagementService
from components.interfaces.diagnostics import add_diagnostics
from components.interfaces.identities import user_assigned
from components.interfaces.lock import add_lock
from components.interfaces.role_assignments import grant_roles

METADATA_API = "oauth-protected-resource"


class AiGateway(Component):
    """API Management service with a private address, ready for MCP servers.

    Creates service, named values, Azure Monitor logger, diagnostic without payload, policy of the gateway, and the API
    that serves protected-resource metadata (RFC 9728) anonymously. Whatever belongs to APIs is written strictly one
    after the other, because Azure answers parallel writes there with `PessimisticConcurrencyConflict`. Besides that:
    private DNS zone, diagnostic setting, role assignments and lock. No keys: the logger needs none, and the gateway
    signs in to backends with its user-assigned identities.

    Raises:
        ValueError: a tier without private gateway, a named value with two sources or none, an unknown role.
    """

    service_id: pulumi.Output[str]
    """Resource id of the service."""
    service_name: pulumi.Output[str]
    """Name of the service."""
    gateway_url: pulumi.Output[str]
    """URL of the gateway."""
    private_ip_addresses: pulumi.Output[list[str]]
    """Addresses of the gateway in the virtual network."""
    logger_id: pulumi.Output[str]
    """Resource id of the Azure Monitor logger."""
    metadata_api_name: pulumi.Output[str]
    """Name of the API that serves protected-resource metadata."""
    last_write_id: pulumi.Output[str]
    """Resource id of the last write in the chain of APIs: wait for it before the first MCP server."""

    def __init__(self, name: str, args: AiGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        self._args = args
        self._written: list[pulumi.CustomResource] = []
        self._chain: list[pulumi.CustomResource] = []
        self._service = self._create_service()
        for value in args.get("named_values", []):
            self._create_named_value(value)
        self._logger = self._create_logger()
        self._create_policy()
        self._metadata_api = self._create_metadata_api()
        dns = args.get("private_dns")
        if dns:
            self._create_dns(dns)
        self._create_interfaces()
        self._set_outputs()
        self.register()

    def _chained(self) -> pulumi.ResourceOptions:
        return self.child(after=self._chain[-1:])

    def _link(self, resource: pulumi.CustomResource) -> None:
        """Make the next resource of the chain wait for this one."""
        self._written.append(resource)
        self._chain.append(resource)

    def _path(self) -> dict[str, Any]:
        return {"resource_group_name": self._args["resource_group_name"], "service_name": self._service.name}

    def _create_service(self) -> ApiManagementService:
        args = self._args
        sku = args.get("sku_name", DEFAULT_SKU)
        properties = service_properties(args)
        block = user_assigned(*args["identity_ids"])
        if block:
            properties["identity"] = {
                "type": block["type"],
                # API Management takes a map, other services a list.
                "userAssignedIdentities": pulumi.Output.all(*block["user_assigned_identities"]).apply(_as_map),
            }
        service = ApiManagementService(
            self.pulumi_resource_name,
            service_name=args["service_name"],
            resource_group_name=args["resource_group_name"],
            location=args["location"],
            sku={"name": sku, "capacity": args.get("capacity", 1)},
            properties=properties,
            # Injection is decided at creation: Azure offers no way from or to another kind of network, nor between the
            # generations of tiers.
            opts=self.child(
                after=args.get("after", []),
                protect=args.get("protect"),
                custom_timeouts=SLOW_CREATE,
                replace_on_changes=CREATE_ONLY["apimanagement:ApiManagementService"],
                replacement_trigger="classic" if sku in CLASSIC_SKUS else "version 2",
            ),
        )
        self._link(service)
        return service

    def _create_named_value(self, args: NamedValueArgs) -> None:
        value, secret = args.get("value"), args.get("key_vault_secret_id")
        if (value is None) == (secret is None):
            raise ValueError(f"named value {args['value_name']}: either value or key_vault_secret_id")
        vault: Any = {"secret_identifier": secret, "identity_client_id": args.get("secret_identity_client_id")}
        created = apimanagement.NamedValue(
            f"{self.pulumi_resource_name}-value-{args['value_name']}",
            **self._path(),
            named_value_id=args["value_name"],
            display_name=args["value_name"],
            value=value,
            key_vault=vault if secret else None,
            secret=secret is not None,
            opts=self._chained(),
        )
        self._link(created)

    def _create_logger(self) -> apimanagement.Logger:
        label = self.pulumi_resource_name
        logger = apimanagement.Logger(
            f"{label}-logger",
            **self._path(),
            logger_id=DIAGNOSTIC_NAME,
            logger_type="azureMonitor",
            is_buffered=True,
            opts=self.child(replace_on_changes=CREATE_ONLY["apimanagement:Logger"]),
        )
        self._written.append(logger)
        diagnostic = apimanagement.Diagnostic(
            f"{label}-logging", **self._path(), **without_payload(logger.id), opts=self.child()
        )
        self._written.append(diagnostic)
        return logger

    def _create_policy(self) -> None:
        policy = apimanagement.Policy(
            f"{self.pulumi_resource_name}-policy",
            **self._path(),
            policy_id=POLICY_NAME,
            format=POLICY_FORMAT,
            value=gateway_policy(),
            opts=self._chained(),
        )
        self._written.append(policy)

    def _create_metadata_api(self) -> apimanagement.Api:
        label = f"{self.pulumi_resource_name}-metadata"
        api = apimanagement.Api(
            label,
            **self._path(),
            api_id=METADATA_API,
            display_name="OAuth protected-resource metadata",
            description="Tells MCP clients which authorization server to ask (RFC 9728). Anonymous by design.",
            path=METADATA_PATH,
            protocols=["https"],
            # A client that has no token yet must be able to read it.
            subscription_required=False,
            opts=self._chained(),
        )
        self._link(api)
        policy = apimanagement.ApiPolicy(
            f"{label}-policy",
            **self._path(),
            api_id=api.name,
            policy_id=POLICY_NAME,
            format=POLICY_FORMAT,
            value=anonymous_policy(calls=60, period_seconds=60),
            opts=self._chained(),
        )
        self._link(policy)
        logging = apimanagement.ApiDiagnostic(
            f"{label}-logging",
            **self._path(),
            api_id=api.name,
            **without_payload(self._logger.id),
            opts=self._chained(),
        )
        self._link(logging)
        return api

    def _create_dns(self, dns: GatewayDnsArgs) -> None:
        label = f"{self.pulumi_resource_name}-dns"
        group = dns.get("resource_group_name", self._args["resource_group_name"])
        zone = privatedns.PrivateZone(
            label,
            private_zone_name=f"{self._args['service_name']}.azure-api.net",
            resource_group_name=group,
            location="global",
            tags=self._args.get("tags"),
            opts=self.child(),
        )
        for link_name, network_id in dns["network_ids"].items():
            privatedns.VirtualNetworkLink(
                f"{label}-{link_name}",
                virtual_network_link_name=link_name,
                private_zone_name=zone.name,
                resource_group_name=group,
                location="global",
                virtual_network={"id": network_id},
                registration_enabled=False,
                tags=self._args.get("tags"),
                opts=self.child(replace_on_changes=CREATE_ONLY["privatedns:VirtualNetworkLink"]),
            )
        records: Any = self._service.private_ip_addresses.apply(
            lambda addresses: [{"ipv4_address": address} for address in addresses or []]
        )
        privatedns.PrivateRecordSet(
            f"{label}-gateway",
            private_zone_name=zone.name,
            resource_group_name=group,
            record_type="A",
            relative_record_set_name="@",
            ttl=3600,
            a_records=records,
            opts=self.child(),
        )

    def _create_interfaces(self) -> None:
        args, label = self._args, self.pulumi_resource_name
        written: list[pulumi.Resource] = [*self._written]
        logs = args.get("diagnostics")
        if logs:
            written.append(add_diagnostics(self, label, self._service.id, logs, dedicated_tables=True))
        written.extend(grant_roles(self, self._service.id, args.get("role_assignments")))
        lock = args.get("lock")
        if lock:
            add_lock(self, label, self._service.id, lock, after=written)

    def _set_outputs(self) -> None:
        self.service_id, self.service_name = self._service.id, self._service.name
        self.gateway_url = self._service.gateway_url
        self.private_ip_addresses = self._service.private_ip_addresses.apply(lambda addresses: addresses or [])
        self.logger_id = self._logger.id
        self.metadata_api_name = self._metadata_api.name
        self.last_write_id = self._chain[-1].id


def _as_map(identity_ids: list[str]) -> dict[str, dict[str, str]]:
    return {identity_id: {} for identity_id in identity_ids}
