"""Paths that Azure Resource Manager answers itself: subscriptions, regions, resource providers, all resources."""

import re
from collections.abc import Callable

from simulated_azure.arm import directory
from simulated_azure.arm.azure import Azure
from simulated_azure.arm.checks import check_api_version
from simulated_azure.arm.facts import TENANT_ID
from simulated_azure.arm.ids import ResourceId
from simulated_azure.rest.pages import page
from simulated_azure.rest.wire import Answer, Request

Handler = Callable[[Azure, Request, re.Match[str]], Answer]
_SUBSCRIPTION = r"/subscriptions/(?P<subscription>[^/]+)"


def _tenants(_azure: Azure, request: Request, _match: re.Match[str]) -> Answer:
    tenant = {"id": f"/tenants/{TENANT_ID}", "tenantId": TENANT_ID, "displayName": directory.NAME}
    return page(request, [tenant], 1)


def _subscriptions(azure: Azure, request: Request, _match: re.Match[str]) -> Answer:
    with azure.reading() as world:
        found = directory.subscriptions(world)
    return page(request, found, azure.fact("pageSize"))


def _subscription(azure: Azure, request: Request, match: re.Match[str]) -> Answer:
    azure.collection(f"{match[0]}/resourceGroups")  # refuses a subscription that does not exist
    check_api_version(request.api_version)
    return Answer(200, directory.subscription(match["subscription"]))


def _locations(_azure: Azure, request: Request, match: re.Match[str]) -> Answer:
    regions = directory.regions(match["subscription"])
    return page(request, regions, len(regions))


def _providers(azure: Azure, request: Request, match: re.Match[str]) -> Answer:
    with azure.reading() as world:
        found = directory.providers(world, match["subscription"])
    return page(request, found, azure.fact("pageSize"))


def _provider(azure: Azure, _request: Request, match: re.Match[str]) -> Answer:
    with azure.reading() as world:
        return Answer(200, directory.provider(world, match["subscription"], match["namespace"]))


def _register(azure: Azure, request: Request, match: re.Match[str]) -> Answer:
    azure.register(match["namespace"])
    return _provider(azure, request, match)


def _resources(azure: Azure, request: Request, match: re.Match[str]) -> Answer:
    scope = ResourceId.parse(match["scope"])
    azure.collection(f"{scope}/providers/Microsoft.Authorization/locks")  # refuses a scope that does not exist
    with azure.reading() as world:
        found = directory.tracked(world, scope, request.query.get("$filter", ""))
    return page(request, found, azure.fact("pageSize"))


def _routes(*routes: tuple[str, str, Handler]) -> tuple[tuple[str, re.Pattern[str], Handler], ...]:
    return tuple((method, re.compile(path, re.IGNORECASE), handler) for method, path, handler in routes)


ROUTES = _routes(
    ("GET", r"/tenants", _tenants),
    ("GET", r"/subscriptions", _subscriptions),
    ("GET", _SUBSCRIPTION, _subscription),
    ("GET", rf"{_SUBSCRIPTION}/locations", _locations),
    ("GET", rf"{_SUBSCRIPTION}/providers", _providers),
    ("GET", rf"{_SUBSCRIPTION}/providers/(?P<namespace>[^/]+)", _provider),
    ("POST", rf"{_SUBSCRIPTION}/providers/(?P<namespace>[^/]+)/register", _register),
    ("GET", rf"(?P<scope>{_SUBSCRIPTION}(?:/resourceGroups/[^/]+)?)/resources", _resources),
)
