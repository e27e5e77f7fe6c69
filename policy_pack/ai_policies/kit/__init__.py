"""Kit for rules: what a rule file needs, in one import."""

from ai_policies.kit.findings import Finding, NotApplicable, Unknown, Verdict, Violated
from ai_policies.kit.fixes import Edit, Fix
from ai_policies.kit.graph import Graph
from ai_policies.kit.resource import Resource
from ai_policies.kit.rule import ResourceRule, Severity, StackRule
from ai_policies.kit.values import ABSENT, UNKNOWN, Value
from ai_policies.kit.view import View, known, same, show

__all__ = [
    "ABSENT",
    "UNKNOWN",
    "Edit",
    "Finding",
    "Fix",
    "Graph",
    "NotApplicable",
    "Resource",
    "ResourceRule",
    "Severity",
    "StackRule",
    "Unknown",
    "Value",
    "Verdict",
    "View",
    "Violated",
    "known",
    "same",
    "show",
]
