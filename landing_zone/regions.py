"""Azure regions that the landing zone may be deployed to, with the short code that goes into names.

A code is part of resource names: once a stack uses one, changing it renames (and replaces) resources.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

REGION_CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "australiacentral": "acl",
        "australiaeast": "ae",
        "australiasoutheast": "ase",
        "austriaeast": "ate",
        "brazilsouth": "brs",
        "canadacentral": "cnc",
        "canadaeast": "cne",
        "centralindia": "inc",
        "centralus": "cus",
        "chilecentral": "clc",
        "eastasia": "ea",
        "eastus": "eus",
        "eastus2": "eus2",
        "francecentral": "frc",
        "germanywestcentral": "gwc",
        "indonesiacentral": "idc",
        "israelcentral": "ilc",
        "italynorth": "itn",
        "japaneast": "jpe",
        "japanwest": "jpw",
        "koreacentral": "krc",
        "koreasouth": "krs",
        "malaysiawest": "myw",
        "mexicocentral": "mxc",
        "newzealandnorth": "nzn",
        "northcentralus": "ncus",
        "northeurope": "ne",
        "norwayeast": "nwe",
        "polandcentral": "plc",
        "qatarcentral": "qac",
        "southafricanorth": "san",
        "southcentralus": "scus",
        "southeastasia": "sea",
        "southindia": "ins",
        "spaincentral": "spc",
        "swedencentral": "sdc",
        "switzerlandnorth": "szn",
        "switzerlandwest": "szw",
        "uaenorth": "uan",
        "uksouth": "uks",
        "ukwest": "ukw",
        "westcentralus": "wcus",
        "westeurope": "we",
        "westus": "wus",
        "westus2": "wus2",
        "westus3": "wus3",
    }
)
"""ARM region name -> short code, unique per region."""

CLASS_A_AGENT_REGIONS: Final[frozenset[str]] = frozenset(
    {
        "australiaeast",
        "brazilsouth",
        "canadaeast",
        "eastus",
        "eastus2",
        "francecentral",
        "germanywestcentral",
        "italynorth",
        "japaneast",
        "southafricanorth",
        "southcentralus",
        "southindia",
        "spaincentral",
        "swedencentral",
        "uaenorth",
        "uksouth",
        "westeurope",
        "westus",
        "westus3",
    }
)
"""Regions where the Foundry agent service takes a subnet out of 10.0.0.0/8 (README of Microsoft's foundry-samples,
private network standard agent setup)."""
