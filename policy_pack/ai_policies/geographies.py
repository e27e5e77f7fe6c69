"""Azure's public regions and the geography that each belongs to: data at rest stays within a geography.

Source: Azure docs, "List of Azure regions". Member states of the European Union count as one geography, as in the EU
Data Boundary.
"""

_REGIONS = {
    "Asia Pacific": "eastasia southeastasia",
    "Australia": "australiacentral australiacentral2 australiaeast australiasoutheast",
    "Brazil": "brazilsouth brazilsoutheast",
    "Canada": "canadacentral canadaeast",
    "Chile": "chilecentral",
    "European Union": (
        "austriaeast belgiumcentral denmarkeast finlandcentral francecentral francesouth germanynorth "
        "germanywestcentral greececentral italynorth northeurope polandcentral spaincentral swedencentral swedensouth "
        "westeurope"
    ),
    "India": "centralindia southindia westindia jioindiacentral jioindiawest",
    "Indonesia": "indonesiacentral",
    "Israel": "israelcentral",
    "Japan": "japaneast japanwest",
    "Korea": "koreacentral koreasouth",
    "Malaysia": "malaysiawest",
    "Mexico": "mexicocentral",
    "New Zealand": "newzealandnorth",
    "Norway": "norwayeast norwaywest",
    "Qatar": "qatarcentral",
    "South Africa": "southafricanorth southafricawest",
    "Switzerland": "switzerlandnorth switzerlandwest",
    "United Arab Emirates": "uaenorth uaecentral",
    "United Kingdom": "uksouth ukwest",
    "United States": (
        "centralus eastus eastus2 eastus3 northcentralus southcentralus westcentralus westus westus2 westus3"
    ),
}

GEOGRAPHIES = {region: geography for geography, regions in _REGIONS.items() for region in regions.split()}
"""Region -> geography."""
