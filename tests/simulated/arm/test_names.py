import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.names import NAME_RULES, check_name

GROUP = "/subscriptions/s/resourceGroups/rg"
G = "Microsoft."

# type, good names, bad names
CASES = [
    ("Network/virtualNetworks", ["vn", "v" * 64, "a_b.c-d_"], ["v", "v" * 65, "-vn", "vn-"]),
    ("Network/virtualNetworks/subnets", ["s", "AzureBastionSubnet", "s" * 80], ["s" * 81, "_s", "s."]),
    ("Network/networkSecurityGroups", ["n", "nsg-1_"], ["nsg 1", "nsg-"]),
    ("Network/privateEndpoints", ["pe-1"], ["pe#1", "p" * 81]),
    ("Network/azureFirewalls", ["f" * 56], ["f" * 57]),
    ("Network/privateDnsZones", ["privatelink.blob.core.windows.net"], ["blob", "a..b", "a" * 64 + ".net"]),
    ("ManagedIdentity/userAssignedIdentities", ["id-1", "abc"], ["ab", "-id", "i" * 129]),
    ("KeyVault/vaults", ["kv-a", "k" * 24], ["kv", "k" * 25, "1kv", "kv--a", "kv-"]),
    ("KeyVault/vaults/keys", ["key-1"], ["key_1", "k" * 128]),
    ("Storage/storageAccounts", ["abc", "s" * 24], ["ab", "s" * 25, "St1", "st-1"]),
    ("Storage/storageAccounts/blobServices", ["default"], ["main"]),
    (
        "Storage/storageAccounts/blobServices/containers",
        ["models", "$web", "a-b"],
        ["Mo", "ab", "a--b", "-ab", "m" * 64],
    ),
    ("CognitiveServices/accounts", ["ai", "a.b_c-d"], ["a", "-ai", "a" * 65]),
    ("CognitiveServices/accounts/connections", ["abc", "c" * 33], ["ab", "c" * 34, "a.b"]),
    ("CognitiveServices/accounts/projects/connections", ["search"], ["c" * 34]),
    ("CognitiveServices/accounts/raiPolicies", ["p", "Strict.1"], ["-p", "a b"]),
    ("Search/searchServices", ["srch-1", "ab"], ["s-rch", "srch--1", "srch-", "Srch", "s" * 61]),
    ("Search/searchServices/sharedPrivateLinkResources", ["l" * 60], ["l" * 61]),
    ("DocumentDB/databaseAccounts", ["cosmos-1", "c" * 44], ["co", "Cosmos", "c" * 45, "c--1"]),
    ("ContainerRegistry/registries", ["acr12"], ["acr1", "acr-12", "a" * 51]),
    ("App/managedEnvironments", ["cae-1"], ["c", "cae_1"]),
    ("App/containerApps", ["app-1"], ["a", "App", "app--1", "1app", "a" * 33]),
    ("ApiManagement/service", ["apim-1", "a"], ["1apim", "apim-", "a" * 51]),
    ("ApiManagement/service/apis", ["a" * 256], ["a" * 257, "a#b"]),
    ("ApiManagement/service/apis/tools", ["get_order"], ["t" * 81]),
    ("ApiManagement/service/policies", ["policy"], ["main"]),
    ("OperationalInsights/workspaces", ["log-1"], ["log", "log_1", "-log1"]),
    ("Insights/components", ["appi 1"], ["appi.", "a?b"]),
    ("Insights/privateLinkScopes", ["ampls(1)_"], ["ampls.", "ampls(1)", "am pls"]),
    (
        "Authorization/roleAssignments",
        ["6d3bdb43-97cd-5b6f-a1a2-000000000001"],
        ["owner", "6d3bdb4397cd5b6fa1a2000000000001"],
    ),
    ("Authorization/locks", ["no-delete"], ["l" * 91]),
    (
        "ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
        ["fic", "f" * 120],
        ["fi", "-fic", "f" * 121],
    ),
    ("ApiManagement/service/policyFragments", ["a_b-c", "f" * 80], ["-a", "a-", "f" * 81]),
    ("CognitiveServices/accounts/capabilityHosts", ["h", "a_b-c", "h" * 255], ["-h", "h" * 256, "a.b"]),
    ("Compute/virtualMachines", ["jump-1", "v" * 64], ["jump_1", "jump-", "v" * 65]),
    ("Purview/accounts", ["pview-1", "p" * 63], ["pv", "pview-", "p--v", "p" * 64]),
    ("MachineLearningServices/workspaces", ["mlw"], ["ml", "m" * 34]),
]


def id_of(arm_type: str, name: str) -> ResourceId:
    namespace, *kinds = (G + arm_type).split("/")
    middle = "".join(f"/{kind}/x" for kind in kinds[:-1])
    return ResourceId.parse(f"{GROUP}/providers/{namespace}{middle}/{kinds[-1]}/{name}")


@pytest.mark.parametrize(("arm_type", "name"), [(t, n) for t, good, _ in CASES for n in good])
def test_accepted(arm_type: str, name: str) -> None:
    check_name(id_of(arm_type, name))


@pytest.mark.parametrize(("arm_type", "name"), [(t, n) for t, _, bad in CASES for n in bad])
def test_refused_with_the_codes_of_the_type(arm_type: str, name: str) -> None:
    with pytest.raises(ArmError) as caught:
        check_name(id_of(arm_type, name))
    assert caught.value.status == 400
    assert caught.value.code == NAME_RULES[(G + arm_type).lower()].code
    assert name in caught.value.message


@pytest.mark.parametrize("name", ["rg.", "r" * 91, "rg*1"])
def test_resource_group_names(name: str) -> None:
    with pytest.raises(ArmError) as caught:
        check_name(ResourceId.parse(f"/subscriptions/s/resourceGroups/{name}"))
    assert caught.value.code == "InvalidResourceGroup"


@given(st.from_regex(r"[a-z0-9]{3,24}", fullmatch=True))
def test_storage_takes_exactly_its_pattern(name: str) -> None:
    check_name(id_of("Storage/storageAccounts", name))
    with pytest.raises(ArmError):
        check_name(id_of("Storage/storageAccounts", name + "-"))


def test_every_rule_has_a_source() -> None:
    assert all(rule.source for rule in NAME_RULES.values())


@pytest.mark.parametrize(
    ("name", "accepted"), [("rg-1", True), ("r" * 90, True), ("r" * 91, False), ("rg.", False), ("r g", False)]
)
def test_names_of_resource_groups(name: str, accepted: bool) -> None:
    group = ResourceId.parse(f"/subscriptions/s/resourceGroups/{name}")
    if accepted:
        check_name(group)
        return
    with pytest.raises(ArmError) as caught:
        check_name(group)
    assert caught.value.code == "InvalidResourceGroup"
