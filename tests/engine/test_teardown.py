"""What `make up`, `make destroy` and again `make up` do: an empty world, kept names listed, the same stack once more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engine.harness import Deployment, toolchain


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return Deployment(tmp_path_factory.mktemp("teardown"), time_scale=0.0001)


def config_file(deployment: Deployment) -> tuple[str, str]:
    return ("--config-file", str(deployment.config_file))


def test_up_ends_with_what_was_built_and_where(deployment: Deployment) -> None:
    built = toolchain(deployment, "up", "--skip-preview", *config_file(deployment)).must_pass().output
    for expected in ("resources in the SIMULATED Azure", "mcp_endpoints.orders", "/orders/mcp", "make destroy"):
        assert expected in built


def test_destroy_leaves_an_empty_world_and_lists_what_is_kept(deployment: Deployment) -> None:
    gone = toolchain(deployment, "destroy", "--skip-preview", *config_file(deployment)).must_pass().output
    assert deployment.world() == []
    kept = json.loads(deployment.azure("world", "--soft-deleted", "--json").must_pass().output)
    kinds = {each["id"].lower().split("/providers/")[1].split("/")[1] for each in kept}
    # API Management keeps classic tiers only, and the Foundry account had to be purged.
    assert kinds == {"vaults", "workspaces"}
    assert all(each["id"].rsplit("/", 1)[-1] in gone for each in kept)
    workspace = next(each["id"].rsplit("/", 1)[-1] for each in kept if "/workspaces/" in each["id"].lower())
    assert (
        f"{workspace}: created again under this name in its group and region, it comes back with its old logs" in gone
    )


def test_same_configuration_deploys_again(deployment: Deployment) -> None:
    again = toolchain(deployment, "up", "--skip-preview", *config_file(deployment)).must_pass().output
    assert "incarnation 2" in again
    assert deployment.settings()["config"]["ai-landing-zone:settings"]["naming"]["incarnation"] == 2
    # The comments of the stack file are the user's.
    assert "# Names: <type>-<workload>" in Path(deployment.config_file).read_text(encoding="utf-8")
    toolchain(deployment, "destroy", "--skip-preview", *config_file(deployment)).must_pass()
    assert deployment.world() == []
