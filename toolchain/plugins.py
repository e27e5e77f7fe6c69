"""Plugins in the PULUMI_HOME of the simulated environment: simulated Azure, and a language host where needed."""

import shlex
from pathlib import Path

from toolchain import files
from toolchain.layout import AZURE_NATIVE_VERSION, PULUMI_VERSION, Layout

LANGUAGE_HOST = f"language-python-v{PULUMI_VERSION}"
AZURE_NATIVE = f"resource-azure-native-v{AZURE_NATIVE_VERSION}"

_SHIM = """\
#!/bin/sh
# SIMULATED Azure in the place of the azure-native plugin. Nothing here reaches Microsoft.
if [ -z "${{SIMULATED_AZURE_WORLD:-}}" ]; then
  echo 'this is the simulated azure-native plugin and SIMULATED_AZURE_WORLD is not set: use eval "$(make env)"' >&2
  exit 1
fi
PYTHONPATH={root} exec {python} -P -m simulated_azure provider "$@"
"""


def azure_native_shim(layout: Layout) -> Path:
    """The file that the engine starts for resources of azure-native."""
    return layout.plugins / AZURE_NATIVE / "pulumi-resource-azure-native"


def language_host(layout: Layout) -> Path:
    """The language host that belongs to a CLI built here."""
    return layout.plugins / LANGUAGE_HOST / "pulumi-language-python"


def ensure_azure_native(layout: Layout) -> None:
    """Installs the simulated Azure as plugin `azure-native`, in our own home only: no other home ever sees it."""
    shim = azure_native_shim(layout)
    text = _SHIM.format(root=shlex.quote(str(layout.root)), python=shlex.quote(str(layout.python)))
    if files.read(shim) != text:
        files.write(shim, text, executable=True)


def install_language_host(layout: Layout, binary: Path, exec_script: Path) -> None:
    """Installs the language host; the exec script first, for the host looks for it beside itself."""
    host = language_host(layout)
    files.install(exec_script, host.with_name("pulumi-language-python-exec"))
    files.install(binary, host)
