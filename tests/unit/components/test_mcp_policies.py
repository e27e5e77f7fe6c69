"""Policies of MCP servers: who gets in, what reaches the backend, what a client without token is told."""

import re
from typing import Any

import pytest
from ai_samples import policy_tree

from components.mcp_server.policies import (
    DEFAULT_RATE_LIMIT,
    metadata_policy,
    pass_through_policy,
    rest_api_policy,
    tools_policy,
)

TENANT = "11111111-1111-4111-8111-111111111111"
AUTHENTICATION: Any = {"tenant_id": TENANT, "audience": "api://mcp"}
SIGN_IN: Any = {"resource": "https://search.azure.com", "identity_client_id": "client"}


def pass_through(authentication=AUTHENTICATION, sign_in=None, limit=DEFAULT_RATE_LIMIT):
    return pass_through_policy("docs", "docs", authentication, limit, "docs-backend", sign_in)


def tools():
    return tools_policy("orders", "orders", AUTHENTICATION, DEFAULT_RATE_LIMIT)


GUARDED = {
    "pass through": pass_through(),
    "tools": tools(),
    "rest": rest_api_policy("orders", AUTHENTICATION, DEFAULT_RATE_LIMIT, SIGN_IN),
}


@pytest.mark.parametrize("policy", GUARDED.values(), ids=GUARDED)
def test_the_token_is_validated_before_anything_else(policy):
    inbound = [element.tag for element in policy_tree(policy).find("inbound")]
    assert inbound[:2] == ["base", "validate-azure-ad-token"]


@pytest.mark.parametrize("policy", GUARDED.values(), ids=GUARDED)
def test_the_token_is_of_one_tenant_and_audience(policy):
    check = policy_tree(policy).find("inbound/validate-azure-ad-token")
    assert check.get("tenant-id") == TENANT
    assert [audience.text for audience in check.findall("audiences/audience")] == ["api://mcp"]
    assert check.find("client-application-ids") is None


def test_named_clients_only_when_given():
    policy = pass_through({**AUTHENTICATION, "client_application_ids": ["app-1", "app-2"]})
    check = policy_tree(policy).find("inbound/validate-azure-ad-token")
    # Azure's schema wants the applications first.
    assert [child.tag for child in check] == ["client-application-ids", "audiences"]
    assert [element.text for element in check.iter("application-id")] == ["app-1", "app-2"]


@pytest.mark.parametrize("policy", [pass_through(), tools()], ids=["pass through", "tools"])
def test_each_caller_has_a_limit_of_its_own(policy):
    limit = policy_tree(policy).find("inbound/rate-limit-by-key")
    assert (limit.get("calls"), limit.get("renewal-period")) == ("60", "60")
    assert '"oid"' in limit.get("counter-key")


def test_limits_of_two_servers_do_not_share_a_counter():
    keys = {policy_tree(p).find("inbound/rate-limit-by-key").get("counter-key") for p in (pass_through(), tools())}
    assert len(keys) == 2


@pytest.mark.parametrize("policy", GUARDED.values(), ids=GUARDED)
def test_responses_are_never_read(policy):
    assert "Response.Body" not in policy


def test_without_sign_in_the_callers_token_is_removed():
    header = policy_tree(pass_through()).find("inbound/set-header")
    assert (header.get("name"), header.get("exists-action")) == ("Authorization", "delete")


@pytest.mark.parametrize(
    ("policy", "value"),
    [(pass_through(sign_in=SIGN_IN), "{{docs-identity}}"), (GUARDED["rest"], "{{orders-identity}}")],
    ids=["pass through", "rest"],
)
def test_the_gateway_signs_in_with_its_own_identity(policy, value):
    inbound = policy_tree(policy).find("inbound")
    token = inbound.find("authentication-managed-identity")
    assert (token.get("resource"), token.get("client-id"), token.get("ignore-error")) == (
        "https://search.azure.com", value, "false",
    )  # fmt: skip
    header = inbound.find("set-header")
    assert (header.get("name"), header.get("exists-action")) == ("Authorization", "override")
    assert token.get("output-token-variable-name") in header.find("value").text


def test_a_tool_call_carries_the_token_that_the_rest_api_demands():
    header = policy_tree(tools()).find("inbound/set-header")
    assert header.get("name") == "Authorization"
    assert 'Headers.GetValueOrDefault("Authorization"' in header.find("value").text


def test_calls_go_to_the_backend_whose_certificate_is_checked():
    assert policy_tree(pass_through()).find("inbound/set-backend-service").get("backend-id") == "docs-backend"


@pytest.mark.parametrize(("policy", "path"), [(pass_through(), "docs"), (tools(), "orders")])
def test_a_client_without_token_is_told_where_this_servers_metadata_is(policy, path):
    when = policy_tree(policy).find("on-error/choose/when")
    assert "401" in when.get("condition")
    header = when.find("set-header")
    assert header.get("name") == "WWW-Authenticate"
    assert f"/.well-known/oauth-protected-resource/{path}/mcp" in header.find("value").text
    assert "resource_metadata=" in header.find("value").text


def json_members(policy):
    body = policy_tree(policy).find("inbound/return-response/set-body").text
    return dict(re.findall(r'new JProperty\("(\w+)", (.*?)\)(?=, new JProperty|\)\.ToString)', body))


def test_metadata_names_resource_issuer_and_scopes():
    members = json_members(metadata_policy("docs", AUTHENTICATION))
    assert members["resource"].endswith('"/docs/mcp"')
    assert members["authorization_servers"] == f'new JArray("https://login.microsoftonline.com/{TENANT}/v2.0")'
    assert members["scopes_supported"] == 'new JArray("api://mcp/user_impersonate")'
    assert members["bearer_methods_supported"] == 'new JArray("header")'


def test_scopes_can_be_named():
    authentication: Any = {**AUTHENTICATION, "scopes": ["api://mcp/a", "api://mcp/b"]}
    members = json_members(metadata_policy("docs", authentication))
    assert members["scopes_supported"] == 'new JArray("api://mcp/a", "api://mcp/b")'


def test_metadata_is_anonymous_and_needs_no_backend():
    root = policy_tree(metadata_policy("docs", AUTHENTICATION))
    assert root.find(".//validate-azure-ad-token") is None
    assert [element.tag for element in root.find("inbound")] == ["base", "return-response"]
