"""A fresh site for each test."""

from pathlib import Path

import pytest

from tests.simulated.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "world.sqlite")


@pytest.fixture
def slow_site(tmp_path: Path) -> Site:
    """A site on which operations that a test begins itself last: 12 simulated seconds are 0.6 real ones."""
    return Site(tmp_path / "world.sqlite", time_scale=0.05)
