"""Content filters of a guardrail (`RaiPolicy`)."""

from collections.abc import Iterator

from ai_policies.kit import Finding, View, Violated, same

LIST = "properties.contentFilters"


def expect_filter(
    policy: View, name: str, source: str, *, thresholds: tuple[str, ...] = (), must_block: bool = True
) -> Iterator[Finding]:
    """The guardrail must have this filter on this source, enabled and (unless told otherwise) blocking.

    Args:
        policy: the guardrail.
        name: Azure's name of the filter (`Hate`, `Jailbreak`, ...).
        source: `Prompt` or `Completion`.
        thresholds: accepted severity thresholds; empty where the filter has none.
        must_block: whether detecting alone is not enough.

    Raises:
        UnknownRead: the list, or a filter's name or source, is not known yet.
    """
    found = [item for item in policy.items(LIST) if same(item.text("name"), name) and same(item.text("source"), source)]
    if not found:
        yield Violated(f"has no filter '{name}' on source '{source}'", policy.path_of(LIST), urn=policy.urn)
    for item in found:
        yield from item.expect("enabled", True)
        if must_block:
            yield from item.expect("blocking", True)
        if thresholds:
            yield from item.expect("severityThreshold", *thresholds)
