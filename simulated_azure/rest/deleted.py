"""Soft-deleted resources over REST: list, read, purge.

Paths as the published clients have them: azure-mgmt-keyvault (deletedVaults), azure-mgmt-cognitiveservices
(deletedAccounts), azure-mgmt-apimanagement (deletedservices).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.clock import Clock
from simulated_azure.arm.errors import not_found
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json
from simulated_azure.rest.pages import page
from simulated_azure.rest.wire import Answer, Request

Handler = Callable[[Azure, Request, re.Match[str]], Answer]
_SUBSCRIPTION = r"/subscriptions/(?P<subscription>[^/]+)"


@dataclass(frozen=True)
class Kind:
    """How one service shows what it keeps."""

    type: str
    collection: str
    shown: Callable[[Json, str], Json]
    grouped: bool = False
    """Whether the path of one has the resource group."""

    @property
    def namespace(self) -> str:
        """Of the service."""
        return self.type.partition("/")[0]

    def path(self, item: Json) -> str:
        """The id under which Azure shows the deleted resource."""
        parsed = ResourceId.parse(item["id"])
        group = f"resourceGroups/{parsed.group_name}/" if self.grouped else ""
        above = f"/subscriptions/{parsed.subscription}/providers/{self.namespace}/locations/{item['location']}"
        return f"{above}/{group}{self.collection}/{parsed.name}"


def _dates(item: Json, deletion: str, purge: str) -> Json:
    return {deletion: Clock.stamp(item["deletedAt"]), purge: Clock.stamp(item["purgeAt"])}


def _vault(item: Json, path: str) -> Json:
    properties = {
        "vaultId": item["id"], "location": item["location"], "tags": item["body"].get("tags", {}),
        "purgeProtectionEnabled": item["purgeProtected"], **_dates(item, "deletionDate", "scheduledPurgeDate"),
    }  # fmt: skip
    return {"id": path, "type": "Microsoft.KeyVault/deletedVaults", "properties": properties}


def _account(item: Json, path: str) -> Json:
    properties = {**item["body"].get("properties", {}), **_dates(item, "deletionDate", "scheduledPurgeDate")}
    envelope = {key: item["body"][key] for key in ("kind", "sku", "tags", "location") if key in item["body"]}
    return {"id": path, "type": "Microsoft.CognitiveServices/deletedAccounts", **envelope, "properties": properties}


def _service(item: Json, path: str) -> Json:
    properties = {"serviceId": item["id"], **_dates(item, "deletionDate", "scheduledPurgeDate")}
    kind = "Microsoft.ApiManagement/deletedservices"
    return {"id": path, "type": kind, "location": item["location"], "properties": properties}


KINDS = (
    Kind("Microsoft.KeyVault/vaults", "deletedVaults", _vault),
    Kind("Microsoft.CognitiveServices/accounts", "deletedAccounts", _account, grouped=True),
    Kind("Microsoft.ApiManagement/service", "deletedservices", _service),
)


def _kept(azure: Azure, kind: Kind, subscription: str) -> list[Json]:
    above = f"/subscriptions/{subscription}/".lower()
    return [i for i in azure.soft_deleted() if i["type"] == kind.type.lower() and i["key"].startswith(above)]


def _body(kind: Kind, item: Json) -> Json:
    return {"name": ResourceId.parse(item["id"]).name, **kind.shown(item, kind.path(item))}


def _find(azure: Azure, kind: Kind, match: re.Match[str]) -> Json:
    for item in _kept(azure, kind, match["subscription"]):
        if kind.path(item).lower() == match["path"].lower():
            return item
    raise not_found("ResourceNotFound", f"Nothing deleted is kept as '{match['path']}'.")


def _list(kind: Kind) -> Handler:
    def handle(azure: Azure, request: Request, match: re.Match[str]) -> Answer:
        found = [_body(kind, item) for item in _kept(azure, kind, match["subscription"])]
        return page(request, found, azure.fact("pageSize"))

    return handle


def _read(kind: Kind) -> Handler:
    return lambda azure, _request, match: Answer(200, _body(kind, _find(azure, kind, match)))


def _purge(kind: Kind) -> Handler:
    def handle(azure: Azure, _request: Request, match: re.Match[str]) -> Answer:
        azure.purge(_find(azure, kind, match)["id"])
        return Answer(200)

    return handle


def _routes() -> list[tuple[str, re.Pattern[str], Handler]]:
    found: list[tuple[str, re.Pattern[str], Handler]] = []
    for kind in KINDS:
        above = rf"{_SUBSCRIPTION}/providers/{re.escape(kind.namespace)}"
        group = r"resourceGroups/[^/]+/" if kind.grouped else ""
        one = rf"(?P<path>{above}/locations/[^/]+/{group}{kind.collection}/[^/]+)"
        purge = ("POST", rf"{one}/purge") if kind.collection == "deletedVaults" else ("DELETE", one)
        routes = (("GET", f"{above}/{kind.collection}", _list(kind)), ("GET", one, _read(kind)), (*purge, _purge(kind)))
        found += [(method, re.compile(path, re.IGNORECASE), handler) for method, path, handler in routes]
    return found


ROUTES = tuple(_routes())
