"""Statements of API Management's policy language: where each may stand, which attributes and elements it takes.

Sources, compared statement by statement: Azure docs, "API Management policy reference" and the page of each policy;
the XML schemas of Microsoft's editor (microsoft/vscode-apimanagement, resources/policySchemas); for sections also the
interfaces of Azure/azure-api-management-policy-toolkit. Where they differ the widest counts, so that nothing which
Azure may accept is refused: an attribute is required where the docs say so, known where either knows it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ai_policies.api_elements import ANYTHING, ELEMENTS

ALL = "ibox"
"""Sections by letter: inbound, backend, outbound, on-error (x)."""

_LETTERS = {"inbound": "i", "backend": "b", "outbound": "o", "on-error": "x"}
_RETRY = "retry-after-header-name retry-after-variable-name"
_CALLS = "remaining-calls-header-name remaining-calls-variable-name total-calls-header-name"
_TOKENS = (
    "tokens-per-minute token-quota token-quota-period prompt-type ignore-prompt remaining-quota-tokens-header-name "
    "remaining-quota-tokens-variable-name remaining-tokens-header-name remaining-tokens-variable-name "
    f"tokens-consumed-header-name tokens-consumed-variable-name {_RETRY}"
)
_CHECK = (
    "header-name query-parameter-name token-value failed-validation-httpcode failed-validation-error-message "
    "output-token-variable-name"
)
_METRIC = "namespace name value-type ignore-prompt"
_CACHE = "embeddings-backend-auth ignore-system-messages max-message-count cache-id"
_FORWARDED = "allow-protected-forwarded-tokens allow-proof-of-possession-tokens"
_FORWARD = (
    "timeout timeout-ms continue-timeout http-version follow-redirects buffer-request-body buffer-response "
    "fail-on-error-status-code"
)
_XML = (
    "consider-accept-header parse-date attribute-block-name attribute-prefix namespace-block-name namespace-separator "
    "namespace-prefix invalid-character-replacement null-values trim-values empty-values"
)
_JSON = "consider-accept-header always-array-child-elements preserve-whitespace-nodes empty-values trim-values"
_SENT = "mode timeout timeout-ms ignore-error buffer-response fail-on-error-status-code"
_FABRIC = "sf-resolve-condition sf-service-instance-name sf-listener-name sf-replica-type sf-partition-key"
_DAPR = "ignore-error response-variable-name timeout template content-type"
_ODATA = "default-odata-version min-odata-version max-odata-version"

# name: (sections, required attributes, optional attributes); `id` is known on all of them
_TABLE: dict[str, tuple[str, str, str]] = {
    "authentication-basic": ("i", "username password", ""),
    "authentication-certificate": ("i", "", "thumbprint certificate-id body password"),
    "authentication-managed-identity": ("i", "resource", "client-id output-token-variable-name ignore-error"),
    "authentication-token": ("i", "", "token-type token-service-url resource-url ignore-error"),
    "authentication-token-store": ("i", "", "token-id client-id output-token-variable-name ignore-error"),
    "azure-openai-emit-token-metric": ("i", "", _METRIC),
    "azure-openai-semantic-cache-lookup": ("i", "score-threshold embeddings-backend-id", _CACHE),
    "azure-openai-semantic-cache-store": ("o", "duration", ""),
    "azure-openai-token-limit": ("i", "counter-key estimate-prompt-tokens", _TOKENS),
    "base": (ALL, "", ""),
    "block": (ALL, "", ""),
    "cache-lookup": (
        "i",
        "vary-by-developer vary-by-developer-groups",
        "caching-type downstream-caching-type must-revalidate allow-private-response-caching",
    ),
    "cache-lookup-value": (ALL, "key variable-name", "default-value caching-type"),
    "cache-remove-value": (ALL, "key", "caching-type"),
    "cache-store": ("o", "duration", "cache-response caching-mode"),
    "cache-store-value": (ALL, "key value duration", "caching-type"),
    "check-header": ("i", "name failed-check-httpcode failed-check-error-message ignore-case", ""),
    "choose": (ALL, "", ""),
    "cors": ("i", "", "allow-credentials terminate-unmatched-request"),
    "cross-domain": ("i", "", ""),
    "emit-metric": (ALL, "name", "value namespace default-dimensions"),
    "find-and-replace": (ALL, "from to", ""),
    "forward-request": ("b", "", _FORWARD),
    "get-authorization-context": (
        "ibo",
        "provider-id authorization-id context-variable-name",
        "identity-type identity ignore-error",
    ),
    "include-fragment": (ALL, "fragment-id", ""),
    "invoke-dapr-binding": ("iox", "name", f"operation {_DAPR}"),
    "invoke-request": (ALL, "url", ""),
    "ip-filter": ("i", "", "action"),
    "json-to-xml": ("iox", "apply", _XML),
    "jsonp": ("o", "callback-parameter-name", ""),
    "limit-concurrency": (ALL, "key max-count", ""),
    "llm-content-safety": ("io", "backend-id", "shield-prompt enforce-on-completions window-size"),
    "llm-emit-token-metric": ("i", "", _METRIC),
    "llm-semantic-cache-lookup": ("i", "score-threshold embeddings-backend-id", _CACHE),
    "llm-semantic-cache-store": ("o", "duration", ""),
    "llm-token-limit": ("i", "counter-key estimate-prompt-tokens", _TOKENS),
    "log-to-eventhub": (ALL, "logger-id", "partition-id partition-key"),
    "mock-response": ("iox", "", "status-code content-type index enabled"),
    "proxy": ("i", "url", "username password"),
    "publish-to-dapr": ("iox", "topic", f"pubsub-name {_DAPR}"),
    "quota": ("i", "renewal-period", "calls bandwidth"),
    "quota-by-key": (
        "i",
        "counter-key renewal-period",
        "calls bandwidth increment-condition increment-count first-period-start",
    ),
    "rate-limit": ("i", "calls renewal-period", f"{_RETRY} {_CALLS}"),
    "rate-limit-by-key": (
        "i",
        "calls renewal-period counter-key",
        f"increment-condition increment-count increment-after-response flexible-retry-window {_RETRY} {_CALLS}",
    ),
    "redirect-content-urls": ("io", "", ""),
    "retry": (ALL, "condition count interval", "max-interval delta first-fast-retry"),
    "return-response": (ALL, "", "response-variable-name"),
    "rewrite-uri": ("i", "template", "copy-unmatched-params"),
    "send-one-way-request": (ALL, "", "mode timeout"),
    "send-request": (ALL, "response-variable-name", _SENT),
    "send-service-bus-message": (ALL, "", "queue-name topic-name namespace client-id"),
    "set-backend-service": (
        "ib",
        "",
        f"base-url backend-id dapr-app-id dapr-method dapr-namespace {_FABRIC}",
    ),
    "set-body": (ALL, "", "template xsi-nil parse-date html-decode-expression"),
    "set-graphql-resolver": ("b", "parent-type field", ""),
    "set-header": (ALL, "name", "exists-action"),
    "set-method": ("ix", "", ""),
    "set-query-parameter": ("ib", "name", "exists-action"),
    "set-request-metric-dimension-value": (ALL, "name value", ""),
    "set-status": (ALL, "code", "reason"),
    "set-variable": (ALL, "name value", ""),
    "trace": (ALL, "source", "severity"),
    "validate-azure-ad-token": (
        "i",
        "tenant-id",
        f"authentication-endpoint require-scheme {_FORWARDED} {_CHECK}",
    ),
    "validate-client-certificate": (
        "iox",
        "",
        "validate-revocation validate-trust validate-not-before validate-not-after ignore-error",
    ),
    "validate-content": (
        "iox",
        "unspecified-content-type-action max-size size-exceeded-action",
        "errors-variable-name",
    ),
    "validate-graphql-request": (
        "i",
        "",
        "error-variable-name max-size max-depth max-total-depth max-complexity",
    ),
    "validate-headers": ("iox", "specified-header-action unspecified-header-action", "errors-variable-name"),
    "validate-jwt": (
        "i",
        "",
        f"require-expiration-time require-scheme require-signed-tokens clock-skew {_CHECK}",
    ),
    "validate-odata-request": ("i", "", f"error-variable-name max-size {_ODATA}"),
    "validate-parameters": (
        "i",
        "specified-parameter-action unspecified-parameter-action",
        "errors-variable-name",
    ),
    "validate-status-code": ("ox", "unspecified-status-code-action", "errors-variable-name"),
    "wait": ("ibo", "", "for"),
    "xml-to-json": (ALL, "kind apply", _JSON),
    "xsl-transform": (ALL, "", ""),
}
_HOLDS_STATEMENTS = ("block", "retry", "wait", "limit-concurrency", "when", "otherwise")


@dataclass(frozen=True)
class Statement:
    """What is known of a statement: the letters of its sections, and its attributes."""

    sections: str
    required: frozenset[str]
    optional: frozenset[str]


STATEMENTS = {
    name: Statement(sections, frozenset(required.split()), frozenset(("id", *optional.split())))
    for name, (sections, required, optional) in _TABLE.items()
}
"""Statements by name."""


def problems(root: ET.Element, *, has_sections: bool = True) -> Iterator[str]:
    """What Azure's policy language does not know in a document.

    Args:
        root: the document, or a fragment.
        has_sections: false for a fragment, which is a list of statements that may stand in any section.
    """
    if not has_sections:
        yield from _problems_in(root, "")
        return
    if root.tag != "policies":
        yield f"begins with <{root.tag}>, must begin with <policies>"
    for section in root:
        if section.tag in _LETTERS:
            yield from _problems_in(section, section.tag)
        else:
            yield f"holds <{section.tag}>, which is none of the sections {', '.join(_LETTERS)}"


def _problems_in(parent: ET.Element, section: str) -> Iterator[str]:
    for statement in parent:
        yield from _problems_of(statement, section)
        inner = statement if statement.tag == "choose" else [statement]
        for block in inner:
            if block.tag in _HOLDS_STATEMENTS:
                yield from _problems_in(block, section)


def _problems_of(statement: ET.Element, section: str) -> Iterator[str]:
    known = STATEMENTS.get(statement.tag)
    if known is None:
        yield f"holds <{statement.tag}>, which is no statement of API Management"
        return
    if section and _LETTERS[section] not in known.sections:
        yield f"holds <{statement.tag}> in <{section}>, where it may not stand"
    given = frozenset(statement.attrib)
    for name in sorted(given - known.required - known.optional):
        yield f"gives <{statement.tag}> the attribute '{name}', which it does not know"
    for name in sorted(known.required - given):
        yield f"gives <{statement.tag}> no '{name}', which it needs"
    if statement.tag not in _HOLDS_STATEMENTS:
        yield from _problems_inside(statement, statement.tag)


def _problems_inside(parent: ET.Element, path: str) -> Iterator[str]:
    """What a statement holds that is no element of it; `path` is `statement/element/element`."""
    allowed = ELEMENTS.get(path, {})
    if allowed is ANYTHING:
        return
    for element in parent:
        if element.tag not in allowed:
            known = f"it knows {', '.join(f'<{name}>' for name in allowed)}" if allowed else "it takes no elements"
            yield f"holds <{element.tag}> in <{path}>; {known}"
            continue
        for name in sorted(set(element.attrib) - allowed[element.tag]):
            yield f"gives <{element.tag}> in <{path}> the attribute '{name}', which it does not know"
        yield from _problems_inside(element, f"{path}/{element.tag}")
