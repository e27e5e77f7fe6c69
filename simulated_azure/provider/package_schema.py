"""The package schema that the engine asks for when it writes code (`pulumi import`): names, not types.

The real provider ships tens of megabytes of it. Here each property may hold anything, which is enough for that purpose;
programs are written against the real SDK.
"""

from __future__ import annotations

import json
from typing import Any

from simulated_azure.catalogue import introspect
from simulated_azure.catalogue.catalogue import id_templates, resource_type
from simulated_azure.catalogue.schema import ResourceType

_ANY = {"$ref": "pulumi.json#/Any"}


def package_schema(package: str, version: str, description: str) -> str:
    """Schema of all modelled types as JSON; of the name alone for a parameterised package."""
    tokens = id_templates() if package == introspect.PACKAGE else ()
    resources = {f"{package}:{token}": _resource(resource_type(f"{package}:{token}")) for token in tokens}
    return json.dumps({"name": package, "version": version, "description": description, "resources": resources})


def _resource(resource: ResourceType) -> dict[str, Any]:
    inputs = {**resource.path_shapes, **resource.inputs.properties}
    return {
        # `id` is every resource's own property; a schema must not declare it again.
        "properties": {name: _ANY for name in resource.outputs.properties if name != "id"},
        "inputProperties": {name: _ANY for name in inputs if name != "id"},
        "requiredInputs": [name for name, prop in inputs.items() if prop.required],
    }
