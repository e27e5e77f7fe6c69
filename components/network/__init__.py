"""Virtual network, subnets with a security group each, private DNS zones."""

from components.network.args import NetworkArgs, PrivateDnsArgs, SecurityRuleArgs, SubnetArgs
from components.network.component import Network
from components.network.private_dns import PrivateDns

__all__ = ["Network", "NetworkArgs", "PrivateDns", "PrivateDnsArgs", "SecurityRuleArgs", "SubnetArgs"]
