"""Blob storage for models, datasets and outputs."""

from components.artifact_store.args import ArtifactStoreArgs
from components.artifact_store.component import ArtifactStore

__all__ = ["ArtifactStore", "ArtifactStoreArgs"]
