"""Alert rules on metrics and logs: what they watch, and which signs of abuse they look for."""

import re

from ai_policies.kit import UNKNOWN, Graph, Resource, Value
from ai_policies.kit.findings import UnknownRead

TYPES = ("Microsoft.Insights/scheduledQueryRules", "Microsoft.Insights/metricAlerts")
_SETTING = "Microsoft.Insights/diagnosticSettings"

ABUSE = {
    "blocked content": re.compile(r"content.?filter|harmful|RAIRejected|blocked", re.IGNORECASE),
    "refused calls (401)": re.compile(r"\b401\b|unauthori[sz]ed|\b403\b|ClientErrors", re.IGNORECASE),
    "throttled calls (429)": re.compile(r"\b429\b|throttl|RateLimit|ClientErrors", re.IGNORECASE),
    "token spend": re.compile(r"token", re.IGNORECASE),
    "jailbreaks": re.compile(r"jailbreak|prompt.?(shield|attack|injection)|RAI", re.IGNORECASE),
}
"""Sign of abuse -> what an alert that looks for it has in its query, metric or name."""


def text_of(rule: Resource) -> str:
    """Everything that an alert says about what it looks for; raises `UnknownRead`."""
    parts = [rule.text("displayName"), rule.text("description"), rule.arm_name]
    parts += _texts(rule.read("criteria"))
    return "\n".join(parts)


def watches(graph: Graph, rule: Resource, resource: Resource) -> bool:
    """Whether an alert is on, and its scope is the resource, something around it, or a workspace that gets its logs."""
    if rule.read("enabled") is False:
        return False
    scopes = rule.read("scopes")
    linked = set(rule.linked.get("scopes", ()))
    if linked & {resource.urn, *_workspaces(graph, resource)}:
        return True
    for scope in scopes if isinstance(scopes, list) else []:
        if scope is UNKNOWN and not linked:
            raise UnknownRead(rule.path_of("scopes"), rule.urn)
        if not isinstance(scope, str):
            continue
        around = "/providers/" not in scope.casefold()
        workspace = "/microsoft.operationalinsights/workspaces/" in scope.casefold()
        if around or workspace or scope.casefold().endswith(f"/accounts/{resource.arm_name}".casefold()):
            return True
    return False


def _workspaces(graph: Graph, resource: Resource) -> set[str]:
    """URNs of the workspaces that the resource's diagnostic settings send to."""
    settings = [item for item in graph.of(_SETTING) if resource.urn in item.linked.get("resourceUri", ())]
    return {urn for setting in settings for urn in setting.linked.get("workspaceId", ())}


def _texts(value: Value) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []
