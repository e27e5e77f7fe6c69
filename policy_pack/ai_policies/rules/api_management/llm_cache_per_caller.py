"""Semantic caches keep the answers of each caller apart."""

import re
from collections.abc import Iterator

from ai_policies.api_documents import DOCUMENTS, MalformedPolicyError, parse, text_of
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Violated


def check(resource: Resource) -> Iterator[Finding]:
    """Semantic caches keep the answers of each caller apart."""
    if "-semantic-cache-lookup" not in text_of(resource):
        return
    try:
        document = parse(resource)
    except MalformedPolicyError as error:
        yield Violated(f"is not well-formed XML ({error})", resource.path_of("value"), urn=resource.urn)
        return
    for statement in document.root.iter():
        if statement.tag.endswith("-semantic-cache-lookup"):
            keys = [item.text or "" for item in statement.iterfind("vary-by")]
            if not any(_CALLER.search(key) for key in keys):
                text = f"has <{statement.tag}> without <vary-by> on the caller"
                yield Violated(text, resource.path_of("value"), urn=resource.urn)


_CALLER = re.compile(r"Subscription|User|Claims|Jwt|Authorization|Certificate", re.IGNORECASE)


RULE = ResourceRule(
    id="llm-cache-per-caller",
    control="APIM-021",
    title="Semantic caches keep the answers of each caller apart",
    severity=Severity.MEDIUM,
    types=DOCUMENTS,
    remedy=(
        "Write `<vary-by>@(context.Subscription.Id)</vary-by>` (or a claim of the caller's token) in the "
        "semantic cache lookup of the policy."
    ),
    url="https://learn.microsoft.com/azure/api-management/llm-semantic-cache-lookup-policy",
    check=check,
)
