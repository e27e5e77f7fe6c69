"""Vault, storage and registry of a workspace are private too."""

from collections.abc import Callable, Iterator

from ai_policies import name_patterns
from ai_policies.kit import ABSENT, Finding, Graph, Resource, Severity, StackRule, Violated
from ai_policies.rules.key_vault import key_vault_public_network_off
from ai_policies.rules.registry import registry_public_network_off
from ai_policies.rules.storage import storage_public_network_off

LINKED = {
    "keyVault": ("Microsoft.KeyVault/vaults", key_vault_public_network_off.check),
    "storageAccount": ("Microsoft.Storage/storageAccounts", storage_public_network_off.check),
    "containerRegistry": ("Microsoft.ContainerRegistry/registries", registry_public_network_off.check),
}
"""Input of the workspace -> the type it names, and what makes one of these private."""


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Vault, storage and registry of a workspace are private too."""
    for path, (kind, check_one) in LINKED.items():
        target = graph.target(resource, path, kind) if resource.find(path) is not ABSENT else None
        if isinstance(target, Resource):
            yield from _judge(resource, path, target, check_one)
        elif target and not name_patterns.matches(target, graph.parameter_texts("approved")):
            yield resource.violated(path, "which is neither in the stack nor approved")


def _judge(
    workspace: Resource, path: str, target: Resource, check_one: Callable[[Resource], Iterator[Finding]]
) -> Iterator[Finding]:
    """The named resource must pass the check; what is wrong there is told of the workspace that leans on it."""
    for finding in check_one(target):
        if isinstance(finding, Violated):
            yield Violated(
                f"leads to {target.label}, whose `{finding.path}` {finding.message}", workspace.path_of(path)
            )
        else:
            yield finding


RULE = StackRule(
    id="ml-linked-resources-private",
    control="MLW-020",
    title="Vault, storage and registry of a workspace are private too",
    severity=Severity.HIGH,
    types=("Microsoft.MachineLearningServices/workspaces",),
    remedy=(
        "Name a vault, a storage account and a registry of the stack that refuse the public endpoint, or approve "
        "those outside in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-network-security-overview",
    parameters={"approved": []},
    check=check,
)
