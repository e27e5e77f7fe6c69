"""Connections to remote tools, agents and model gateways lead to registered hosts."""

from collections.abc import Iterator

from ai_policies import connections, name_patterns
from ai_policies.kit import UNKNOWN, Finding, Graph, NotApplicable, Resource, Severity, StackRule, Value

GATEWAY = "Microsoft.ApiManagement/service"
PATH = "properties.target"
CATEGORIES = ("remotetool", "remotea2a", "modelgateway", "genericrest", "generichttp")


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Connections to remote tools, agents and model gateways lead to registered hosts."""
    if resource.text("properties.category").casefold() not in CATEGORIES:
        yield NotApplicable("the connection leads to no remote tool")
        return
    if resource.find(PATH) is UNKNOWN and graph.linked(resource, "properties", GATEWAY, f"{GATEWAY}/apis"):
        return
    hosts = graph.parameter_texts("hosts")
    yield from resource.expect_that(
        PATH,
        "must be an https address of the stack's gateway or of an approved host",
        lambda value: _is_registered(value, graph.once(_gateway_hosts), hosts),
    )


def _gateway_hosts(graph: Graph) -> frozenset[str]:
    """Hosts of the stack's gateways: the default one and those of their own domains."""
    hosts: set[str] = set()
    for gateway in graph.of(GATEWAY):
        hosts.add(f"{gateway.arm_name}.azure-api.net".casefold())
        hosts.update(item.text("hostName").casefold() for item in gateway.items("hostnameConfigurations"))
    return frozenset(hosts)


def _is_registered(target: Value, gateways: frozenset[str], approved: tuple[str, ...]) -> bool:
    """Whether an address is one of HTTPS at a gateway or an approved host."""
    host = name_patterns.host(target)
    encrypted = isinstance(target, str) and target.casefold().startswith("https://")
    return encrypted and (host in gateways or name_patterns.matches(host, approved))


RULE = StackRule(
    id="connection-registered-host",
    control="AGT-004",
    title="Connections to remote tools, agents and model gateways lead to registered hosts",
    severity=Severity.HIGH,
    types=connections.ALL,
    remedy=(
        "Point `target` at the stack's API Management gateway (`https://<service>.azure-api.net/...`), or add the "
        "host to `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/agents/how-to/tools/model-context-protocol",
    parameters={"hosts": []},
    check=check,
)
