"""The program: load the configuration, plan, build, export."""

import gc

import pulumi

from landing_zone.plan import make_plan
from landing_zone.settings.load import load


def deploy() -> None:
    """Build the landing zone of the running stack.

    Raises:
        ConfigurationError: the stack's configuration is wrong; nothing was registered then.
    """
    plan = make_plan(load())
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
