"""Registering resource providers with the subscription.

Source: Azure/AI-Landing-Zones docs/terraform/index.md (it takes 5 to 10 minutes), by arm-semantics 3.3.
"""

import json

from simulated_azure.arm.store import dump
from simulated_azure.arm.world import World


def register(world: World, namespace: str) -> bool:
    """Begin registering a namespace, or finish it when fact `registrationMinutes` have passed since.

    Returns:
        whether the namespace is registered now.
    """
    mark = f"_registering.{namespace.lower()}"
    rows = world.connection.execute("SELECT value FROM facts WHERE name = ?", (mark,)).fetchall()
    begun = float(json.loads(rows[0][0])) if rows else world.clock.now
    if not rows:
        world.connection.execute("INSERT INTO facts VALUES (?, ?)", (mark, dump(begun)))
    if not world.clock.passed(begun, float(world.fact("registrationMinutes"))):
        return False
    left = [str(item) for item in world.fact("unregisteredProviders") if str(item).lower() != namespace.lower()]
    world.connection.execute("INSERT OR REPLACE INTO facts VALUES ('unregisteredProviders', ?)", (dump(left),))
    world.connection.execute("DELETE FROM facts WHERE name = ?", (mark,))
    return True
