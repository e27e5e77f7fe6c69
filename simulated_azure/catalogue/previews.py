"""API versions beyond the SDK's default: what `azure-native_<module>_<version>` packages add.

The real provider generates such a package from the specification of that version. Here the SDK's default version
serves as the base and this file holds the additions that the landing zone can use.
Source: Azure/bicep-types-az, generated/apimanagement/microsoft.apimanagement/2025-09-01-preview/types.md, and the
client names in Azure/azure-rest-api-specs, specification/apimanagement/.../back-compatible.tsp (`type` is `apiType`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from simulated_azure.catalogue.introspect import Declared
from simulated_azure.catalogue.schema import Shape

_PACKAGE = re.compile(r"azure-native_(?P<module>[a-z]+)_(?P<version>v\d{8}\w*)")
_VERSION = re.compile(r"v(\d{4})(\d{2})(\d{2})(\w*)")


def _optional(shape: Shape) -> Declared:
    return Declared(shape, required=False, const=None, maintained=False)


def _required(shape: Shape) -> Declared:
    return Declared(shape, required=True, const=None, maintained=False)


class McpEndpoint:
    """One URI of an MCP server: `name` (message, sse) and `uriTemplate`."""


class McpProperties:
    """Transport and endpoints of an MCP server."""


class LlmMessageLogging:
    """Which messages of a language model are logged, and how much of each."""


class LlmLogging:
    """Logging of language model requests and responses in a diagnostic."""


class BackendManagedIdentity:
    """Managed identity with which API Management calls a backend."""


_STRING = Shape("string")
_MESSAGES = {
    "messages": _optional(Shape("string", values=("all",), open_enum=True)),
    "maxSizeInBytes": _optional(Shape("integer")),
}
_TYPES: Mapping[type, Mapping[str, Declared]] = {
    McpEndpoint: {"name": _required(_STRING), "uriTemplate": _optional(_STRING)},
    McpProperties: {
        "transportType": _optional(Shape("string", values=("streamable", "sse"))),
        "endpoints": _optional(Shape("array", items=Shape("object", types=(McpEndpoint,)))),
    },
    LlmMessageLogging: _MESSAGES,
    LlmLogging: {
        "logs": _optional(Shape("string", values=("enabled", "disabled"))),
        "requests": _optional(Shape("object", types=(LlmMessageLogging,))),
        "responses": _optional(Shape("object", types=(LlmMessageLogging,))),
    },
    BackendManagedIdentity: {"clientId": _optional(_STRING), "resource": _required(_STRING)},
}
_API_TYPE = Shape(
    "string", values=("http", "soap", "websocket", "graphql", "odata", "grpc", "mcp", "a2a"), open_enum=True
)
_DIAGNOSTIC = {"largeLanguageModel": _optional(Shape("object", types=(LlmLogging,)))}
_OVERLAYS: Mapping[tuple[str, str], tuple[Mapping[str, Declared], Mapping[str, Declared]]] = {
    ("v20250901preview", "apimanagement:Api"): (
        {"apiType": _optional(_API_TYPE), "mcpProperties": _optional(Shape("object", types=(McpProperties,)))},
        {"apiType": _optional(_STRING), "mcpProperties": _optional(Shape("object", types=(McpProperties,)))},
    ),
    ("v20250901preview", "apimanagement:ApiDiagnostic"): (_DIAGNOSTIC, _DIAGNOSTIC),
    ("v20250901preview", "apimanagement:Diagnostic"): (_DIAGNOSTIC, _DIAGNOSTIC),
}
_NESTED: Mapping[str, Mapping[str, Declared]] = {
    "apimanagement.BackendCredentialsContract": {
        "managedIdentity": _optional(Shape("object", types=(BackendManagedIdentity,)))
    },
}


def package_name(module: str, version: str) -> str:
    """Name of the package that the base provider becomes when parameterised with module and version."""
    return f"azure-native_{module}_{version}"


def version_of(token: str) -> str:
    """Version part (`v20250901preview`) of a parameterised token, '' for the base package."""
    found = _PACKAGE.fullmatch(token.split(":", maxsplit=1)[0])
    return found["version"] if found else ""


def api_version(version: str) -> str:
    """`v20250901preview` -> `2025-09-01-preview`.

    Raises:
        ValueError: the version has another form.
    """
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ValueError(f"'{version}' is not an API version such as v20250901preview")
    year, month, day, suffix = found.groups()
    return f"{year}-{month}-{day}" + (f"-{suffix}" if suffix else "")


def overlay(short: str, version: str) -> tuple[Mapping[str, Declared], Mapping[str, Declared]]:
    """Inputs and outputs that `version` adds to `module:Resource`."""
    return _OVERLAYS.get((version, short), ({}, {}))


def nested_overlay(module: str, type_name: str) -> Mapping[str, Declared]:
    """Properties that later versions add to a nested type."""
    return _NESTED.get(f"{module}.{type_name}", {})


def is_overlay(cls: type) -> bool:
    """Whether a class stands for a type of this file rather than one of the SDK."""
    return cls in _TYPES


def overlay_type(cls: type) -> Mapping[str, Declared]:
    """Properties of a type of this file."""
    return _TYPES[cls]
