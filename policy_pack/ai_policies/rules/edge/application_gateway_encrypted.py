"""Application gateways serve HTTPS with TLS 1.2 or later and encrypt to the backend."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, known


def check(resource: Resource) -> Iterator[Finding]:
    """Application gateways serve HTTPS with TLS 1.2 or later and encrypt to the backend."""
    redirecting = _redirecting(resource)
    for listener in resource.items("httpListeners"):
        if listener.text("name") not in redirecting:
            yield from listener.expect("protocol", "Https", "Tls")
    if not resource.text("sslPolicy.policyName").startswith("AppGwSslPolicy2022"):
        yield from resource.expect("sslPolicy.minProtocolVersion", "TLSv1_2", "TLSv1_3")
    for settings in resource.items("backendHttpSettingsCollection"):
        yield from settings.expect("protocol", "Https")


def _redirecting(resource: Resource) -> set[str]:
    """Names of the listeners whose rule sends the client elsewhere."""
    rules = [rule for rule in resource.items("requestRoutingRules") if known(rule.read("redirectConfiguration"))]
    return {rule.text("httpListener.id").rpartition("/")[2] for rule in rules}


RULE = ResourceRule(
    id="application-gateway-encrypted",
    control="EDG-008",
    title="Application gateways serve HTTPS with TLS 1.2 or later and encrypt to the backend",
    severity=Severity.HIGH,
    types=("Microsoft.Network/applicationGateways",),
    remedy=(
        'Write `"protocol": "Https"` in `http_listeners` and `backend_http_settings_collection`, and '
        '`ssl_policy={"policy_type": "Predefined", "policy_name": "AppGwSslPolicy20220101"}` in '
        "ApplicationGateway(...)."
    ),
    url="https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview",
    check=check,
)
