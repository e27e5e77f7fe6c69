"""Loads of the azure-native SDK what is asked for: the file of one resource instead of the hundreds of its module.

A module of the SDK is a package that imports every file it has as soon as one looks at an attribute of it; for the
modules of a landing zone that is a second. Here its files are imported one by one beside it. Whoever else looks at the
package, in the same process, still gets all of it.
"""

from __future__ import annotations

import importlib
import re
import sys
import threading
from types import ModuleType
from typing import Any

from simulated_azure.catalogue.schema import UnmodelledTypeError

_SDK = "pulumi_azure_native"
_SHARED = frozenset({"outputs", "_enums", "_inputs"})
"""Files that those of resources import from their package."""
_WHOLE = "__whole__"
"""Name of the attribute that a package has when all its files are loaded."""
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# A second thread would see half of a module that the first one loads.
_LOADING = threading.RLock()


class _OnDemand(ModuleType):
    """A package that is loaded as a whole at the first look at what it does not have yet."""

    def __getattr__(self, name: str) -> Any:
        known = self.__dict__
        # Of a shared file, as of any attribute that Python itself asks for, the import goes on to look for the file.
        if name not in _SHARED and not name.startswith("__"):
            with _LOADING:
                if not known.get(_WHOLE) and self.__spec__ is not None and self.__spec__.loader is not None:
                    known[_WHOLE] = True
                    self.__spec__.loader.exec_module(self)
        if name not in known:
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        return known[name]


def classes(module: str, name: str) -> tuple[type, type]:
    """The resource class and its args class.

    Args:
        module: middle part of a token, `network`.
        name: last part of a token, `VirtualNetwork`.

    Raises:
        UnmodelledTypeError: the SDK has no such module or resource.
    """
    with _LOADING:
        package = _package(module)
        for namespace in (_file(package, name), package):
            resource = getattr(namespace, name, None)
            # The generator calls the args of a resource `<Name>InitArgs` where a nested type already has `<Name>Args`.
            args = getattr(namespace, f"{name}InitArgs", None) or getattr(namespace, f"{name}Args", None)
            if isinstance(resource, type) and isinstance(args, type):
                return resource, args
    raise UnmodelledTypeError(f"azure-native has no resource '{module}:{name}'")


def _package(module: str) -> ModuleType:
    try:
        package = importlib.import_module(f"{_SDK}.{module}")
    except ModuleNotFoundError as error:
        raise UnmodelledTypeError(f"azure-native has no module '{module}'") from error
    # The SDK defers its modules in a way that ends at any look, also at that of an import in one of their files.
    if type(package).__name__ == "_LazyModule":
        package.__class__ = _OnDemand
    return package


def _file(package: ModuleType, name: str) -> ModuleType | None:
    """The file of a resource, None when it is called otherwise."""
    path = f"{package.__name__}.{_WORD.sub('_', name).lower()}"
    if path in sys.modules:
        return sys.modules[path]
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        return None
