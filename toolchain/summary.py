"""What a run tells at its end."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from toolchain.state import Deployment

_SERVICES = {
    "apimanagement": "API Management",
    "applicationinsights": "Application Insights",
    "authorization": "role assignments and locks",
    "cognitiveservices": "AI Foundry",
    "keyvault": "Key Vault",
    "managedidentity": "managed identities",
    "monitor": "Azure Monitor",
    "network": "network",
    "operationalinsights": "Log Analytics",
    "privatedns": "private DNS",
    "resources": "resource groups",
    "search": "AI Search",
    "storage": "Storage",
}


def built(deployment: Deployment) -> str:
    """What is there after `up`: counts by service, addresses, and what to do next."""
    services = deployment.by_service()
    lines = [f"{services.total()} resources in the SIMULATED Azure (nothing exists outside this machine):"]
    lines += [f"  {count:4d}  {_SERVICES.get(service, service)}" for service, count in services.most_common()]
    addresses = list(_addresses(deployment.outputs))
    if addresses:
        width = max(len(label) for label, _ in addresses)
        lines += ["where it answers:"]
        lines += [f"  {label:{width}}  {address}" for label, address in addresses]
    lines += [
        "next:",
        "  make up                 again: changes nothing",
        '  eval "$(make env)"      then plain `pulumi preview`, `pulumi stack output`, ...',
        "  make destroy            take it down",
    ]
    return "\n".join(lines)


def _addresses(output: Any, label: str = "") -> Iterator[tuple[str, str]]:
    """Every https address among the outputs, with the path to it; outputs may nest."""
    if isinstance(output, str):
        if output.startswith("https://"):
            yield label, output
        return
    if isinstance(output, Mapping):
        items = cast("Mapping[object, Any]", output).items()
    elif isinstance(output, list):
        items = enumerate(cast("list[Any]", output))
    else:
        return
    for key, value in items:
        yield from _addresses(value, f"{label}.{key}" if label else str(key))
