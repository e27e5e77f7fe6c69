"""Foundry account, project, guardrail and model deployments."""

from components.foundry.args import (
    BlocklistArgs,
    BlocklistItemArgs,
    ContentFilterArgs,
    FoundryArgs,
    FoundryConnectionArgs,
    ModelDeploymentArgs,
)
from components.foundry.component import Foundry

__all__ = [
    "BlocklistArgs",
    "BlocklistItemArgs",
    "ContentFilterArgs",
    "Foundry",
    "FoundryArgs",
    "FoundryConnectionArgs",
    "ModelDeploymentArgs",
]
