"""The compliant stack, in two states (deployed and before deployment), and how tests change one thing in it.

Nothing here reads the pack's own tables: endpoint groups, zones and names are written out in the YAML files.
"""

import copy
import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE as UNKNOWN

from ai_policies.kit import tokens

HERE = Path(__file__).parent
SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000000"
GROUP = f"{SUBSCRIPTION}/resourceGroups/rg-ai"
TAGS = {"owner": "ai-platform", "environment": "test", "workload": "ai", "data-classification": "internal"}
LOGGED = {
    "apimanagement:ApiManagementService", "app:ManagedEnvironment", "applicationinsights:Component", "botservice:Bot",
    "cognitiveservices:Account", "cognitiveservices:Project", "compute:VirtualMachine", "containerregistry:Registry",
    "containerservice:ManagedCluster", "cosmosdb:DatabaseAccount", "keyvault:ManagedHsm", "keyvault:Vault",
    "machinelearningservices:OnlineEndpoint", "machinelearningservices:Registry", "machinelearningservices:Workspace",
    "monitor:DataCollectionRule",
    "network:ApplicationGateway", "network:AzureFirewall", "network:BastionHost", "network:NetworkSecurityGroup",
    "network:PublicIPAddress", "network:VirtualNetwork", "operationalinsights:Workspace", "purview:Account",
    "recoveryservices:Vault",
    "search:Service", "security:DefenderForStorage", "storage:BlobServiceProperties", "web:WebApp",
}  # fmt: skip


@dataclass
class Item:
    """A resource as the engine would describe it."""

    name: str
    token: str
    arm_id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    messages: list[Any] = field(default_factory=list)
    """The engine's messages about the resource, once made."""
    read: dict[type, Any] = field(default_factory=dict)
    """The inputs as an analyzer of each class read them."""

    def copy(self) -> "Item":
        """A copy to change, without what was made of this state."""
        return Item(
            self.name, self.token, self.arm_id, copy.deepcopy(self.inputs), self.outputs, copy.deepcopy(self.links)
        )

    @property
    def urn(self) -> str:
        return f"urn:pulumi:sandbox::ai-landing-zone::{self.token}::{self.name}"


def load(*, deployed: bool) -> dict[str, Item]:
    """The stack. Before deployment every reference to another resource is unknown, and only the links tell."""
    described: dict[str, dict[str, Any]] = {}
    for file in sorted((HERE / "landscape").glob("*.yaml")):
        described |= yaml.safe_load(file.read_text())
    described |= _companions(described)
    items = {name: _item(name, spec) for name, spec in described.items()}
    for item in items.values():
        _link_parents(item, items, deployed=deployed)
        for key in item.inputs:
            item.inputs[key] = _resolve(item, key, item.inputs[key], items, deployed=deployed)
    return items


def _companions(described: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Endpoints, zones, links and diagnostic settings of the described resources."""
    made: dict[str, dict[str, Any]] = {}
    for name, spec in described.items():
        if spec["type"] in LOGGED:
            made[f"log-{name}"] = {
                "type": "monitor:DiagnosticSetting",
                "arm": f"Microsoft.Insights/diagnosticSettings/{name}",
                "inputs": {
                    "resourceUri": f"ref:{name}",
                    "workspaceId": "ref:workspace",
                    "logs": [{"categoryGroup": "allLogs", "enabled": True}],
                },
            }
        for group, zones in spec.get("private_link", {}).items():
            made |= _endpoint(name, group, zones)
    return made


def _endpoint(name: str, group: str, zones: list[str]) -> dict[str, dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {
        f"pe-{name}": {
            "type": "network:PrivateEndpoint",
            "arm": f"Microsoft.Network/privateEndpoints/pe-{name}",
            "inputs": {
                "location": "swedencentral",
                "subnet": {"id": "ref:subnet-endpoints"},
                "privateLinkServiceConnections": [
                    {"name": "main", "privateLinkServiceId": f"ref:{name}", "groupIds": [group]}
                ],
            },
        },
        f"zones-{name}": {
            "type": "network:PrivateDnsZoneGroup",
            "arm": f"Microsoft.Network/privateEndpoints/pe-{name}/privateDnsZoneGroups/default",
            "inputs": {
                "privateDnsZoneConfigs": [
                    {"name": f"z{index}", "privateDnsZoneId": f"ref:{zone}"} for index, zone in enumerate(zones)
                ]
            },
        },
    }
    for zone in zones:
        made[zone] = {
            "type": "privatedns:PrivateZone",
            "arm": f"Microsoft.Network/privateDnsZones/{zone}",
            "inputs": {},
        }
        made[f"link-{zone}"] = {
            "type": "privatedns:VirtualNetworkLink",
            "arm": f"Microsoft.Network/privateDnsZones/{zone}/virtualNetworkLinks/vnet",
            "inputs": {"registrationEnabled": False, "virtualNetwork": {"id": "ref:vnet"}},
        }
    return made


def _item(name: str, spec: dict[str, Any]) -> Item:
    token = spec["type"] if spec["type"].startswith("azure-native") else f"azure-native:{spec['type']}"
    inputs = {"resourceGroupName": "rg-ai", **copy.deepcopy(spec["inputs"])}
    inputs["tags"] = {**TAGS, **inputs.get("tags", {})}
    arm_id = f"{GROUP}/providers/{spec['arm']}"
    return Item(name, token, arm_id, inputs, dict(spec.get("outputs", {})))


def _link_parents(item: Item, items: dict[str, Item], *, deployed: bool) -> None:
    """Fill in the names that the ARM id holds; those of parents are outputs of the parents."""
    if item.token == tokens.GENERIC:
        return  # says so itself
    parts = item.arm_id.rpartition("/providers/")[2].split("/")
    for depth in range(2, len(parts), 2):
        arm_type = "/".join([parts[0], *parts[1 : depth + 1 : 2]])
        prefix = f"{GROUP}/providers/" + "/".join(parts[: depth + 1])
        key = tokens.name_input(arm_type)
        parent = next((other for other in items.values() if other.arm_id == prefix), None)
        if parent is None or parent is item:
            item.inputs.setdefault(key, parts[depth])
            continue
        item.inputs[key] = parts[depth] if deployed else UNKNOWN
        item.links.setdefault(key, []).append(parent.urn)


def _resolve(item: Item, key: str, value: Any, items: dict[str, Item], *, deployed: bool) -> Any:
    if isinstance(value, dict):
        return {inner: _resolve(item, key, found, items, deployed=deployed) for inner, found in value.items()}
    if isinstance(value, list):
        return [_resolve(item, key, found, items, deployed=deployed) for found in value]
    if not isinstance(value, str) or not value.startswith("ref:"):
        return value
    name = value.removeprefix("ref:")
    target, _, output = (name, "", "") if name in items else name.rpartition(".")
    item.links.setdefault(key, []).append(items[target].urn)
    if not deployed:
        return UNKNOWN
    return items[target].outputs[output] if output else items[target].arm_id


def change(items: dict[str, Item], path: str, value: Any) -> Item:
    """Set `resource.property.inner[0]` to a value, None removes it; links of a replaced top-level property go."""
    name = max((known for known in items if path == known or path.startswith(f"{known}.")), key=len)
    # Copy on write: the compliant stack is shared by all tests.
    item = items[name] = items[name].copy()
    steps = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path[len(name) + 1 :])]
    spot: Any = item.inputs
    for step, following in pairwise(steps):
        if isinstance(spot, dict) and step not in spot:
            spot[step] = [] if isinstance(following, int) else {}
        if isinstance(spot, list) and step == len(spot):
            spot.append({})
        spot = spot[step]
    if value is None:
        del spot[steps[-1]]
    elif isinstance(spot, list) and steps[-1] == len(spot):
        spot.append(value)
    else:
        spot[steps[-1]] = value
    if value == UNKNOWN or len(steps) == 1:
        item.links.pop(str(steps[0]), None)
    return item


def drop(items: dict[str, Item], name: str) -> None:
    """Remove a resource and what the engine recorded about values that came from it."""
    gone = items.pop(name)
    for other, item in items.items():
        if any(gone.urn in urns for urns in item.links.values()):
            items[other] = copied = item.copy()
            copied.links = {key: [urn for urn in urns if urn != gone.urn] for key, urns in item.links.items()}


def arm_type(item: Item) -> str:
    """ARM type of an item, read from its id."""
    parts = item.arm_id.rpartition("/providers/")[2].split("/")
    return "/".join([parts[0], *parts[1::2]])


__all__ = ["UNKNOWN", "Item", "arm_type", "change", "drop", "load"]
