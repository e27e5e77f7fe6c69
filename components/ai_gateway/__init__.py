"""API Management as AI gateway."""

from components.ai_gateway.args import AiGatewayArgs, GatewayDnsArgs, NamedValueArgs
from components.ai_gateway.component import AiGateway

__all__ = ["AiGateway", "AiGatewayArgs", "GatewayDnsArgs", "NamedValueArgs"]
