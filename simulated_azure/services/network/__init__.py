"""Microsoft.Network: virtual networks, security groups, private endpoints, private DNS."""
