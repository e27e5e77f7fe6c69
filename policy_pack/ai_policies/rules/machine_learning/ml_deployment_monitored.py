"""Deployed models collect what they are asked and answer, and a monitor looks at it."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated, same

DEPLOYMENT = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments"
SCHEDULE = "Microsoft.MachineLearningServices/workspaces/schedules"
TARGET = "properties.action.monitorDefinition.monitoringTarget.deploymentId"


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Deployed models collect what they are asked and answer, and a monitor looks at it."""
    yield from resource.expect_set("properties.dataCollector.collections", "must name what is collected")
    targets = [_target(graph, schedule) for schedule in graph.once(_monitors)]
    if not any(_is_this(resource, target) for target in targets):
        yield Violated("has no schedule that monitors it")


def _monitors(graph: Graph) -> list[Resource]:
    """Schedules that make a monitor; raises `UnknownRead`."""
    found = graph.of(SCHEDULE)
    return [schedule for schedule in found if same(schedule.read("properties.action.actionType"), "CreateMonitor")]


def _target(graph: Graph, schedule: Resource) -> "Resource | str | None":
    """What a schedule monitors: a deployment of the stack, or what was written in place of an ARM id."""
    name = schedule.find(TARGET)
    if isinstance(name, str) and not name.startswith("/"):
        return name.casefold()
    return graph.target(schedule, TARGET, DEPLOYMENT)


def _is_this(deployment: Resource, target: "Resource | str | None") -> bool:
    """Whether a monitor's target is the deployment; Machine Learning also writes `azureml:<endpoint>:<deployment>`."""
    endpoint = deployment.given("endpointName")
    return target is deployment or target == f"azureml:{endpoint}:{deployment.arm_name}".casefold()


RULE = StackRule(
    id="ml-deployment-monitored",
    control="MLW-015",
    title="Deployed models collect what they are asked and answer, and a monitor looks at it",
    severity=Severity.MEDIUM,
    types=("Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments",),
    remedy=(
        'Write `"data_collector": {"collections": {...}}` in the properties of OnlineDeployment(...) and add a '
        "Schedule(...) with an action of type CreateMonitor for it."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-monitor-model-performance",
    check=check,
)
