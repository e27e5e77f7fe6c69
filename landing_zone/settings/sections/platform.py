"""What all services rest on: monitoring and keys."""

from typing import Annotated, Literal

from pydantic import Field

from landing_zone.settings.sections.base import Part
from landing_zone.settings.types import EmailAddress, VaultId, WorkspaceId


class ObservabilitySettings(Part):
    """Log Analytics, Application Insights and their private link scope."""

    retention_days: Annotated[int, Field(ge=30, le=730)] = 90
    """Days for which the workspace keeps logs."""
    existing_workspace_id: WorkspaceId | None = None
    """ARM id of a Log Analytics workspace that exists already."""
    alert_email: EmailAddress | None = None
    """Mailbox of the action group for alerts."""


class EncryptionSettings(Part):
    """Key Vault with the customer-managed keys. Off: services use Microsoft-managed keys."""

    sku: Literal["premium", "standard"] = "premium"
    """premium keeps keys in hardware modules; standard protects them by software."""
    rotation_days: Annotated[int, Field(ge=28, le=730)] = 90
    """Days after which a key gets a new version."""
    existing_vault_id: VaultId | None = None
    """ARM id of a Key Vault that exists already, with purge protection and RBAC."""
