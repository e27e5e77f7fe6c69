"""The components as a Pulumi package: the SDK can derive a schema from them, and it says what each field means."""

import ast
import importlib
import inspect
import pkgutil
from typing import is_typeddict

import pytest
from pulumi.provider.experimental.analyzer import Analyzer

import components
from components._base import PACKAGE, Component

MODULES = [importlib.import_module(info.name) for info in pkgutil.walk_packages(components.__path__, "components.")]
COMPONENTS = sorted(
    {
        member
        for module in MODULES
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, Component) and member is not Component and not member.__name__.startswith("_")
    },
    key=lambda cls: cls.__name__,
)
ARGUMENTS = sorted(
    {
        member
        for module in MODULES
        for _, member in inspect.getmembers(module, is_typeddict)
        if member.__module__.startswith("components") and member.__name__.endswith("Args")
    },
    key=lambda cls: cls.__name__,
)


def test_all_components_together_have_a_schema():
    result = Analyzer(PACKAGE).analyze(list(COMPONENTS))
    assert set(result["component_definitions"]) == {cls.__name__ for cls in COMPONENTS}
    assert {"SubnetArgs", "EndpointPlacementArgs", "RoleGrantArgs", "LockArgs"} <= set(result["type_definitions"])


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda cls: cls.__name__)
def test_outputs_and_purpose_are_described(component):
    definition = Analyzer(PACKAGE).analyze([component])["component_definitions"][component.__name__]
    assert definition.description
    assert [name for name, output in definition.outputs.items() if not output.description] == []


def documented_fields(cls):
    """Return the fields that a class declares itself, and those followed by a text of their own."""
    definition = next(node for node in ast.parse(inspect.getsource(cls)).body if isinstance(node, ast.ClassDef))
    fields = [
        (i, ast.unparse(node.target)) for i, node in enumerate(definition.body) if isinstance(node, ast.AnnAssign)
    ]
    texts = {
        i
        for i, node in enumerate(definition.body)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    return {name for _, name in fields}, {name for i, name in fields if i + 1 in texts}


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=lambda cls: cls.__name__)
def test_every_field_says_what_it_means(arguments):
    own, described = documented_fields(arguments)
    assert own - described == set()
    assert arguments.__doc__


def test_type_names_are_unique_across_the_package():
    names = [cls.__name__ for cls in ARGUMENTS]
    assert sorted({name for name in names if names.count(name) > 1}) == []
