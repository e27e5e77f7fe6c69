"""Subscriptions, providers, regions, and all resources of a scope."""

from __future__ import annotations

import pytest

from tests.simulated.rest.conftest import Http, error

VERSION = "2022-12-01"


def test_the_subscription_says_what_it_is(http: Http) -> None:
    [one] = http("GET", "/subscriptions", version=VERSION).body["value"]
    assert one["displayName"] == "SIMULATED AZURE"
    assert http("GET", one["id"], version=VERSION).body["subscriptionId"] == http.site.azure.subscription_id
    assert http("GET", "/tenants", version=VERSION).body["value"][0]["displayName"] == "SIMULATED AZURE"
    http.site.azure.set_fact("subscriptions", [http.site.azure.subscription_id])
    unknown = "/subscriptions/00000000-0000-0000-0000-0000000000aa"
    assert error(http("GET", unknown, version=VERSION)) == (404, "SubscriptionNotFound")


def test_regions(http: Http) -> None:
    found = http("GET", f"{http.site.subscription}/locations", version=VERSION).body["value"]
    assert "swedencentral" in {item["name"] for item in found}


def test_a_provider_can_be_registered(http: Http) -> None:
    http.site.azure.set_fact("unregisteredProviders", ["Microsoft.Search"])
    http.site.azure.set_fact("registrationMinutes", 0)
    path = f"{http.site.subscription}/providers/Microsoft.Search"
    assert http("GET", path, version=VERSION).body["registrationState"] == "NotRegistered"
    search = f"{http.site.group}/providers/Microsoft.Search/searchServices/srch"
    assert error(http("PUT", search, {}, version="2025-05-01")) == (409, "MissingSubscriptionRegistration")
    assert http("POST", f"{path}/register", version=VERSION).body["registrationState"] == "Registered"
    assert error(http("GET", f"{path}x", version=VERSION)) == (404, "InvalidResourceNamespace")
    kinds = http("GET", path, version=VERSION).body["resourceTypes"]
    assert "searchServices" in {item["resourceType"] for item in kinds}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("", ["stone", "vnet"]),
        ("resourceType eq 'Microsoft.Network/virtualNetworks'", ["vnet"]),
        ("resourceType ne 'Microsoft.Network/virtualNetworks'", ["stone"]),
        ("tagName eq 'team' and tagValue eq 'ai'", ["stone"]),
        ("name eq 'vnet' or name eq 'stone'", ["stone", "vnet"]),
        ("substringof('net', name)", ["vnet"]),
        ("startswith(name, 'st')", ["stone"]),
        ("resourceGroup eq 'other'", []),
    ],
)
def test_all_resources_with_a_filter(http: Http, condition: str, expected: list[str]) -> None:
    http.site.storage("stone", tags={"team": "ai"})
    http.site.subnet(http.site.network())
    query = {"$filter": condition} if condition else {}
    for scope in (http.site.subscription, http.site.group):
        found = http("GET", f"{scope}/resources", version="2021-04-01", **query).body["value"]
        assert sorted(item["name"] for item in found) == expected


def test_filters_that_are_not_understood_are_refused(http: Http) -> None:
    http.site.network()
    answer = http("GET", f"{http.site.group}/resources", version="2021-04-01", **{"$filter": "color eq 'red'"})
    assert error(answer) == (400, "InvalidFilterInQueryString")
    assert "color" in answer.body["error"]["message"]
    assert error(http("GET", f"{http.site.group}x/resources", version="2021-04-01")) == (404, "ResourceGroupNotFound")
