"""What is reported of Azure and not modelled, so that nobody takes a run without an error for a proof of it."""

GAPS: tuple[tuple[str, str], ...] = (
    (
        "Roles through groups: tokens of managed identities are cached for up to 24 hours.",
        "AZD troubleshooting.md",
    ),
    ("Outbound rules of managed networks, which take some ten minutes.", "FS 18 waits that long"),
    ("A private DNS zone that cannot be deleted though no link is left.", "azure-cli#15010"),
    (
        "A resource group's list that shows again what was deleted.",
        "AZD delete-resource-group.md",
    ),
    ("429 `RetryableError` as the other answer of a busy network; 409 is given.", "#903@PAN"),
    ("Writes to one NAT gateway that follow each other too closely.", "TF locks"),
    ("Tenancy of subnets with load balancers, Redis, route servers and DNS resolvers.", "ZOD"),
    ("A search service's name that two parallel creates have spoiled for hours.", "LZB v1.0.9"),
    ("The start of authority of a private DNS zone, and tiers of a Log Analytics workspace.", "TF ForceNew"),
    ("Key versions: a rotation makes none, and nothing expires.", "Key Vault REST reference"),
    ("The join right of a subnet for Container Apps environments and agents: no source was found.", "linked_access.py"),
    ("Rights of the caller at a purge and at lists; conditions of roles; data actions.", "permissions.py"),
    ("Data planes: blobs, secrets, indexes, model calls.", "scope of the simulation"),
)
"""What Azure does, and who says so."""
