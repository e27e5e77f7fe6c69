"""Every read operation that the azure-mgmt clients have for the resources of a world, called with their own models."""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clients import Clients

# Package -> client class. All are pinned in requirements-dev.txt.
PACKAGES = {
    "apimanagement": "ApiManagementClient",
    "applicationinsights": "ApplicationInsightsManagementClient",
    "authorization": "AuthorizationManagementClient",
    "cognitiveservices": "CognitiveServicesManagementClient",
    "cosmosdb": "CosmosDBManagementClient",
    "keyvault": "KeyVaultManagementClient",
    "loganalytics": "LogAnalyticsManagementClient",
    "monitor": "MonitorManagementClient",
    "msi": "ManagedServiceIdentityClient",
    "network": "NetworkManagementClient",
    "privatedns": "PrivateDnsManagementClient",
    "resource.resources": "ResourceManagementClient",
    "search": "SearchManagementClient",
    "security": "SecurityCenter",
    "storage": "StorageManagementClient",
}
_URL = re.compile(r'_url = (?:kwargs\.pop\(\s*"template_url",\s*)?\(?\s*"([^"]*)"')
_ARGUMENTS = re.compile(r'"(\w+)": _SERIALIZER\.url\(\s*"(\w+)"')
_WIDE = {"scope", "resourceUri", "resourceId"}


@dataclass(frozen=True)
class Read:
    """A GET of a client: its path as a pattern, and how the pattern's groups become arguments."""

    name: str
    call: Callable[..., Any]
    path: re.Pattern[str]
    arguments: dict[str, str]

    def on(self, path: str) -> dict[str, str] | None:
        """The arguments that lead to a path; None when the operation has another one."""
        found = self.path.fullmatch(path)
        if found is None:
            return None
        return {self.arguments[key]: value for key, value in found.groupdict().items() if key in self.arguments}


def reads(clients: Clients, package: str) -> Iterator[Read]:
    """The GETs of one package."""
    client = clients.make(getattr(importlib.import_module(f"azure.mgmt.{package}"), PACKAGES[package]))
    for operations in _groups(client):
        for name, method in inspect.getmembers(type(operations), inspect.isfunction):
            if name.startswith(("get", "list", "by")) and "operations" in type(operations).__module__:
                found = _read(operations, name, inspect.unwrap(method))
                if found is not None:
                    yield found


def _groups(client: Any) -> Iterator[Any]:
    for name in filter(lambda name: not name.startswith("_"), dir(client)):
        # Packages with many API versions have groups that their default version lacks.
        with contextlib.suppress(ValueError):
            yield getattr(client, name)


def _read(operations: Any, name: str, method: Any) -> Read | None:
    builder = re.search(r"= (build_\w+_request)\(", inspect.getsource(method))
    if builder is None:
        return None
    source = _source(method.__globals__[builder[1]])
    url = _URL.search(source)
    if url is None or 'method="GET"' not in source:
        return None
    pattern = re.sub(r"\\\{(\w+)\\\}", lambda m: f"(?P<{m[1]}>{'.+' if m[1] in _WIDE else '[^/]+'})", re.escape(url[1]))
    pattern = pattern.replace("/(?P<scope>", "/?(?P<scope>").replace("/(?P<resourceUri>", "/?(?P<resourceUri>")
    arguments = dict(_ARGUMENTS.findall(source))
    arguments.pop("subscriptionId", None)
    given = inspect.signature(method).parameters
    needed = {
        key for key, value in given.items() if value.default is value.empty and value.kind is not value.VAR_KEYWORD
    }
    if not needed - {"self"} <= set(arguments.values()):
        return None
    return Read(
        f"{type(operations).__name__}.{name}", getattr(operations, name), re.compile(pattern, re.IGNORECASE), arguments
    )


@functools.cache
def _source(function: Any) -> str:
    return inspect.getsource(function)


def touch(model: Any) -> None:
    """Read every property of a model, nested ones included: the newer clients deserialise at the first look."""
    if isinstance(model, list | tuple):
        for item in model:
            touch(item)
    elif isinstance(model, dict):
        for item in model.values():
            touch(item)
    for name in getattr(model, "_attr_to_rest_field", None) or getattr(model, "_attribute_map", None) or ():
        value = getattr(model, name)
        if hasattr(value, "_attr_to_rest_field") or hasattr(value, "_attribute_map") or isinstance(value, list | dict):
            touch(value)


def identity(model: Any) -> str:
    return str(getattr(model, "id", None) or "").lower()
