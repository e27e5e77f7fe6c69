"""A breach in a plain program of ten lines stops the preview and says rule, resource, property and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.engine.harness import PACK, ROOT, Deployment

PROJECT = f"""name: breach
runtime:
  name: python
  options:
    toolchain: pip
    virtualenv: {ROOT / ".venv"}
"""

HEAD = """import pulumi
import pulumi_azure_native as az
group = az.resources.ResourceGroup("group", location="swedencentral")
"""


class Breach(NamedTuple):
    """One deliberate breach: program text, the rule that must speak, the resource and the property it must name."""

    program: str
    rule: str
    resource: str
    path: str
