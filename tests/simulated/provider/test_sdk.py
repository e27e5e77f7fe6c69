"""Loading one resource of the SDK takes its file alone; the package stays whole for everybody else."""

import subprocess
import sys

import pulumi_azure_native
import pytest

from simulated_azure.catalogue import sdk
from simulated_azure.catalogue.schema import UnmodelledTypeError

ONE_BY_ONE = """
import sys
from pulumi_azure_native import network as seen_before
from simulated_azure.catalogue import sdk
resource, args = sdk.classes("network", "VirtualNetwork")
assert "pulumi_azure_native.network.admin_rule" not in sys.modules
from pulumi_azure_native import network, keyvault
assert network is seen_before
assert network.VirtualNetwork is resource and network.VirtualNetworkInitArgs is args
assert network.AdminRule and network.outputs.SubnetResponse and network.SubnetArgs
assert "pulumi_azure_native.network.admin_rule" in sys.modules
assert not hasattr(network, "Nonsense")
vault, _ = sdk.classes("keyvault", "Vault")
assert keyvault.Vault is vault
"""


def test_only_the_file_of_a_resource_is_loaded_until_somebody_wants_more() -> None:
    done = subprocess.run([sys.executable, "-c", ONE_BY_ONE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("network", "Subnet"),
        ("network", "PublicIPAddress"),  # its file bears another name
        ("authorization", "ManagementLockByScope"),
        ("monitor", "DiagnosticSetting"),
    ],
)
def test_the_classes_are_those_of_the_package(module: str, name: str) -> None:
    resource, args = sdk.classes(module, name)
    package = getattr(pulumi_azure_native, module)
    assert resource is getattr(package, name)
    assert args.__module__ == resource.__module__
    assert args is getattr(package, args.__name__)


@pytest.mark.parametrize(("module", "name"), [("network", "Nonsense"), ("nonsense", "Subnet"), ("network", "outputs")])
def test_what_the_sdk_does_not_have_is_named(module: str, name: str) -> None:
    with pytest.raises(UnmodelledTypeError, match=f"{module}"):
        sdk.classes(module, name)
