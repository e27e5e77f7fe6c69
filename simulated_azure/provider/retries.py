"""What the pipeline of the real provider's ARM client does by itself: which answers it repeats, what it registers.

Sources: pulumi-azure-native provider/pkg/azure/client_azcore.go (answers that are repeated); azure-sdk-for-go
sdk/azcore/arm/runtime/policy_register_rp.go (registration is on by default: three attempts, a look every 15 seconds,
five minutes at most).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from simulated_azure.arm.errors import ArmError

_RETRIED_STATUS = frozenset({408, 429, 500, 502, 503, 504})
_ATTEMPTS = 3
_PAUSE = 15.0  # simulated seconds between two looks
_LOOKS = 20  # five minutes, then the provider gives up

T = TypeVar("T")


async def registering(
    request: Callable[[], Awaitable[T]], register: Callable[[str], Awaitable[bool]], time_scale: float
) -> T:
    """The answer to a request, for which an unregistered namespace is registered first.

    Args:
        request: sends it, retries included.
        register: begins to register a namespace, or looks; whether it is registered.
        time_scale: real seconds per simulated second.

    Raises:
        ArmError: what the request is refused with otherwise; status 0 when registration fails or takes too long.
    """
    for _ in range(_ATTEMPTS):
        try:
            return await request()
        except ArmError as error:
            if error.status != 409 or error.code != "MissingSubscriptionRegistration" or not error.target:
                raise
            await _registered(error.target, register, time_scale)
    raise ArmError(0, "RegistrationFailed", "exceeded attempts to register the resource provider")


async def _registered(namespace: str, register: Callable[[str], Awaitable[bool]], time_scale: float) -> None:
    for _ in range(_LOOKS):
        if await register(namespace):
            return
        await asyncio.sleep(_PAUSE * time_scale)
    raise ArmError(0, "RegistrationTimedOut", f"context deadline exceeded while {namespace} was being registered")


def is_retried(error: ArmError) -> bool:
    """Whether the client asks again by itself."""
    if error.status == 0:  # no answer came: a network error to the client
        return True
    return error.status in _RETRIED_STATUS or (error.status == 409 and error.code == "AnotherOperationInProgress")
