"""A deployment that takes another one's overflow is as strict as that one."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Value, known, same, show

ACCOUNT = "Microsoft.CognitiveServices/accounts"
PATH = "properties.spilloverDeploymentName"


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """A deployment that takes another one's overflow is as strict as that one."""
    name = resource.read(PATH)
    if not known(name):
        yield NotApplicable("nothing spills over")
        return
    target = _target(graph, resource, name)
    if target is None:
        yield resource.violated(PATH, "which is no deployment of this account in the stack")
        return
    guardrail = resource.read("properties.raiPolicyName")
    if not same(target.read("properties.raiPolicyName"), guardrail):
        yield resource.violated(PATH, f"whose guardrail is not {show(guardrail)}")
    if _width(target) > _width(resource):
        yield resource.violated(PATH, f"which processes data in a wider area ({show(target.find('sku.name'))})")


def _target(graph: Graph, deployment: Resource, name: Value) -> Resource | None:
    """The deployment that takes the overflow."""
    account = graph.ancestor(deployment, ACCOUNT)
    siblings = graph.children(account, "deployments") if account else ()
    return next((other for other in siblings if same(other.arm_name, name)), None)


def _width(deployment: Resource) -> int:
    """How far data may travel: a region, a data zone, the world."""
    sku = deployment.text("sku.name").casefold()
    return 2 if sku.startswith("global") else 1 if sku.startswith("datazone") else 0


RULE = StackRule(
    id="deployment-spillover-strict",
    control="RAI-014",
    title="A deployment that takes another one's overflow is as strict as that one",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/accounts/deployments",),
    remedy=(
        "Name a deployment of the same account in `spillover_deployment_name` that has the same `rai_policy_name` "
        "and processes data in no wider area."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/openai/how-to/spillover-traffic-management",
    check=check,
)
