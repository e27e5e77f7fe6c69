"""Virtual network with one security group per subnet."""

from typing import Any

import pulumi
from pulumi_azure_native import network

from components._arm import overlapping, parse_arm_id
from components._base import Component, output_map
from components._immutable import CREATE_ONLY
from components.interfaces.diagnostics import add_diagnostics
from components.interfaces.lock import add_lock
from components.network.args import NetworkArgs, SubnetArgs
from components.network.kinds import KINDS
from components.network.security_rules import security_rules


class Network(Component):
    """Virtual network whose subnets let nothing in or out unless a rule says so.

    Creates the virtual network (or adopts one), and for each subnet a network security group that ends in deny-all in
    both directions, the subnet, and diagnostic settings. Subnets are resources of their own, written one after the
    other: Azure answers parallel writes to one network with `AnotherOperationInProgress`.

    Raises:
        ValueError: an unknown kind of subnet, two subnets of one kind, overlapping ranges.
    """

    network_id: pulumi.Output[str]
    """Resource id of the virtual network."""
    network_name: pulumi.Output[str]
    """Name of the virtual network."""
    subnet_ids: pulumi.Output[dict[str, str]]
    """Kind of subnet -> resource id."""

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        _check(args)
        self._args = args
        self._written: list[pulumi.Resource] = []
        self._subnets: dict[str, pulumi.Output[str]] = {}
        self._adopt_or_create_network()
        for subnet in args["subnets"]:
            existing = subnet.get("existing_subnet_id")
            self._subnets[subnet["kind"]] = (
                pulumi.Output.from_input(existing) if existing else self._create_subnet(subnet)
            )
        self._finish()

    def subnet_id(self, kind: str) -> pulumi.Output[str]:
        """Return the id of one subnet, depending on that subnet alone (`subnet_ids` depends on all of them).

        Raises:
            KeyError: there is no subnet of that kind.
        """
        return self._subnets[kind]

    def _adopt_or_create_network(self) -> None:
        existing = self._args.get("existing_network_id")
        if existing:
            parsed = parse_arm_id(existing)
            self.network_id = pulumi.Output.from_input(existing)
            self.network_name = pulumi.Output.from_input(parsed.name)
            self._group: pulumi.Input[str] = parsed.resource_group
            return
        created = self._create_network()
        self._written.append(created)
        self._group = self._args["resource_group_name"]
        self.network_id, self.network_name = created.id, created.name

    def _create_network(self) -> network.VirtualNetwork:
        args = self._args
        plan = args.get("ddos_protection_plan_id")
        servers = args.get("dns_servers")
        created = network.VirtualNetwork(
            self.pulumi_resource_name,
            virtual_network_name=args["network_name"],
            resource_group_name=args["resource_group_name"],
            location=args["location"],
            address_space={"address_prefixes": args["address_prefixes"]},
            dhcp_options={"dns_servers": servers} if servers else None,
            enable_ddos_protection=plan is not None,
            ddos_protection_plan={"id": plan} if plan else None,
            # The stricter enforcement, DropUnencrypted, is not generally available.
            encryption={"enabled": True, "enforcement": "AllowUnencrypted"},
            tags=args.get("tags"),
            # Without this a refresh would bring the subnets in, and the next update would write them inline.
            opts=self.child(protect=args.get("protect"), ignore_changes=["subnets"]),
        )
        self._diagnose(self.pulumi_resource_name, created)
        return created

    def _create_subnet(self, subnet: SubnetArgs) -> pulumi.Output[str]:
        group = self._create_security_group(subnet)
        delegation = KINDS[subnet["kind"]].delegation
        table = subnet.get("route_table_id")
        created = network.Subnet(
            self._label(subnet),
            subnet_name=subnet["subnet_name"],
            virtual_network_name=self.network_name,
            resource_group_name=self._group,
            address_prefix=subnet["address_prefix"],
            network_security_group={"id": group.id},
            route_table={"id": table} if table else None,
            delegations=[{"name": delegation.replace("/", "."), "service_name": delegation}] if delegation else None,
            default_outbound_access=False,
            private_endpoint_network_policies="Enabled",
            private_link_service_network_policies="Enabled",
            # Azure gives a subnet a new etag whenever its network is written, and the SDK takes that of a delegation
            # for an input: after an update and a refresh, `up` would write the subnet again.
            opts=self.child(
                after=self._written[-1:],
                replace_on_changes=CREATE_ONLY["network:Subnet"],
                ignore_changes=["delegations[*].etag"],
            ),
        )
        self._written.append(created)
        return created.id

    def _create_security_group(self, subnet: SubnetArgs) -> network.NetworkSecurityGroup:
        label = f"{self._label(subnet)}-security-group"
        rules: Any = security_rules(subnet)
        group = network.NetworkSecurityGroup(
            label,
            network_security_group_name=subnet["security_group_name"],
            resource_group_name=self._args["resource_group_name"],
            location=self._args["location"],
            security_rules=rules,
            tags=self._args.get("tags"),
            # Azure deletes no group that a subnet uses: the renamed one is made first, then the subnet moves.
            opts=self.child(delete_before_replace=False),
        )
        self._diagnose(label, group, metrics=False)
        return group

    def _label(self, subnet: SubnetArgs) -> str:
        return f"{self.pulumi_resource_name}-{subnet['kind'].replace('_', '-')}"

    def _diagnose(self, label: str, target: pulumi.CustomResource, *, metrics: bool = True) -> None:
        destination = self._args.get("diagnostics")
        if destination:
            categories = ("AllMetrics",) if metrics else ()
            add_diagnostics(self, label, target.id, destination, metric_categories=categories)

    def _finish(self) -> None:
        lock = self._args.get("lock")
        if lock and not self._args.get("existing_network_id"):
            add_lock(self, self.pulumi_resource_name, self.network_id, lock, after=self._written)
        self.subnet_ids = output_map(self._subnets)
        self.register()


def _check(args: NetworkArgs) -> None:
    kinds = [subnet["kind"] for subnet in args["subnets"]]
    for kind in kinds:
        if kind not in KINDS:
            raise ValueError(f"unknown kind of subnet {kind!r}: known are {', '.join(KINDS)}")
        if kinds.count(kind) > 1:
            raise ValueError(f"two subnets of kind {kind}: a kind is the key of its subnet")
    clash = overlapping(s["address_prefix"] for s in args["subnets"] if "existing_subnet_id" not in s)
    if clash:
        raise ValueError(f"subnets overlap: {clash[0]} and {clash[1]}")
