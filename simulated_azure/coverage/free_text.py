"""Properties that only people read: the service keeps the text, and there is nothing about it to model.

Short on purpose. A text stays among the properties that are stored plainly when its specification names a limit
(notes of a lock, descriptions of security rules and of most entities of API Management) or when a service acts on it
(terms of a product).
"""

from collections.abc import Mapping

_NO_LIMIT = "BT types.md: a text without a limit"
_TABLE: Mapping[str, Mapping[str, str]] = {
    "Microsoft.ApiManagement/service/apis": {"description": _NO_LIMIT},
    "Microsoft.CognitiveServices/accounts/projects": {"description": _NO_LIMIT, "displayName": _NO_LIMIT},
    "Microsoft.CognitiveServices/accounts/raiBlocklists": {"description": _NO_LIMIT},
    "Microsoft.Insights/activityLogAlerts": {"description": _NO_LIMIT},
    "Microsoft.Insights/dataCollectionRules": {"description": _NO_LIMIT},
    "Microsoft.Insights/metricAlerts": {"description": f"{_NO_LIMIT}, repeated in the mail of the alert"},
    "Microsoft.Insights/scheduledQueryRules": {"description": _NO_LIMIT, "displayName": _NO_LIMIT},
}
FREE_TEXT: Mapping[str, Mapping[str, str]] = {
    arm_type.lower(): {name.lower(): source for name, source in names.items()} for arm_type, names in _TABLE.items()
}
"""Type -> property -> source, names in lower case."""


def rows() -> list[tuple[str, str, str]]:
    """(type, property, source), for the page."""
    return [(arm_type, name, source) for arm_type, names in _TABLE.items() for name, source in names.items()]
