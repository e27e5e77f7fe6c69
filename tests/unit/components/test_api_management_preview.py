"""The parameterised package: registered once, and pointed at the subscription that everything else goes to."""

from base64 import b64encode
from typing import Any

import pulumi
from harness import SUBSCRIPTION, RecordingMonitor, deploy, value_of

from components.api_management_preview import PACKAGE, ApiManagementService, McpApi

PROVIDER = f"pulumi:providers:{PACKAGE}"


def program():
    service = ApiManagementService(
        "gateway",
        resource_group_name="rg",
        service_name="apim",
        location="swedencentral",
        sku={"name": "PremiumV2", "capacity": 1},
        properties={"virtualNetworkType": "Internal", "publicNetworkAccess": None},
    )
    inputs: Any = {"resource_group_name": "rg", "service_name": service.name}
    return service, _mcp_api("one", **inputs), _mcp_api("two", **inputs)


def _mcp_api(name, opts=None, **inputs: Any):
    complete: Any = {**inputs, "path": name, "display_name": name, "api_id": name}
    return McpApi(name, complete, opts)


def test_one_provider_for_all_resources_of_a_deployment():
    assert len(deploy(program).of_type(PROVIDER)) == 1


def test_each_deployment_of_a_process_has_its_own_provider():
    for _ in range(2):
        assert len(deploy(program).of_type(PROVIDER)) == 1


def test_the_provider_works_in_the_subscription_of_azure_native():
    config = {"azure-native:location": "swedencentral", "azure-native:useMsi": "true"}
    provider = deploy(program, config=config).one(PROVIDER)
    assert provider.inputs == {"subscriptionId": SUBSCRIPTION, "location": "swedencentral", "useMsi": "true"}


def test_the_package_is_registered_once(monkeypatch):
    requests = []
    original = RecordingMonitor.RegisterPackage
    monkeypatch.setattr(
        RecordingMonitor, "RegisterPackage", lambda self, request: requests.append(request) or original(self, request)
    )

    def fresh():
        # Under mocks the SDK keeps references for the process; the engine's language host starts with none.
        settings: Any = pulumi.runtime.settings.SETTINGS
        settings.package_refs = {}
        return program()

    deploy(fresh)
    assert [request.parameterization.name for request in requests] == [PACKAGE]
    parameter = b'{"module":"apimanagement","version":"v20250901preview"}'
    assert requests[0].name == "azure-native"
    assert requests[0].parameterization.value == b64encode(parameter)


def test_outputs_have_python_names():
    service, one, _ = deploy(program).result
    assert value_of(service.gateway_url) == "https://apim.azure-api.net"
    assert value_of(service.private_ip_addresses) == ["10.0.0.4"]
    assert isinstance(value_of(one.name), str)


def test_what_is_not_set_is_not_sent():
    inputs = deploy(program).one(f"{PACKAGE}:apimanagement:ApiManagementService").inputs
    assert set(inputs) == {"resourceGroupName", "serviceName", "location", "sku", "virtualNetworkType"}


def test_resources_use_the_package_and_its_provider(monkeypatch):
    requests = {}
    original = RecordingMonitor.RegisterResource

    def record(self, request):
        requests[request.name] = request
        return original(self, request)

    monkeypatch.setattr(RecordingMonitor, "RegisterResource", record)
    provider = deploy(program).one(PROVIDER)
    for name in ("gateway", "one", "two"):
        assert requests[name].provider.startswith(f"{provider.urn}::")
        assert requests[name].packageRef


def test_a_provider_that_the_caller_names_is_kept():
    def own():
        provider = pulumi.ProviderResource(PACKAGE, "own", {"subscriptionId": "other"})
        opts = pulumi.ResourceOptions(provider=provider)
        _mcp_api("one", opts, resource_group_name="rg", service_name="apim")

    assert [resource.name for resource in deploy(own).of_type(PROVIDER)] == ["own"]
