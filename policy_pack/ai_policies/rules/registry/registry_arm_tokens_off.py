"""The registry takes tokens made for registries only, not those made for all of Azure."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule
from ai_policies.kit.view import walk

APPS = ("Microsoft.App/containerApps", "Microsoft.App/jobs")
SITE = "Microsoft.Web/sites"
CLUSTER = "Microsoft.ContainerService/managedClusters"
ASSIGNMENT = "Microsoft.Authorization/roleAssignments"
REGISTRY = "Microsoft.ContainerRegistry/registries"


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """The registry takes tokens made for registries only, not those made for all of Azure."""
    if _is_pulled_with_arm_tokens(graph, resource):
        yield NotApplicable("an app or a cluster of the stack pulls from it with such tokens")
        return
    yield from resource.expect("policies.azureADAuthenticationAsArmPolicy.status", "disabled")


def _is_pulled_with_arm_tokens(graph: Graph, registry: Resource) -> bool:
    """Whether something in the stack would fail to pull without such tokens.

    Source: Microsoft Learn, "Azure Container Apps image pull with managed identity" and "Configure a custom container
    for Azure App Service"; Azure/AKS#4560.
    """
    if graph.once(_sites_pull):
        return True
    host = f"{registry.arm_name}.azurecr.io".casefold()
    return registry.urn in graph.once(_pulled) or host in graph.once(_pulled)


def _sites_pull(graph: Graph) -> bool:
    """Whether a web app pulls as a managed identity; from which registry stands in free text."""
    return any(site.find("siteConfig.acrUseManagedIdentityCreds") is True for site in graph.of(SITE))


def _pulled(graph: Graph) -> frozenset[str]:
    """URNs and hosts of registries that apps and clusters pull from."""
    found: set[str] = set()
    for app in graph.of(*APPS):
        found.update(registry.urn for registry in graph.linked(app, "configuration", REGISTRY))
        servers = app.find("configuration.registries")
        for server in servers if isinstance(servers, list) else ():
            found.add(str(walk(server, "server")).casefold())
    for assignment in graph.of(ASSIGNMENT):
        if graph.linked(assignment, "principalId", CLUSTER):
            found.update(registry.urn for registry in graph.linked(assignment, "scope", REGISTRY))
    return frozenset(found)


RULE = StackRule(
    id="registry-arm-tokens-off",
    control="ACR-005",
    title="The registry takes tokens made for registries only, not those made for all of Azure",
    severity=Severity.MEDIUM,
    types=("Microsoft.ContainerRegistry/registries",),
    remedy='Write `policies={"azure_ad_authentication_as_arm_policy": {"status": "disabled"}, ...}` in Registry(...).',
    url="https://learn.microsoft.com/azure/container-registry/container-registry-disable-authentication-as-arm",
    check=check,
)
