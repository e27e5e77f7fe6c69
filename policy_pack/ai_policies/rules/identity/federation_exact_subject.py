"""Federated credentials trust one issuer and one exact subject."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Federated credentials trust one issuer and one exact subject."""
    issuers = resource.parameter_texts("issuer_prefixes")
    yield from resource.expect_that(
        "issuer",
        f"must begin with {' or '.join(issuers)}",
        lambda issuer: isinstance(issuer, str) and issuer.startswith(issuers),
    )
    yield from resource.expect_that(
        "subject",
        "must be spelt out",
        lambda subject: isinstance(subject, str) and subject != "" and "*" not in subject,
    )


RULE = ResourceRule(
    id="federation-exact-subject",
    control="IAM-006",
    title="Federated credentials trust one issuer and one exact subject",
    severity=Severity.HIGH,
    types=("Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",),
    remedy="Write an approved `issuer` and a `subject` without wildcards in FederatedIdentityCredential(...).",
    url="https://learn.microsoft.com/azure/active-directory/workload-identities/workload-identity-federation-considerations",
    parameters={
        "issuer_prefixes": [
            "https://token.actions.githubusercontent.com",
            "https://vstoken.dev.azure.com/",
            "https://login.microsoftonline.com/",
        ],
    },
    check=check,
)
