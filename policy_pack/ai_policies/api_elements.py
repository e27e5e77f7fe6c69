"""Elements inside statements of API Management's policy language, with their attributes.

Sources: see `api_statements`. Statements that hold other statements (`choose`, `retry`, ...) are read there.
"""

from collections.abc import Mapping
from typing import Final

Elements = Mapping[str, frozenset[str]]

ANYTHING: Final[Elements] = {}
"""What stands inside is content, not policy (compared by identity)."""

_REQUEST = (
    "set-url set-method:id set-header:id,name,exists-action set-body:id,template,xsi-nil,parse-date,"
    "html-decode-expression authentication-basic:id,username,password "
    "authentication-certificate:id,thumbprint,certificate-id,body,password "
    "authentication-token:id,token-type,token-service-url,resource-url,ignore-error "
    "authentication-token-store:id,token-id,client-id,output-token-variable-name,ignore-error "
    "authentication-managed-identity:id,resource,client-id,output-token-variable-name,ignore-error "
    "proxy:id,url,username,password"
)
_RESPONSE = (
    "set-status:id,code,reason set-header:id,name,exists-action "
    "set-body:id,template,xsi-nil,parse-date,html-decode-expression"
)
_RATE = (
    "calls,renewal-period,retry-after-header-name,retry-after-variable-name,remaining-calls-header-name,"
    "remaining-calls-variable-name,total-calls-header-name"
)
_QUOTA = "calls,bandwidth,renewal-period"
_IDENTITY = (
    "thumbprint,serial-number,common-name,subject,dns-name,issuer-subject,issuer-thumbprint,issuer-certificate-id"
)
_CONTENT = "validate-as,type,action,schema-id,schema-ref,allow-additional-properties,case-insensitive-property-names"
_CLAIM = "name,match,separator"

# path of the parent: its elements, each with its attributes (`name:attribute,attribute`)
_TABLE: dict[str, str] = {
    "azure-openai-emit-token-metric": "dimension:name,value",
    "azure-openai-semantic-cache-lookup": "vary-by",
    "cache-lookup": "vary-by-header vary-by-query-parameter",
    "check-header": "value",
    "choose": "when:condition otherwise",
    "cors": "allowed-origins allowed-methods:preflight-result-max-age allowed-headers expose-headers",
    "cors/allowed-headers": "header",
    "cors/allowed-methods": "method",
    "cors/allowed-origins": "origin",
    "cors/expose-headers": "header",
    "emit-metric": "dimension:name,value",
    "invoke-dapr-binding": "metadata data",
    "invoke-dapr-binding/metadata": "item:key",
    "invoke-request": "value",
    "ip-filter": "address address-range:from,to",
    "llm-content-safety": "categories:output-type blocklists",
    "llm-content-safety/blocklists": "id",
    "llm-content-safety/categories": "category:name,threshold",
    "llm-emit-token-metric": "dimension:name,value",
    "llm-semantic-cache-lookup": "vary-by",
    "quota": f"api:id,name,{_QUOTA} operation:id,name,{_QUOTA}",
    "quota/api": f"operation:id,name,{_QUOTA}",
    "rate-limit": f"api:id,name,{_RATE} operation:id,name,{_RATE}",
    "rate-limit/api": f"operation:id,name,{_RATE}",
    "return-response": _RESPONSE,
    "return-response/set-header": "value",
    "send-one-way-request": _REQUEST,
    "send-one-way-request/set-header": "value",
    "send-request": _REQUEST,
    "send-request/set-header": "value",
    "send-service-bus-message": "payload message-properties",
    "send-service-bus-message/message-properties": "message-property:name",
    "set-header": "value",
    "set-query-parameter": "value",
    "trace": "message metadata:name,value",
    "validate-azure-ad-token": (
        "backend-application-ids client-application-ids audiences required-claims decryption-keys"
    ),
    "validate-azure-ad-token/audiences": "audience",
    "validate-azure-ad-token/backend-application-ids": "application-id",
    "validate-azure-ad-token/client-application-ids": "application-id",
    "validate-azure-ad-token/decryption-keys": "key:id,certificate-id",
    "validate-azure-ad-token/required-claims": f"claim:{_CLAIM}",
    "validate-azure-ad-token/required-claims/claim": "value",
    "validate-client-certificate": "identities",
    "validate-client-certificate/identities": f"identity:{_IDENTITY}",
    "validate-content": f"content-type-map:any-content-type-value,missing-content-type-value content:{_CONTENT}",
    "validate-content/content-type-map": "type:from,when,to",
    "validate-graphql-request": "authorize",
    "validate-graphql-request/authorize": "rule:path,action",
    "validate-headers": "header:name,action",
    "validate-jwt": (
        "openid-config:url,host issuer-signing-tokens issuer-signing-keys decryption-keys audiences issuers "
        "required-claims"
    ),
    "validate-jwt/audiences": "audience",
    "validate-jwt/decryption-keys": "key:id,certificate-id",
    "validate-jwt/issuer-signing-keys": "key:id,certificate-id,n,e zumo-master-key:id",
    "validate-jwt/issuer-signing-tokens": "token",
    "validate-jwt/issuers": "issuer",
    "validate-jwt/required-claims": f"claim:{_CLAIM}",
    "validate-jwt/required-claims/claim": "value",
    "validate-parameters": (
        "headers:specified-parameter-action,unspecified-parameter-action "
        "query:specified-parameter-action,unspecified-parameter-action path:specified-parameter-action"
    ),
    "validate-parameters/headers": "parameter:name,action",
    "validate-parameters/path": "parameter:name,action",
    "validate-parameters/query": "parameter:name,action",
    "validate-status-code": "status-code:code,action",
}
_CONTENT_PATHS = (
    "choose/otherwise", "choose/when", "cross-domain", "invoke-dapr-binding/data", "log-to-eventhub",
    "publish-to-dapr", "return-response/set-body", "send-one-way-request/set-body", "send-request/set-body",
    "send-service-bus-message/payload", "set-body", "set-graphql-resolver", "xsl-transform",
)  # fmt: skip


def _elements(text: str) -> Elements:
    named = (item.partition(":") for item in text.split())
    return {name: frozenset(filter(None, attributes.split(","))) for name, _, attributes in named}


ELEMENTS: Final[Mapping[str, Elements]] = {
    **{path: _elements(text) for path, text in _TABLE.items()},
    **dict.fromkeys(_CONTENT_PATHS, ANYTHING),
}
"""Path of a statement or of an element inside one -> the elements that it takes; none where it is not listed."""
