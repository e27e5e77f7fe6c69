"""Browser access to blobs names its origins."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Edit, Finding, Resource, ResourceRule, Severity, Value


def _explicit(origins: Value) -> bool:
    """Whether no origin is the wildcard."""
    return not isinstance(origins, list) or "*" not in origins


def check(resource: Resource) -> Iterator[Finding]:
    """Browser access to blobs names its origins."""
    for rule in resource.items("cors.corsRules"):
        yield from rule.expect_that("allowedOrigins", "must not contain '*'", _explicit)


def fix(resource: Resource) -> Iterator[Edit]:
    """Take out the CORS rules that let every origin in."""
    for index, rule in enumerate(resource.items("cors.corsRules")):
        if not _explicit(rule.find("allowedOrigins")):
            yield Edit(f"cors.corsRules[{index}]", ABSENT)


RULE = ResourceRule(
    id="storage-cors-explicit",
    control="STG-015",
    title="Browser access to blobs names its origins",
    severity=Severity.MEDIUM,
    types=("Microsoft.Storage/storageAccounts/blobServices",),
    remedy=(
        'Write explicit origins in `cors={"cors_rules": [{"allowed_origins": ["https://portal.example.com"], '
        "...}]}` of BlobServiceProperties(...), or leave `cors` out."
    ),
    url="https://learn.microsoft.com/azure/storage/common/storage-cors-support",
    check=check,
    fix=fix,
)
