"""Federated credentials trust one issuer and one exact subject."""

import re
from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value


def check(resource: Resource) -> Iterator[Finding]:
    """Federated credentials trust one issuer and one exact subject."""
    issuers = resource.parameter_texts("issuer_prefixes")
    yield from resource.expect_that(
        "issuer",
        f"must begin with {' or '.join(issuers)}",
        lambda issuer: isinstance(issuer, str) and issuer.startswith(issuers),
    )
    yield from resource.expect_that("subject", "must be spelt out", _is_exact)


# GitHub and Kubernetes put several things into one subject; each must be named.
_COMPLETE = {
    "repo:": re.compile(r"^repo:[^/:]+/[^/:]+:environment:.+$"),
    "system:": re.compile(r"^system:serviceaccount:[^:]+:[^:]+$"),
}


def _is_exact(subject: Value) -> bool:
    if not isinstance(subject, str) or not subject or "*" in subject:
        return False
    shape = next((shape for prefix, shape in _COMPLETE.items() if subject.startswith(prefix)), None)
    return shape is None or bool(shape.match(subject))


RULE = ResourceRule(
    id="federation-exact-subject",
    control="IAM-006",
    title="Federated credentials trust one issuer and one exact subject",
    severity=Severity.HIGH,
    types=("Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",),
    remedy=(
        "Write an approved `issuer` and a `subject` that names repository and environment, or namespace and "
        "service account, without wildcards, in FederatedIdentityCredential(...)."
    ),
    url="https://learn.microsoft.com/azure/active-directory/workload-identities/workload-identity-federation-considerations",
    parameters={
        "issuer_prefixes": [
            "https://token.actions.githubusercontent.com",
            "https://vstoken.dev.azure.com/",
            "https://login.microsoftonline.com/",
        ]
    },
    check=check,
)
