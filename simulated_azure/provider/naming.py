"""Names and locations that a program leaves to the provider (applyDefaults in provider.go)."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from simulated_azure.catalogue.schema import AutoName, ResourceType

CREATE_BEFORE_DELETE = "__createBeforeDelete"


@dataclass(frozen=True)
class AutoNaming:
    """What the stack's `pulumi:autonaming` configuration asks for."""

    mode: Literal["propose", "enforce", "disable"]
    proposed: str


def apply_name(
    resource: ResourceType,
    news: dict[str, Any],
    olds: Mapping[str, Any],
    *,
    logical_name: str,
    seed: bytes,
    auto_naming: AutoNaming | None,
) -> None:
    """Names the resource in `news` where the program did not."""
    parameter = resource.name_parameter
    if parameter in news or resource.auto_name is None:
        return
    if parameter in olds:
        name, random = olds[parameter], bool(olds.get(CREATE_BEFORE_DELETE, False))
    elif auto_naming is not None and auto_naming.mode == "disable":
        return
    elif auto_naming is not None and (auto_naming.mode == "enforce" or resource.auto_name != "uuid"):
        name, random = auto_naming.proposed, True
    else:
        name, random = _generated(resource.auto_name, logical_name, seed), resource.auto_name != "copy"
    news[parameter] = name
    if random:
        news[CREATE_BEFORE_DELETE] = True


def _generated(kind: AutoName, logical_name: str, seed: bytes) -> str:
    if kind == "copy":
        return logical_name
    digest = hashlib.sha256(seed + logical_name.encode()).hexdigest() if seed else secrets.token_hex(32)
    return str(uuid.UUID(digest[:32])) if kind == "uuid" else logical_name + digest[:8]
