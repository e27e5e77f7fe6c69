"""A fresh site for each test."""

from pathlib import Path

import pytest

from simulated_azure.ordering.schedule import VirtualClock
from tests.simulated.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "world.sqlite")


@pytest.fixture
def slow_site(tmp_path: Path) -> Site:
    """A site on which operations that a test begins itself last until it waits for them; no real time passes."""
    return Site(tmp_path / "world.sqlite", time_scale=1.0, clock=VirtualClock())
