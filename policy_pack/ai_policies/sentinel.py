"""Sentinel: what works on a workspace, and which signs of abuse its analytics rules look for."""

import re

from ai_policies.kit import Graph, Resource

WORKSPACE = "Microsoft.OperationalInsights/workspaces"
ONBOARDING = "Microsoft.SecurityInsights/onboardingStates"
CONNECTORS = "Microsoft.SecurityInsights/dataConnectors"
RULES = "Microsoft.SecurityInsights/alertRules"
AUTOMATIONS = "Microsoft.SecurityInsights/automationRules"
SETTINGS = "Microsoft.SecurityInsights/settings"

SIGNS = {
    "jailbreaks": re.compile(r"jailbreak|prompt.?(attack|injection|shield)", re.IGNORECASE),
    "leaking prompts or data": re.compile(r"leak|exfiltrat|sensitive", re.IGNORECASE),
    "unusual use of tokens": re.compile(r"token", re.IGNORECASE),
    "new MCP tools": re.compile(r"\bmcp\b|/tools/|\btools?\b", re.IGNORECASE),
}
"""Sign of abuse -> what an analytics rule that looks for it has in its name, description or query."""


def beside(graph: Graph, workspace: Resource | None, arm_type: str) -> list[Resource]:
    """Resources of Sentinel on a workspace; a workspace outside the stack is matched by its absence."""
    return [item for item in graph.of(arm_type) if graph.ancestor(item, WORKSPACE) is workspace]


def text_of(rule: Resource) -> str:
    """Name, description and query of an analytics rule; raises `UnknownRead`."""
    return "\n".join(rule.text(path) for path in ("displayName", "description", "query"))
