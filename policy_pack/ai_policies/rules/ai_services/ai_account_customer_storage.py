"""Speech, language and document services keep customer data in storage of the customer."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity

KINDS = ("speechservices", "textanalytics", "formrecognizer", "computervision")


def check(resource: Resource) -> Iterator[Finding]:
    """Speech, language and document services keep customer data in storage of the customer."""
    if resource.text("kind").casefold() not in KINDS:
        yield NotApplicable("this kind keeps no customer data of its own")
        return
    stores = resource.items("properties.userOwnedStorage")
    if not stores:
        yield resource.violated("properties.userOwnedStorage", "must name a storage account")
    for store in stores:
        yield from store.expect_set("resourceId", "must be the id of a storage account")


RULE = ResourceRule(
    id="ai-account-customer-storage",
    control="AIS-010",
    title="Speech, language and document services keep customer data in storage of the customer",
    severity=Severity.LOW,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `"user_owned_storage": [{"resource_id": storage.id}]` in the `properties` of '
        "cognitiveservices.Account(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-services/speech-service/bring-your-own-storage-speech-resource",
    check=check,
)
