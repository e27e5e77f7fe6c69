"""Configurations for tests: a sound one, and changes to it."""

import copy
import functools
from typing import Any

import yaml

from landing_zone.settings.load import parse
from landing_zone.settings.model import Configuration

PROVIDER = {
    "location": "westeurope",
    "subscriptionId": "5a4db0c5-0000-4000-8000-000000000001",
    "tenantId": "7e4a47ed-0000-4000-8000-000000000001",
}

SOUND = """
naming: {workload: ai, environment: test}
tags: {owner: team@example.com, cost_center: "1"}
foundry:
  models:
    - {name: chat, model: gpt-4.1, version: "2025-04-14"}
mcp_servers:
  - kind: rest_api
    name: orders
    display_name: Orders
    path: orders
    backend_url: https://orders.example.com
    audience: api://orders
    operations:
      - {name: get-order, path: "/orders/{id}"}
    tools:
      - {name: get_order, operation: get-order, description: One order.}
access:
  groups:
    - {name: developers, object_id: 9a1c5d52-8c3b-4a7e-9c39-3a4d0c9e0001, roles: [Azure AI User]}
  workloads:
    - {name: assistant, roles: [Search Index Data Reader]}
"""


def merged(base: Any, change: Any) -> Any:
    """Return `base` with `change` laid over it: mappings are merged, everything else replaces; null removes a key."""
    if not isinstance(base, dict) or not isinstance(change, dict):
        return copy.deepcopy(change)
    result = {key: copy.deepcopy(value) for key, value in base.items() if not (key in change and change[key] is None)}
    for key, value in change.items():
        if value is not None:
            result[key] = merged(base.get(key), value)
    return result


def settings(change: str = "") -> Any:
    """Return the sound settings with a YAML change."""
    return merged(_read(SOUND), _read(change) or {})


@functools.cache
def _read(text: str) -> Any:
    return yaml.safe_load(text)


def configuration(change: str = "", stack: str = "test", **provider: str) -> Configuration:
    """Return the checked sound configuration with a YAML change."""
    return parse(stack, settings(change), {**PROVIDER, **provider}, "the test")
