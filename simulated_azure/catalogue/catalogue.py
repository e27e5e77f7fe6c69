"""Builds resource types from the SDK, the table of id templates and the hand-written rules."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from importlib import resources

from simulated_azure.catalogue import arm_shape, introspect, previews, sdk
from simulated_azure.catalogue.behaviour import auto_name, behaviour
from simulated_azure.catalogue.schema import ObjectType, Property, ResourceType, Shape, UnmodelledTypeError

# Inputs that travel in the query string: the API version of a generic resource is its user's choice.
_QUERY_INPUTS: Mapping[str, frozenset[str]] = {"resources:Resource": frozenset({"apiVersion"})}


@functools.cache
def id_templates() -> Mapping[str, tuple[str, str]]:
    """`module:Resource` -> (ARM type, id template whose placeholders are SDK names)."""
    text = resources.files("simulated_azure.catalogue").joinpath("types.csv").read_text(encoding="utf-8")
    return {row["token"]: (row["arm_type"], row["id_template"]) for row in csv.DictReader(text.splitlines())}


def short_token(token: str) -> str:
    """The module and the type of a token, without package and version: `network:Subnet`.

    Raises:
        UnmodelledTypeError: the token is not one of azure-native's.
    """
    parts = token.split(":")
    if len(parts) != 3 or not parts[0].startswith(introspect.PACKAGE):
        raise UnmodelledTypeError(f"'{token}' is not a token of {introspect.PACKAGE}")
    return f"{parts[1].split('/')[0]}:{parts[2]}"


@functools.cache
def resource_type(token: str) -> ResourceType:
    """The resource type of a token.

    Raises:
        UnmodelledTypeError: the SDK does not have it, or the simulator has no id template for it.
    """
    short = short_token(token)
    module, name = short.split(":")
    if short not in id_templates():
        raise UnmodelledTypeError(
            f"The simulated Azure does not model '{token}': add its id template to simulated_azure/catalogue/types.csv"
        )
    arm_type, template = id_templates()[short]
    resource, args = sdk.classes(module, name)
    version = previews.version_of(token)
    path = set(_placeholders(template)) | _QUERY_INPUTS.get(short, frozenset())
    declared = introspect.declared_properties(args)
    body = {key: value for key, value in declared.items() if key not in path}
    outputs = {
        key: value for key, value in introspect.declared_properties(resource).items() if key != "azureApiVersion"
    }
    extra_inputs, extra_outputs = previews.overlay(short, version)
    last = _placeholders(template)[-1]
    path_shapes = {
        key: Property(key, Shape("string"), key, required=declared[key].required) for key in declared if key in path
    }
    return ResourceType(
        token=token,
        arm_type=arm_type,
        id_template=template,
        api_version=previews.api_version(version) if version else introspect.api_version(resource),
        inputs=_resource_object(short, {**body, **extra_inputs}, output=False),
        outputs=_resource_object(short, {**outputs, **extra_outputs}, output=True),
        path_shapes=path_shapes,
        auto_name=None if path_shapes[last].required else auto_name(template, last),
        behaviour=behaviour(short),
        api_version_is_input=short == "resources:Resource",
    )


@functools.cache
def object_type(cls: type) -> ObjectType:
    """Properties of a nested SDK type (input or output), or of a type that a preview overlay declares."""
    if previews.is_overlay(cls):
        declared = previews.overlay_type(cls)
        return ObjectType(cls.__name__, {key: _plain(key, value) for key, value in declared.items()})
    declared = introspect.declared_properties(cls)
    module = cls.__module__.split(".")[1]
    type_name = cls.__name__.removesuffix("Args").removesuffix("Response")
    result: dict[str, Property] = {}
    for key, value in declared.items():
        arm_name, containers = arm_shape.nested_place(module, type_name, declared, key)
        result[key] = Property(
            key,
            _with_string_sets(key, value.shape, output=not cls.__name__.endswith("Args")),
            arm_name,
            containers,
            value.required,
            value.const,
        )
    for key, value in previews.nested_overlay(module, type_name).items():
        result.setdefault(key, _plain(key, value))
    return ObjectType(type_name, result)


def _resource_object(short: str, declared: Mapping[str, introspect.Declared], *, output: bool) -> ObjectType:
    result: dict[str, Property] = {}
    for key, value in declared.items():
        arm_name, containers = arm_shape.resource_place(short, declared, key, output=output)
        shape = _with_string_sets(key, value.shape, output=output)
        result[key] = Property(
            key, shape, arm_name, containers, value.required, value.const, maintained=value.maintained and not output
        )
    return ObjectType(short, result)


def _plain(key: str, value: introspect.Declared) -> Property:
    return Property(key, value.shape, key, (), value.required, value.const)


def _with_string_sets(key: str, shape: Shape, *, output: bool) -> Shape:
    """ARM keeps user-assigned identities as a map; the SDK's inputs list its keys (IsStringSet in properties.go)."""
    if key == "userAssignedIdentities" and shape.kind == "array" and not output:
        return Shape("string_set")
    return shape


def _placeholders(template: str) -> list[str]:
    return [part.split("}")[0] for part in template.split("{")[1:]]
