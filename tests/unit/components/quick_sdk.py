"""Parts of the Pulumi SDK that cost time in every deployment against mocks, and that nothing there looks at."""

import asyncio
from typing import Any, cast

from pulumi import resource_hooks
from pulumi.runtime import resource as pulumi_resource
from pulumi.runtime.proto import source_pb2


def quicken(loop: asyncio.AbstractEventLoop) -> None:
    """Leave out where in the program a resource was made, and the gRPC server through which an engine calls hooks.

    One such server would be started for each deployment and never stopped; some hundred in one process crash gRPC.
    The registration still names the hooks; that the engine calls them is what the engine tests show.
    """
    cast("Any", pulumi_resource)._get_stack_trace = source_pb2.StackTrace

    def registered(_hook: object) -> "asyncio.Future[None]":
        done: asyncio.Future[None] = loop.create_future()
        done.set_result(None)
        return done

    hooks = cast("Any", resource_hooks)
    hooks.register_resource_hook = hooks.register_error_hook = registered
