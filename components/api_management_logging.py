"""Diagnostics of API Management that never record what people or models say."""

from typing import Any

DIAGNOSTIC_NAME = "azuremonitor"
"""Name of the diagnostic that writes to Azure Monitor; Azure accepts no other for that logger."""


def without_payload(logger_id: Any) -> dict[str, Any]:
    """Return the settings of a diagnostic: every call and every error, headers and bodies never.

    More than zero bytes of a response also makes the gateway buffer it, which breaks streaming MCP servers.

    Args:
        logger_id: resource id of the Azure Monitor logger.
    """
    nothing: dict[str, Any] = {"headers": [], "body": {"bytes": 0}}
    direction: dict[str, Any] = {"request": nothing, "response": nothing}
    return {
        "diagnostic_id": DIAGNOSTIC_NAME,
        "logger_id": logger_id,
        "always_log": "allErrors",
        "log_client_ip": True,
        "verbosity": "information",
        "sampling": {"sampling_type": "fixed", "percentage": 100},
        "frontend": direction,
        "backend": direction,
    }
