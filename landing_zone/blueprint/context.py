"""What all parts of the blueprint share: the plan, resource groups, where logs go, the chain of private endpoints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components.interfaces.diagnostics import DiagnosticsArgs
from components.interfaces.private_endpoint import EndpointPlacementArgs
from components.interfaces.service import PlacementArgs, ServiceArgs
from landing_zone.plan import EndpointName, GroupName, Plan


@dataclass(frozen=True)
class Context:
    """Where the parts are put."""

    plan: Plan
    """What is built."""
    groups: Mapping[GroupName, pulumi.Output[str]]
    """Names of the resource groups."""
    diagnostics: DiagnosticsArgs | None
    """Where logs and metrics are sent; None while observability is off."""

    def placement(self, group: GroupName) -> PlacementArgs:
        """Return resource group, region and tags of what lies in `group`."""
        return {
            "resource_group_name": self.groups[group],
            "location": self.plan.configuration.target.location,
            "tags": dict(self.plan.tags),
        }

    def service(self, group: GroupName) -> ServiceArgs:
        """Return what every service in `group` is told; stateful ones are protected unless the settings say no."""
        args: ServiceArgs = {**self.placement(group), "protect": self.plan.settings.protect_data}
        if self.diagnostics is not None:
            args["diagnostics"] = self.diagnostics
        return args


class EndpointChain:
    """Private endpoints of one subnet, one after the other: parallel writes to one subnet fail in Azure."""

    def __init__(
        self,
        context: Context,
        subnet_id: pulumi.Output[str],
        zones: Mapping[str, pulumi.Input[str]],
        after: Sequence[pulumi.Input[str]],
    ) -> None:
        """Start a chain in a subnet, with the zones to register in, once `after` exists (all subnets)."""
        self._context = context
        self._subnet_id = subnet_id
        self._zones = dict(zones)
        self._after = list(after)

    def next(self, target: EndpointName) -> EndpointPlacementArgs:
        """Return the placement of the endpoint to `target`, after the one before."""
        return {
            "endpoint_name": self._context.plan.namer.name("private_endpoint", target),
            "subnet_id": self._subnet_id,
            "zone_ids": dict(self._zones),
            "after": list(self._after),
            "resource_group_name": self._context.groups["network"],
        }

    def made(self, last_write_id: pulumi.Input[str]) -> None:
        """Say which write the next endpoint has to wait for."""
        self._after = [last_write_id]
