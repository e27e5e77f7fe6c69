"""API Management's policy language as the pack knows it: what Azure documents is accepted, what it does not know is not."""

import re
from xml.etree import ElementTree as ET

import pytest

from ai_policies.api_elements import ELEMENTS
from ai_policies.api_statements import STATEMENTS, problems

REFERENCE = set(
    re.findall(
        "[a-z-]+",
        "authentication-basic authentication-certificate authentication-managed-identity azure-openai-emit-token-metric "
        "azure-openai-semantic-cache-lookup azure-openai-semantic-cache-store azure-openai-token-limit base cache-lookup "
        "cache-lookup-value cache-remove-value cache-store cache-store-value check-header choose cors cross-domain "
        "emit-metric find-and-replace forward-request get-authorization-context include-fragment invoke-dapr-binding "
        "ip-filter json-to-xml jsonp limit-concurrency llm-content-safety llm-emit-token-metric llm-semantic-cache-lookup "
        "llm-semantic-cache-store llm-token-limit log-to-eventhub mock-response proxy publish-to-dapr quota quota-by-key "
        "rate-limit rate-limit-by-key redirect-content-urls retry return-response rewrite-uri send-one-way-request "
        "send-request send-service-bus-message set-backend-service set-body set-header set-method set-query-parameter "
        "set-status set-variable trace validate-azure-ad-token validate-client-certificate validate-content "
        "validate-graphql-request validate-headers validate-jwt validate-odata-request validate-parameters "
        "validate-status-code wait xml-to-json xsl-transform ",
    )
)
"""Every policy of the published reference that stands in a section."""

DOCUMENT = """
<policies>
  <inbound>
    <base />
    <cors allow-credentials="false">
      <allowed-origins><origin>https://portal.example.com</origin></allowed-origins>
      <allowed-methods preflight-result-max-age="300"><method>GET</method></allowed-methods>
      <allowed-headers><header>authorization</header></allowed-headers>
      <expose-headers><header>retry-after</header></expose-headers>
    </cors>
    <validate-azure-ad-token tenant-id="t" header-name="Authorization" require-scheme="Bearer" id="token">
      <client-application-ids><application-id>app</application-id></client-application-ids>
      <audiences><audience>api://models</audience></audiences>
      <required-claims><claim name="roles" match="any" separator=","><value>Caller</value></claim></required-claims>
    </validate-azure-ad-token>
    <validate-jwt header-name="Authorization" clock-skew="60">
      <openid-config url="https://login.microsoftonline.com/t/v2.0/.well-known/openid-configuration" />
      <issuer-signing-keys><key id="k" certificate-id="c" /></issuer-signing-keys>
      <issuers><issuer>https://sts.windows.net/t/</issuer></issuers>
    </validate-jwt>
    <validate-client-certificate validate-trust="true">
      <identities><identity thumbprint="AA" issuer-certificate-id="root" /></identities>
    </validate-client-certificate>
    <ip-filter action="allow"><address>10.0.0.1</address><address-range from="10.1.0.0" to="10.1.0.9" /></ip-filter>
    <llm-token-limit counter-key="@(context.Subscription.Id)" estimate-prompt-tokens="true" tokens-per-minute="1000" />
    <llm-content-safety backend-id="safety" shield-prompt="true">
      <categories output-type="EightSeverityLevels"><category name="Hate" threshold="4" /></categories>
      <blocklists><id>words</id></blocklists>
    </llm-content-safety>
    <llm-emit-token-metric namespace="ai" name="tokens"><dimension name="API ID" /></llm-emit-token-metric>
    <llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="embed" embeddings-backend-auth="system-assigned">
      <vary-by>@(context.Subscription.Id)</vary-by>
    </llm-semantic-cache-lookup>
    <rate-limit calls="20" renewal-period="90">
      <api name="models" calls="10" renewal-period="90"><operation name="chat" calls="5" renewal-period="90" /></api>
    </rate-limit>
    <quota renewal-period="3600" calls="100"><api name="models" calls="10" renewal-period="3600" /></quota>
    <validate-content unspecified-content-type-action="prevent" max-size="1024" size-exceeded-action="prevent">
      <content-type-map missing-content-type-value="application/json"><type from="a" to="b" /></content-type-map>
      <content type="application/json" validate-as="json" action="prevent" />
    </validate-content>
    <validate-parameters specified-parameter-action="prevent" unspecified-parameter-action="ignore">
      <headers specified-parameter-action="prevent" unspecified-parameter-action="ignore">
        <parameter name="x" action="ignore" />
      </headers>
    </validate-parameters>
    <send-request mode="new" response-variable-name="answer" timeout="20" ignore-error="false">
      <set-url>https://internal.example.com</set-url>
      <set-method>POST</set-method>
      <set-header name="Accept" exists-action="override"><value>application/json</value></set-header>
      <set-body template="liquid"><root><leaf /></root></set-body>
      <authentication-managed-identity resource="https://management.azure.com" />
    </send-request>
    <choose>
      <when condition="@(true)">
        <return-response>
          <set-status code="403" reason="Forbidden" />
          <set-header name="x" exists-action="delete" />
          <set-body>no</set-body>
        </return-response>
      </when>
      <otherwise><limit-concurrency key="k" max-count="3"><set-variable name="a" value="b" /></limit-concurrency></otherwise>
    </choose>
    <wait for="all"><cache-lookup-value key="k" variable-name="v" /><send-request response-variable-name="r" /></wait>
    <trace source="gate" severity="information"><message>hit</message><metadata name="a" value="b" /></trace>
  </inbound>
  <backend>
    <retry condition="@(context.Response.StatusCode == 429)" count="3" interval="1" first-fast-retry="true">
      <set-backend-service backend-id="pool" />
      <forward-request buffer-request-body="true" timeout="120" />
    </retry>
  </backend>
  <outbound>
    <llm-semantic-cache-store duration="60" />
    <validate-headers specified-header-action="ignore" unspecified-header-action="prevent">
      <header name="x" action="ignore" />
    </validate-headers>
    <xsl-transform><parameter name="p">1</parameter><sheet /></xsl-transform>
  </outbound>
  <on-error>
    <validate-status-code unspecified-status-code-action="prevent"><status-code code="500" action="ignore" /></validate-status-code>
    <send-service-bus-message topic-name="errors" namespace="bus.servicebus.windows.net">
      <message-properties><message-property name="api">models</message-property></message-properties>
      <payload>@(context.LastError.Message)</payload>
    </send-service-bus-message>
    <log-to-eventhub logger-id="audit">@(context.LastError.Reason)</log-to-eventhub>
  </on-error>
</policies>
"""


def found(text, **options):
    return list(problems(ET.fromstring(text), **options))  # noqa: S314 - written here


def test_every_policy_of_the_reference_is_known():
    assert set(STATEMENTS) >= REFERENCE


def test_elements_belong_to_statements():
    assert [path for path in ELEMENTS if path.partition("/")[0] not in STATEMENTS] == []
    for path in ELEMENTS:
        parent, _, element = path.rpartition("/")
        assert not parent or element in ELEMENTS[parent], path


def test_what_azure_documents_is_accepted():
    assert found(DOCUMENT) == []


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "audiences>",
            "listeners>",
            "holds <listeners> in <validate-azure-ad-token>; it knows <backend-application-ids>",
        ),
        ('match="any"', 'x="any"', "gives <claim> in <validate-azure-ad-token/required-claims> the attribute 'x'"),
        ("<origin>", "<url /><origin>", "holds <url> in <cors/allowed-origins>; it knows <origin>"),
        ("<set-variable ", "<set-status code='1'><a /></set-status><set-variable ", "it takes no elements"),
        (' estimate-prompt-tokens="true"', "", "gives <llm-token-limit> no 'estimate-prompt-tokens', which it needs"),
        (' max-size="1024"', "", "gives <validate-content> no 'max-size', which it needs"),
        ('condition="@(true)"', 'if="@(true)"', "gives <when> in <choose> the attribute 'if', which it does not know"),
        ("vary-by>", "vary>", "holds <vary> in <llm-semantic-cache-lookup>"),
    ],
)
def test_what_the_language_does_not_know_is_named(right, wrong, told):
    assert right in DOCUMENT
    assert any(told in problem for problem in found(DOCUMENT.replace(right, wrong)))


def test_a_fragment_may_hold_any_statement():
    assert (
        found(
            "<fragment><cache-store duration='1' /><rate-limit calls='1' renewal-period='1' /></fragment>",
            has_sections=False,
        )
        == []
    )
