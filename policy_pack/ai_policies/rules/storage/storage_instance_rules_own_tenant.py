"""Storage lets in resource instances of its own tenant and of approved types only."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Value, same
from ai_policies.kit.resource import parse_chain


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Storage lets in resource instances of its own tenant and of approved types only."""
    rules = resource.items("networkRuleSet.resourceAccessRules")
    if not rules:
        return
    approved = (*graph.once(_tenants), *graph.parameter_texts("tenants"))
    for item in rules:
        yield from item.expect_that(
            "tenantId", "must be the tenant of the stack", lambda value: _among(value, approved)
        )
        yield from item.expect_that("resourceId", "must be of an approved type", lambda value: _is_type(graph, value))


def _tenants(graph: Graph) -> frozenset[str]:
    """The tenant of the stack, as its vaults name it; raises `UnknownRead`."""
    return frozenset(vault.text("properties.tenantId") for vault in graph.of("Microsoft.KeyVault/vaults"))


def _among(value: Value, texts: tuple[str, ...]) -> bool:
    return isinstance(value, str) and any(same(value, text) for text in texts)


def _is_type(graph: Graph, value: Value) -> bool:
    """Whether an id, which may end in `*`, is of an approved type."""
    chain = parse_chain(value) if isinstance(value, str) else []
    return bool(chain) and _among(chain[-1][0], graph.parameter_texts("types"))


RULE = StackRule(
    id="storage-instance-rules-own-tenant",
    control="STG-011",
    title="Storage lets in resource instances of its own tenant and of approved types only",
    severity=Severity.MEDIUM,
    types=("Microsoft.Storage/storageAccounts",),
    remedy=(
        "Leave `resource_access_rules` out of `network_rule_set` in StorageAccount(...), or approve tenant and "
        "type in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/storage/common/storage-network-security-resource-instances",
    parameters={
        "tenants": [],
        "types": [
            "Microsoft.CognitiveServices/accounts",
            "Microsoft.MachineLearningServices/workspaces",
            "Microsoft.Search/searchServices",
            "Microsoft.Security/datascanners",
        ],
    },
    check=check,
)
