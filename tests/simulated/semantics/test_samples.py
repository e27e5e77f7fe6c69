"""Every sample is accepted, reads back, may be written again unchanged, and can be deleted."""

import pytest

from tests.simulated.semantics.kit import samples, scene


@pytest.mark.parametrize("name", samples())
def test_a_sample_is_accepted_and_leaves_again(name: str) -> None:
    with scene() as stage:
        made = stage.make(name)
        shown = stage.site.get(made)
        assert stage.put(name) == made
        assert stage.site.get(made)["id"] == shown["id"]
        if "/vaults/" not in samples()[name]["type"]:  # a private vault's keys are deleted through its data plane
            stage.remove(name)
