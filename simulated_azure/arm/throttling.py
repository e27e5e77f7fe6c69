"""Throttling: a token bucket per kind of request, as a settable fact.

Source: AZD azure-resource-manager/management/request-limits-and-throttling.md (buckets that refill at a rate; 429 with
Retry-After; asking again before that time is over is refused with a new one).
"""

import json
import math

from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.rules import everywhere
from simulated_azure.arm.store import dump
from simulated_azure.arm.world import World

_SOURCE = "arm-semantics 3.2: AZD azure-resource-manager/management/request-limits-and-throttling.md"


@everywhere(source=_SOURCE)
def spend(world: World, kind: str) -> ArmError | None:
    """Requests beyond the budget (fact `requestBudget`) are refused with 429 and Retry-After; asking earlier resets it.

    Args:
        world: the world.
        kind: reads, writes or deletes.

    Returns:
        the refusal, to be raised after what it changed has been stored; None when the request may go on.
    """
    budget = as_dict(as_dict(world.fact("requestBudget")).get(kind))
    if not budget:
        return None
    size, rate = float(budget.get("size", 1)), float(budget.get("perMinute", 1))
    state = _state(world, kind)
    now, minute = world.clock.now, world.clock.real_seconds(1.0)
    passed = (now - float(state.get("at", now))) / minute if minute else math.inf
    tokens = min(size, float(state.get("tokens", size)) + rate * passed)
    if tokens >= 1 and now >= float(state.get("until", 0.0)):
        _store(world, kind, {"tokens": tokens - 1, "at": now})
        return None
    seconds = max(1, math.ceil(60.0 * max(1.0 - tokens, 0.0) / rate))
    _store(world, kind, {"tokens": tokens, "at": now, "until": now + seconds * minute / 60.0})
    return ArmError(
        429, "SubscriptionRequestsThrottled", f"Number of {kind} exceeded the limit. Please try again after"
        f" '{seconds}' seconds.", retry_after=seconds,
    )  # fmt: skip


def _state(world: World, kind: str) -> Json:
    row = world.connection.execute("SELECT value FROM facts WHERE name = ?", (f"_bucket.{kind}",)).fetchone()
    return {} if row is None else as_dict(json.loads(row[0]))


def _store(world: World, kind: str, state: Json) -> None:
    world.connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (f"_bucket.{kind}", dump(state)))
