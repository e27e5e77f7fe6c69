"""Names after the Cloud Adoption Framework, kept inside the bounds that Azure sets for each type.

`<abbreviation>[-<purpose>]-<workload>-<environment>-<region>-<instance>[-<incarnation>][-<hash>]`

Globally unique types carry a hash of subscription, stack and name. A name that is too long first loses its hyphens,
then its middle; the hash then keeps it unique. Names are frozen once deployed: changing this module renames resources.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from landing_zone.regions import REGION_CODES
from landing_zone.settings.model import Configuration

_HASH_LENGTH: Final = 5
_NETWORK_NAME: Final = r"[a-zA-Z0-9](?:[\w.-]*\w)?"
_WORDS: Final = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"

Kind = Literal[
    "resource_group", "virtual_network", "subnet", "security_group", "network_link", "private_endpoint", "identity",
    "vault", "storage_account", "workspace", "application_insights", "private_link_scope", "action_group", "foundry",
    "search", "ai_gateway",
]  # fmt: skip
"""Kinds of resources that get a name here."""


@dataclass(frozen=True)
class NameRule:
    """What Azure accepts as a name of one type (Azure's resource name rules and the published API specifications)."""

    abbreviation: str
    """Prefix of the Cloud Adoption Framework."""
    arm_type: str
    """ARM type."""
    longest: int
    """Greatest length in characters."""
    pattern: str = _NETWORK_NAME
    """Regular expression of the whole name."""
    unique: bool = False
    """Whether the name, or the host name made of it, is unique in all of Azure."""
    held: bool = False
    """Whether a deleted resource keeps its name for a while (soft delete): then the incarnation becomes part of it."""
    hyphens: bool = True
    """Whether hyphens are allowed."""


NAME_RULES: Final[Mapping[Kind, NameRule]] = MappingProxyType(
    {
        "resource_group": NameRule("rg", "Microsoft.Resources/resourceGroups", 90, r"[-\w.()]*[-\w()]"),
        "virtual_network": NameRule("vnet", "Microsoft.Network/virtualNetworks", 64),
        "subnet": NameRule("snet", "Microsoft.Network/virtualNetworks/subnets", 80),
        "security_group": NameRule("nsg", "Microsoft.Network/networkSecurityGroups", 80),
        "network_link": NameRule("vnl", "Microsoft.Network/privateDnsZones/virtualNetworkLinks", 80),
        "private_endpoint": NameRule("pep", "Microsoft.Network/privateEndpoints", 80),
        "identity": NameRule("id", "Microsoft.ManagedIdentity/userAssignedIdentities", 128, r"[a-zA-Z0-9][\w-]{2,127}"),
        "vault": NameRule(
            "kv",
            "Microsoft.KeyVault/vaults",
            24,
            r"(?!.*--)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]",
            unique=True,
            held=True,
        ),
        "storage_account": NameRule(
            "st", "Microsoft.Storage/storageAccounts", 24, r"[a-z0-9]{3,24}", unique=True, hyphens=False
        ),
        "workspace": NameRule("log", "Microsoft.OperationalInsights/workspaces", 63, _WORDS, held=True),
        "application_insights": NameRule("appi", "Microsoft.Insights/components", 260, r"[^%&\\?/]*[^%&\\?/. ]"),
        "private_link_scope": NameRule("ampls", "Microsoft.Insights/privateLinkScopes", 255, r"[\w().-]*[\w()-]"),
        "action_group": NameRule("ag", "Microsoft.Insights/actionGroups", 260, r"[^%&\\?/]*[^%&\\?/. ]"),
        "foundry": NameRule(
            "aif", "Microsoft.CognitiveServices/accounts", 64, r"[a-zA-Z0-9][a-zA-Z0-9-]{1,63}", unique=True, held=True
        ),
        "search": NameRule(
            "srch", "Microsoft.Search/searchServices", 60, r"(?=.{2,60}$)[a-z0-9][a-z0-9]+(?:-[a-z0-9]+)*", unique=True
        ),
        "ai_gateway": NameRule(
            "apim",
            "Microsoft.ApiManagement/service",
            50,
            r"[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?",
            unique=True,
            held=True,
        ),
    }
)
"""Rules by kind."""


@dataclass(frozen=True)
class Namer:
    """Gives names to the resources of one stack."""

    configuration: Configuration
    """Configuration of the stack."""

    def name(self, kind: Kind, purpose: str = "") -> str:
        """Return the name of the resource of `kind` that serves `purpose` (empty where there is only one)."""
        rule, naming = NAME_RULES[kind], self.configuration.settings.naming
        region = REGION_CODES[self.configuration.target.location]
        words = [rule.abbreviation, purpose, naming.workload, naming.environment, region, naming.instance]
        if rule.held and naming.incarnation > 1:
            words.append(f"{naming.incarnation:02}")
        words = [word for word in words if word]
        digest = self._digest(words)
        return _bounded(rule, words, digest)

    def _digest(self, words: list[str]) -> str:
        """Return the hash that makes a name unique in Azure, the same at every run."""
        seed = "/".join([self.configuration.target.subscription_id, self.configuration.stack, *words])
        return hashlib.sha256(seed.encode()).hexdigest()[:_HASH_LENGTH]


def _bounded(rule: NameRule, words: list[str], digest: str) -> str:
    """Return `words` as a name of at most `rule.longest` characters."""
    marked = [*words, digest] if rule.unique else words
    if rule.hyphens and len(hyphenated := "-".join(marked)) <= rule.longest:
        return hyphenated
    if len(joined := _joined(marked)) <= rule.longest:
        return joined
    return _joined(words)[: rule.longest - _HASH_LENGTH] + digest


def _joined(words: list[str]) -> str:
    return re.sub(r"[^a-z0-9]", "", "".join(words))
