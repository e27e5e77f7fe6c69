"""The program: load the configuration, plan, build, export."""

import gc
from typing import Final

import pulumi

from landing_zone.errors import ConfigurationError
from landing_zone.plan import Plan, make_plan
from landing_zone.settings.load import load

ERROR_SHOWN: Final = 32
"""Exit status that tells Pulumi's language host that the reader has seen the error: it adds no line of its own."""


def deploy() -> None:
    """Build the landing zone of the running stack.

    Raises:
        SystemExit: the stack's configuration is wrong; that is logged, and nothing was registered.
    """
    plan = _checked_plan()
    # The SDK takes two seconds to import. A wrong configuration is refused before, and the settings' own tests and
    # tools never need it.
    from components._base import fast_aliases  # noqa: PLC0415
    from landing_zone.blueprint import build  # noqa: PLC0415

    # The imports leave tens of thousands of objects that live as long as the program: collecting among them again and
    # again takes longer than the program itself.
    gc.freeze()
    fast_aliases()
    for name, value in build(plan).items():
        pulumi.export(name, value)


def _checked_plan() -> Plan:
    """Return the plan, or end the program with one message that names everything that is wrong."""
    try:
        return make_plan(load())
    except ConfigurationError as error:
        pulumi.log.error(str(error))
        raise SystemExit(ERROR_SHOWN) from None
