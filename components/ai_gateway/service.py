"""Properties of the API Management service, decided before anything is created."""

from typing import Any

from components.ai_gateway.args import AiGatewayArgs

DEFAULT_SKU = "PremiumV2"
CLASSIC_SKUS = ("Developer", "Premium")

OLDEST_API_VERSION = "2021-08-01"
"""Clients of the management API must use this version or a later one."""

_SECURITY = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security"

_WEAK_CIPHERS = (
    "TripleDes168", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_256_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
)  # fmt: skip
"""Without forward secrecy or with SHA-1. Azure's own components need the rest."""

_WEAK_PROTOCOLS = ("Protocols.Tls10", "Protocols.Tls11", "Protocols.Ssl30")


def tls_hardening() -> dict[str, str]:
    """Return the custom properties that leave TLS 1.2 and later with strong ciphers.

    For classic tiers: PremiumV2 has no such settings and nothing weaker.
    """
    weak = [f"{_SECURITY}.{protocol}" for protocol in _WEAK_PROTOCOLS]
    weak += [f"{_SECURITY}.Backend.{protocol}" for protocol in _WEAK_PROTOCOLS]
    weak += [f"{_SECURITY}.Ciphers.{cipher}" for cipher in _WEAK_CIPHERS]
    return dict.fromkeys(weak, "False")


def service_properties(args: AiGatewayArgs) -> dict[str, Any]:
    """Return the inputs of the service by their names in the SDK, apart from names, location and SKU.

    Raises:
        ValueError: a tier that cannot be put into a virtual network with a private address only.
    """
    sku = args.get("sku_name", DEFAULT_SKU)
    if sku != DEFAULT_SKU and sku not in CLASSIC_SKUS:
        raise ValueError(f"tier {sku!r} has no private gateway: {', '.join((DEFAULT_SKU, *CLASSIC_SKUS))} have")
    properties: dict[str, Any] = {
        "publisherName": args["publisher_name"],
        "publisherEmail": args["publisher_email"],
        "virtualNetworkType": "Internal",
        "virtualNetworkConfiguration": {"subnetResourceId": args["subnet_id"]},
        "developerPortalStatus": "Disabled",
        # Azure retires the older versions of the management API one by one; nobody shall come to depend on them.
        "apiVersionConstraint": {"minApiVersion": OLDEST_API_VERSION},
        "tags": args.get("tags"),
    }
    if sku in CLASSIC_SKUS:
        properties["customProperties"] = tls_hardening()
        properties["publicIpAddressId"] = args.get("public_ip_address_id")
        # The old management API takes shared access tokens instead of Entra ID.
        properties["configurationApi"] = {"legacyApi": "Disabled"}
    return properties
