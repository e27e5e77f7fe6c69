"""Log Analytics, Application Insights and the private link scope that keeps them off the internet."""

from components.observability.args import (
    MonitorPrivateLinkArgs,
    ObservabilityArgs,
    ScopedMonitorResourceArgs,
)
from components.observability.component import Observability
from components.observability.private_link import MonitorPrivateLink

__all__ = [
    "MonitorPrivateLink",
    "MonitorPrivateLinkArgs",
    "Observability",
    "ObservabilityArgs",
    "ScopedMonitorResourceArgs",
]
