"""What hangs on a replaced resource is replaced with it; what is in use is replaced only once its users have moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulated_azure.arm.azure import Azure
from tests.engine.harness import ROOT, Deployment

PROJECT = f"""name: replacement
runtime:
  name: python
  options:
    toolchain: pip
    virtualenv: {ROOT / ".venv"}
"""

PROGRAM = f"""import sys
sys.path.insert(0, {str(ROOT)!r})
from pulumi_azure_native import resources
from components.artifact_store import ArtifactStore
from components.network import Network, PrivateDns

group = resources.ResourceGroup("group", resource_group_name="rg-replace", location="swedencentral")
where = {{"resource_group_name": group.name, "location": "swedencentral"}}
network = Network("network", {{**where, "network_name": "vnet-replace", "address_prefixes": ["10.0.0.0/16"], "subnets": [
    {{"kind": "private_endpoints", "subnet_name": "snet-endpoints", "address_prefix": "10.0.0.0/24",
      "security_group_name": "SECURITY_GROUP"}}]}})
dns = PrivateDns("dns", {{"resource_group_name": group.name, "network_id": network.network_id, "link_name": "vnet-replace",
    "zone_names": ["privatelink.blob.core.windows.net"]}})
ArtifactStore("store", {{**where, "account_name": "ACCOUNT", "private_endpoint": {{"endpoint_name": "pep-store",
    "subnet_id": network.subnet_id("private_endpoints"), "zone_ids": dns.zones}}}})
"""


def write(folder: Path, *, security_group: str = "nsg-one", account: str = "storeone") -> None:
    program = PROGRAM.replace("SECURITY_GROUP", security_group).replace("ACCOUNT", account)
    (folder / "__main__.py").write_text(program, encoding="utf-8")


@pytest.fixture
def fresh(tmp_path: Path) -> Deployment:
    program = tmp_path / "program"
    program.mkdir()
    (program / "Pulumi.yaml").write_text(PROJECT, encoding="utf-8")
    write(program)
    return Deployment(tmp_path / "state", program=program)


@pytest.fixture
def deployment(fresh: Deployment) -> Deployment:
    fresh.up().must_pass()
    return fresh


def urn_of(deployment: Deployment, kind: str) -> str:
    (urn,) = [each["urn"] for each in deployment.state() if each["type"] == kind]
    return urn


def test_an_endpoint_is_replaced_with_its_target(deployment: Deployment) -> None:
    account = urn_of(deployment, "azure-native:storage:StorageAccount")
    replaced = deployment.up("--replace", account).must_pass().output
    assert "azure-native:network:PrivateEndpoint store-endpoint replacing" in replaced
    deployment.preview("--expect-no-changes").must_pass()
    deployment.refresh("--expect-no-changes").must_pass()


def test_a_renamed_account_takes_its_endpoint_along(deployment: Deployment) -> None:
    write(deployment.program, account="storetwo")
    deployment.up().must_pass()
    (endpoint,) = [each for each in deployment.state() if each["type"] == "azure-native:network:PrivateEndpoint"]
    connection = endpoint["outputs"]["privateLinkServiceConnections"][0]
    assert connection["privateLinkServiceId"].endswith("/storetwo")
    assert not [each for each in deployment.world() if each["id"].endswith("/storeone")]
    deployment.preview("--expect-no-changes").must_pass()


def test_a_security_group_is_renamed_under_a_subnet_that_uses_it(deployment: Deployment) -> None:
    write(deployment.program, security_group="nsg-two")
    deployment.up().must_pass()
    groups = [each["id"] for each in deployment.world() if "/networkSecurityGroups/" in each["id"]]
    assert [name.rsplit("/", 1)[-1] for name in groups] == ["nsg-two"]
    deployment.preview("--expect-no-changes").must_pass()


def decide(deployment: Deployment, status: str) -> None:
    """Approve or reject the endpoint's connection, as the owner of the store does."""
    (account,) = [each for each in deployment.world() if each["id"].endswith("/storeone")]
    (connection,) = account["properties"]["privateEndpointConnections"]
    state = {"status": status, "description": "by hand"}
    azure = Azure.open(deployment.world_file, time_scale=0.0)
    body = {"properties": {"privateLinkServiceConnectionState": state}}
    azure.begin_put(connection["id"], body, api_version="2024-01-01")
    azure.close()


def test_an_approval_that_comes_late_is_no_change_and_a_rejection_is_undone(fresh: Deployment) -> None:
    fresh.azure("facts", "endpointsNeedApproval", '["Microsoft.Storage/storageAccounts"]').must_pass()
    fresh.up().must_pass()
    decide(fresh, "Approved")
    fresh.refresh().must_pass()
    fresh.preview("--expect-no-changes").must_pass()

    decide(fresh, "Rejected")
    fresh.azure("facts", "endpointsNeedApproval", "[]").must_pass()
    assert "PrivateEndpoint store-endpoint" in fresh.refresh().must_pass().output
    assert "PrivateEndpoint store-endpoint replac" in fresh.up().must_pass().output
    fresh.refresh("--expect-no-changes").must_pass()
    fresh.preview("--expect-no-changes").must_pass()


KEYED = f"""import sys
sys.path.insert(0, {str(ROOT)!r})
from pulumi_azure_native import managedidentity, resources
from components.artifact_store import ArtifactStore
from components.encryption import Encryption
from components.search import Search

group = resources.ResourceGroup("group", resource_group_name="rg-keep", location="swedencentral")
where = {{"resource_group_name": group.name, "location": "swedencentral", "protect": PROTECT}}
identity = managedidentity.UserAssignedIdentity("identity", resource_name_="id-keep", resource_group_name=group.name)
encryption = Encryption("encryption", {{**where, "tenant_id": "7e4a47ed-0000-4000-8000-000000000001",
    "vault_name": "kv-keep-1", "keys": [{{"key_name": "KEY"}}], "sku": "SKU", "identity_id": identity.id,
    "identity_principal_id": identity.principal_id, "identity_client_id": identity.client_id}})
ArtifactStore("store", {{**where, "account_name": "stkeep1", "replication": "REPLICATION",
    "customer_managed_key": encryption.key_reference("KEY")}})
Search("search", {{**where, "service_name": "srch-keep-1", "identity_ids": [], "sku_name": "TIER"}})
"""


def keyed(folder: Path, **changes: str) -> None:
    program = KEYED
    given = {"protect": "True", "key": "store", "sku": "premium", "replication": "ZRS", "tier": "standard", **changes}
    for name, value in given.items():
        program = program.replace(name.upper(), value)
    (folder / "__main__.py").write_text(program, encoding="utf-8")


def test_a_preview_says_what_azure_would_refuse(fresh: Deployment) -> None:
    keyed(fresh.program)
    fresh.up().must_pass()

    def refused(**changes: str) -> str:
        keyed(fresh.program, **changes)
        return fresh.preview().must_fail().output

    assert "marked for protection" in refused(replication="LRS")
    assert "from standard to basic, only to a larger one (standard2, standard3)" in refused(tier="basic")
    assert "does not change `properties.kty` (from RSA-HSM to RSA). Give the key another name" in refused(
        sku="standard"
    )

    # With consent: the store is made anew, a key of another kind gets another name, and the old one stays.
    keyed(fresh.program, protect="False")
    fresh.up().must_pass()
    keyed(fresh.program, protect="False", replication="GRS", tier="standard2", sku="standard", key="software")
    assert "azure-native:storage:StorageAccount store replac" in fresh.up().must_pass().output
    keys = [each["id"].rsplit("/", 1)[-1] for each in fresh.world() if "/keys/" in each["id"]]
    assert sorted(keys) == ["software", "store"]
    fresh.preview("--expect-no-changes").must_pass()
    fresh.destroy().must_pass()
    assert fresh.world() == []
