"""Blocklists of the organisation block prompts and completions."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Violated, same

PATH = "properties.customBlocklists"


def check(resource: Resource) -> Iterator[Finding]:
    """Blocklists of the organisation block prompts and completions."""
    lists = resource.items(PATH)
    for source in ("Prompt", "Completion"):
        found = [item for item in lists if same(item.text("source"), source)]
        if not found:
            yield Violated(f"attaches no blocklist to source '{source}'", resource.path_of(PATH))
        elif not any(item.find("blocking") is True for item in found):
            yield from found[0].expect("blocking", True)


RULE = ResourceRule(
    id="guardrail-blocklists",
    control="RAI-008",
    title="Blocklists of the organisation block prompts and completions",
    severity=Severity.LOW,
    types=content_filters.GUARDRAILS,
    remedy=(
        'Write `"custom_blocklists": [{"blocklist_name": ..., "source": "Prompt", "blocking": True}, ...]` in the '
        "`properties` of RaiPolicy(...), and one for `Completion`."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/openai/how-to/use-blocklists",
    check=check,
)
