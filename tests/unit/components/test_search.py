"""AI Search: private, keyless, customer-managed keys demanded."""

from typing import Any

import pytest
from ai_samples import search_args
from harness import deploy, value_of

from components.search import Search

SERVICE = "azure-native:search:Service"


@pytest.fixture(scope="module")
def deployment():
    return deploy(lambda: Search("search", search_args()))


def test_what_is_created(deployment):
    assert deployment.census() == {
        "azure-native:monitor:DiagnosticSetting": 1,
        "azure-native:network:PrivateDnsZoneGroup": 1,
        "azure-native:network:PrivateEndpoint": 1,
        SERVICE: 1,
    }


def test_service_is_private_and_takes_entra_tokens_only(deployment):
    inputs = deployment.one(SERVICE).inputs
    assert inputs["publicNetworkAccess"] == "Disabled"
    assert inputs["disableLocalAuth"] is True
    # Azure refuses both together.
    assert "authOptions" not in inputs
    assert inputs["dataExfiltrationProtections"] == ["BlockAll"]
    assert inputs["networkRuleSet"] == {"bypass": "None", "ipRules": []}
    assert inputs["sku"] == {"name": "standard"}


@pytest.mark.parametrize(("required", "expected"), [(None, "Enabled"), (True, "Enabled"), (False, "Disabled")])
def test_customer_managed_keys_are_demanded(required, expected):
    changes = {} if required is None else {"require_customer_managed_keys": required}
    service = deploy(lambda: Search("search", search_args(**changes))).one(SERVICE)
    assert service.inputs["encryptionWithCmk"] == {"enforcement": expected}


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["/a"], {"type": "SystemAssigned, UserAssigned", "userAssignedIdentities": ["/a"]}),
        ([], {"type": "SystemAssigned"}),
    ],
)
def test_identities(ids, expected):
    service = deploy(lambda: Search("search", search_args(identity_ids=ids))).one(SERVICE)
    assert service.inputs["identity"] == expected


def test_endpoint_leads_to_the_service(deployment):
    endpoint = deployment.one("azure-native:network:PrivateEndpoint")
    connection = endpoint.inputs["privateLinkServiceConnections"][0]
    assert connection["groupIds"] == ["searchService"]
    assert connection["privateLinkServiceId"].endswith("/search")
    assert deployment.ordered(deployment.one(SERVICE), endpoint)


def test_outputs(deployment):
    search = deployment.result
    assert value_of(search.endpoint) == "https://srch-example.search.windows.net"
    assert value_of(search.principal_id) == "principal-search"
    assert value_of(search.last_write_id).endswith("/search-endpoint")


def test_without_endpoint_the_service_is_the_last_write():
    args: Any = {key: value for key, value in search_args().items() if key != "private_endpoint"}
    small = deploy(lambda: Search("search", args))
    assert value_of(small.result.last_write_id).endswith("/Service/search")
