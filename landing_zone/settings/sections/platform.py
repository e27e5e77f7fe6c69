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

    key_type: Literal["RSA", "RSA-HSM"] = "RSA"
    """RSA-HSM keeps keys in hardware (Premium vault)."""
    rotation_days: Annotated[int, Field(ge=28, le=730)] = 90
    """Days after which a key gets a new version."""
    existing_vault_id: VaultId | None = None
    """ARM id of a Key Vault that exists already, with purge protection and RBAC."""
