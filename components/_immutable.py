"""What Azure does not change once a resource exists.

azure-native asks for a replacement of few properties; of the others it previews an update that Azure then answers with
400, in the middle of a deployment. Every component says so beforehand instead:

- `CREATE_ONLY`: every change replaces the resource.
- `replacement_trigger` (Pulumi's option), where only some changes need a replacement, whichever way they go.
- `refuse_update`, where a replacement would end half done or lose what nobody can make again: the preview fails and
  says what to do.

A replacement of what holds data needs consent: the engine refuses it while the resource is protected (`protect`).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, cast

import pulumi

CREATE_ONLY: Mapping[str, list[str]] = MappingProxyType(
    {
        "apimanagement:ApiManagementService": ["virtualNetworkType", "virtualNetworkConfiguration.subnetResourceId"],
        "applicationinsights:Component": ["applicationType"],
        "storage:BlobContainer": ["defaultEncryptionScope", "denyEncryptionScopeOverride"],
        "cognitiveservices:Account": ["kind", "properties.customSubDomainName", "properties.allowProjectManagement"],
        "cognitiveservices:Deployment": ["properties.model.name", "properties.model.format", "sku.name"],
        "apimanagement:Logger": ["loggerType", "resourceId"],
        "authorization:ManagementLockByScope": ["level"],
        # The whole property: the engine looks for dependents of a replaced resource with all of it unknown, and a path
        # inside would not match. An endpoint whose target is replaced has to be made anew, or it stays `Disconnected`.
        "network:PrivateEndpoint": ["privateLinkServiceConnections", "customNetworkInterfaceName", "ipConfigurations"],
        "monitor:PrivateLinkScopedResource": ["linkedResourceId"],
        "search:Service": ["hostingMode"],
        "storage:StorageAccount": [
            "kind", "enableNfsV3", "dnsEndpointType", "encryption.requireInfrastructureEncryption",
            "immutableStorageWithVersioning.enabled",
        ],
        "network:Subnet": ["defaultOutboundAccess"],
        "privatedns:VirtualNetworkLink": ["virtualNetwork"],
    }
)  # fmt: skip
"""Type of azure-native -> paths of its inputs, besides those that azure-native replaces on by itself.

Sources: the properties that azurerm, Terraform's provider for Azure, marks as forcing a new resource (`ForceNew`,
`CustomizeDiff`), and the documentation strings of azure-native ("can only be set at creation")."""


Reason = Callable[[Mapping[str, Any], Mapping[str, Any]], str | None]
"""Gets a resource's inputs before and after; returns why Azure refuses the change and what to do instead, or None."""


def refuse_update(label: str, reason: Reason) -> pulumi.ResourceHook:
    """Return a hook for `before_update` that fails a preview, and an update, that Azure would refuse.

    `pulumi up --replace <urn>` is the consent to a replacement: it asks no hook, and needs the resource unprotected.

    Args:
        label: logical name of the resource, unique in the program.
        reason: why Azure refuses. Inputs are spelled as in the SDK; what a preview does not know yet is left out.
    """

    def check(args: pulumi.ResourceHookArgs) -> None:
        refused = reason(args.old_inputs or {}, args.new_inputs or {})
        if refused:
            raise ValueError(f"{args.name}: {refused}")

    return pulumi.ResourceHook(f"{label}-can-be-updated", check, pulumi.ResourceHookOptions(on_dry_run=True))


def stays(advice: Mapping[str, str]) -> Reason:
    """Return the reason of a resource of which some inputs stay as they were created.

    Args:
        advice: path of an input -> what to do instead of changing it.
    """

    def reason(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
        for path, instead in advice.items():
            old, new = value_at(before, path), value_at(after, path)
            if old is not None and new is not None and old != new:
                return f"Azure does not change `{path}`{_both(old, new)}. {instead}"
        return None

    return reason


def _both(old: Any, new: Any) -> str:
    """Both values, where they are short enough to be read in a message."""
    return "" if isinstance(old, Mapping | list) else f" (from {old} to {new})"


def value_at(inputs: Mapping[str, Any], path: str) -> Any:
    """Return the value at a path (names separated by dots), or None where there is none."""
    value: Any = inputs
    for name in path.split("."):
        value = cast("Mapping[str, Any]", value).get(name) if isinstance(value, Mapping) else None
    return value
