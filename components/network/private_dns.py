"""Private DNS zones and their links."""

import pulumi
from pulumi_azure_native import privatedns

from components._base import Component, output_map
from components._immutable import CREATE_ONLY
from components.network.args import PrivateDnsArgs


class PrivateDns(Component):
    """Private DNS zones linked to one virtual network.

    A zone that exists already, usually in the hub, is passed on by id and neither linked nor changed: Azure refuses to
    link one network to two zones of one name.
    """

    zone_ids: pulumi.Output[dict[str, str]]
    """Zone name -> resource id."""

    def __init__(self, name: str, args: PrivateDnsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        existing = args.get("existing_zone_ids", {})
        self._zones: dict[str, pulumi.Input[str]] = {}
        for zone_name in dict.fromkeys(args["zone_names"]):
            self._zones[zone_name] = existing.get(zone_name) or self._create(zone_name, args)
        self.zone_ids = output_map(self._zones)
        self.register()

    @property
    def zones(self) -> dict[str, pulumi.Input[str]]:
        """Zone name -> id, each depending on its own zone alone (`zone_ids` depends on all of them)."""
        return dict(self._zones)

    def _create(self, zone_name: str, args: PrivateDnsArgs) -> pulumi.Output[str]:
        label = f"{self.pulumi_resource_name}-{zone_name.replace('.', '-')}"
        zone = privatedns.PrivateZone(
            label,
            private_zone_name=zone_name,
            resource_group_name=args["resource_group_name"],
            location="global",
            tags=args.get("tags"),
            opts=self.child(),
        )
        privatedns.VirtualNetworkLink(
            f"{label}-link",
            virtual_network_link_name=args["link_name"],
            private_zone_name=zone.name,
            resource_group_name=args["resource_group_name"],
            location="global",
            registration_enabled=False,
            resolution_policy="Default",
            virtual_network={"id": args["network_id"]},
            tags=args.get("tags"),
            # A link belongs to one network for ever; the SDK would send an update that Azure refuses.
            opts=self.child(replace_on_changes=CREATE_ONLY["privatedns:VirtualNetworkLink"]),
        )
        return zone.id
