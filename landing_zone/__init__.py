"""The secured AI landing zone: settings, plan, and the composition of the components."""

from landing_zone.deployment import deploy

__all__ = ["deploy"]
