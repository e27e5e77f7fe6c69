"""What the AI services rest on: resource groups, monitoring, network, names, identities, keys."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import resources

from components.encryption.args import EncryptionArgs, EncryptionKeyArgs
from components.encryption.component import Encryption
from components.identity.component import WorkloadIdentities
from components.interfaces.customer_managed_key import CustomerManagedKeyArgs
from components.interfaces.diagnostics import DiagnosticsArgs
from components.network.args import NetworkArgs, PrivateDnsArgs, SubnetArgs
from components.network.component import Network
from components.network.private_dns import PrivateDns
from components.observability.args import MonitorPrivateLinkArgs, ObservabilityArgs, ScopedMonitorResourceArgs
from components.observability.component import Observability
from components.observability.private_link import MonitorPrivateLink
from landing_zone.blueprint.context import Context, EndpointChain
from landing_zone.plan import RESOURCE_GROUPS, GroupName, Plan, SubnetPlan

FOUNDRY_KEY_BITS = 2048
"""Cognitive Services accounts take RSA keys of this size only."""


@dataclass(frozen=True)
class Foundation:
    """What the AI services rest on."""

    context: Context
    """Plan, resource groups, diagnostics."""
    observability: Observability | None
    """Logs; None while off."""
    network: Network
    """Virtual network."""
    endpoints: EndpointChain
    """Chain that each private endpoint joins."""
    identities: WorkloadIdentities
    """Managed identities."""
    encryption: Encryption | None
    """Keys; None while off."""

    def key(self, name: str) -> CustomerManagedKeyArgs | None:
        """Return the reference to a customer-managed key, or None while encryption is off."""
        return self.encryption.key_reference(self.context.plan.key_name(name)) if self.encryption else None

    @property
    def last_subnet(self) -> pulumi.Output[str]:
        """Id of the subnet that is written last: once it exists, nothing writes to the network any more."""
        return self.network.subnet_id(self.context.plan.subnets[-1].kind)


def lay_foundation(plan: Plan) -> Foundation:
    """Create everything below the AI services."""
    groups: dict[GroupName, pulumi.Output[str]] = {
        group: resources.ResourceGroup(
            f"{group}-group",
            resource_group_name=plan.namer.name("resource_group", group),
            location=plan.configuration.target.location,
            tags=dict(plan.tags),
        ).name
        for group in RESOURCE_GROUPS
    }
    blind = Context(plan=plan, groups=groups, diagnostics=None)
    observability = _observability(blind) if plan.settings.observability.enabled else None
    diagnostics: DiagnosticsArgs | None = {"workspace_id": observability.workspace_id} if observability else None
    context = Context(plan=plan, groups=groups, diagnostics=diagnostics)
    network = _network(context)
    chain = _endpoint_chain(context, network)
    if observability:
        chain.made(_monitor_private_link(context, observability, chain).private_endpoint_id)
    identities = _identities(context)
    encryption = _encryption(context, identities, chain) if plan.settings.encryption.enabled else None
    return Foundation(context, observability, network, chain, identities, encryption)


def _observability(context: Context) -> Observability:
    plan, settings = context.plan, context.plan.settings.observability
    args: ObservabilityArgs = {
        **context.service("platform"),
        "workspace_name": plan.namer.name("workspace"),
        "application_insights_name": plan.namer.name("application_insights"),
        "retention_days": settings.retention_days,
    }
    if settings.existing_workspace_id:
        args["existing_workspace_id"] = settings.existing_workspace_id
    if settings.alert_email:
        args["action_group_name"] = plan.namer.name("action_group")
        args["alert_emails"] = [settings.alert_email]
    return Observability("observability", args)


def _network(context: Context) -> Network:
    plan, settings = context.plan, context.plan.settings.network
    args: NetworkArgs = {
        **context.placement("network"),
        "network_name": plan.namer.name("virtual_network"),
        "address_prefixes": [str(settings.address_space)],
        "subnets": [_subnet(subnet) for subnet in plan.subnets],
        "protect": plan.settings.protect_data,
    }
    if context.diagnostics:
        args["diagnostics"] = context.diagnostics
    if settings.existing_virtual_network_id:
        args["existing_network_id"] = settings.existing_virtual_network_id
    if settings.ddos_protection_plan_id:
        args["ddos_protection_plan_id"] = settings.ddos_protection_plan_id
    return Network("network", args)


def _subnet(plan: SubnetPlan) -> SubnetArgs:
    args: SubnetArgs = {
        "kind": plan.kind,
        "subnet_name": plan.name,
        "address_prefix": plan.cidr,
        "security_group_name": plan.security_group,
    }
    if plan.existing_id:
        args["existing_subnet_id"] = plan.existing_id
    return args


def _endpoint_chain(context: Context, network: Network) -> EndpointChain:
    """Create the private DNS zones, and start the chain of private endpoints once all subnets exist."""
    plan = context.plan
    args: PrivateDnsArgs = {
        "resource_group_name": context.groups["network"],
        "network_id": network.network_id,
        "zone_names": list(plan.zones),
        "link_name": plan.namer.name("network_link"),
        "existing_zone_ids": dict(plan.settings.network.private_dns.existing_zones),
        "tags": dict(plan.tags),
    }
    zones = PrivateDns("private-dns", args).zones
    last_subnet = network.subnet_id(plan.subnets[-1].kind)
    return EndpointChain(context, network.subnet_id("private_endpoints"), zones, [last_subnet])


def _monitor_private_link(context: Context, observability: Observability, chain: EndpointChain) -> MonitorPrivateLink:
    linked: list[ScopedMonitorResourceArgs] = [
        {"link_name": "workspace", "resource_id": observability.workspace_id},
        {"link_name": "application-insights", "resource_id": _known(observability.application_insights_id)},
    ]
    args: MonitorPrivateLinkArgs = {
        **context.placement("platform"),
        "scope_name": context.plan.namer.name("private_link_scope"),
        "resources": linked,
        "private_endpoint": chain.next("monitor"),
    }
    return MonitorPrivateLink("monitor-private-link", args)


def _known(resource_id: "pulumi.Output[str | None]") -> pulumi.Output[str]:
    """Return the id of a resource that is always asked for here."""
    return resource_id.apply(lambda value: value or "")


def _identities(context: Context) -> WorkloadIdentities:
    namer = context.plan.namer
    return WorkloadIdentities(
        "identities",
        {
            **context.placement("platform"),
            "identities": [
                {"workload": key, "identity_name": namer.name("identity", key)} for key in context.plan.identities
            ],
        },
    )


def _encryption(context: Context, identities: WorkloadIdentities, chain: EndpointChain) -> Encryption:
    plan, settings = context.plan, context.plan.settings.encryption
    args: EncryptionArgs = {
        **context.service("platform"),
        "tenant_id": plan.configuration.target.tenant_id,
        "vault_name": plan.namer.name("vault"),
        "keys": [_key(plan, service) for service in plan.keys],
        "identity_id": identities.identity_id("encryption"),
        "identity_principal_id": identities.principal_id("encryption"),
        "identity_client_id": identities.client_id("encryption"),
        "sku": settings.sku,
        "rotation_period": f"P{settings.rotation_days}D",
        # A version outlives its rotation by as long again: whoever missed it has time, nobody has it for ever.
        "expiry_period": f"P{2 * settings.rotation_days}D",
    }
    if settings.existing_vault_id:
        args["existing_vault_id"] = settings.existing_vault_id
        return Encryption("encryption", args)
    args["private_endpoint"] = chain.next("vault")
    encryption = Encryption("encryption", args)
    chain.made(_known(encryption.private_endpoint_id))
    return encryption


def _key(plan: Plan, service: str) -> EncryptionKeyArgs:
    name = plan.key_name(service)
    return {"key_name": name, "key_size": FOUNDRY_KEY_BITS} if service == "foundry" else {"key_name": name}
