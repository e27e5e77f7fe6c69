import base64
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from pulumi.runtime.proto import provider_pb2

from simulated_azure.provider import package_schema
from simulated_azure.provider.main import serve
from tests.simulated.provider.conftest import GROUP, SUBSCRIPTION, AbortedError

PACKAGE = "azure-native_apimanagement_v20250901preview"


async def test_client_config_is_the_caller_of_the_world(engine, world):
    assert await engine.invoke("azure-native:authorization:getClientConfig", {}) == {
        "clientId": world.client_id,
        "objectId": world.object_id,
        "subscriptionId": SUBSCRIPTION,
        "tenantId": world.tenant_id,
    }


async def test_a_configured_subscription_goes_into_ids(engine, world):
    await engine.configure(subscriptionId="11111111-2222-3333-4444-555555555555")
    resource_id, _ = await engine.create("azure-native:resources:ResourceGroup", {"resourceGroupName": "rg"})
    assert resource_id == "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg"


async def test_get_functions_read_the_resource(engine, world):
    subnet = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v/subnets/s"
    world.bodies[subnet.lower()] = {"id": subnet, "name": "s", "properties": {"addressPrefix": "10.0.0.0/24"}}
    arguments = {"resourceGroupName": "rg", "virtualNetworkName": "v", "subnetName": "s"}
    result = await engine.invoke("azure-native:network:getSubnet", arguments)
    assert result["addressPrefix"] == "10.0.0.0/24"
    assert result["id"] == subnet
    with pytest.raises(AbortedError, match="ResourceNotFound"):
        await engine.invoke("azure-native:network:getSubnet", arguments | {"subnetName": "t"})


async def test_keys_are_listed_by_a_post(engine, world):
    arguments = {"resourceGroupName": "rg", "accountName": "st"}
    result = await engine.invoke("azure-native:storage:listStorageAccountKeys", arguments)
    assert result["keys"][0]["keyName"] == "key1"
    assert world.calls[-1][1].endswith("/storageAccounts/st/listKeys")


async def test_other_functions_are_refused_by_name(engine):
    with pytest.raises(AbortedError, match="does not model the function 'azure-native:network:listSomething'"):
        await engine.invoke("azure-native:network:listSomething", {})


def by_arguments(*arguments: str) -> provider_pb2.ParameterizeRequest:
    return provider_pb2.ParameterizeRequest(args=provider_pb2.ParameterizeRequest.ParametersArgs(args=arguments))


@pytest.mark.parametrize("version", ["v20250901preview", "2025-09-01-preview"])
async def test_parameterised_from_the_command_line(engine, version):
    request = by_arguments("apimanagement", version)
    answer = await engine.servicer.Parameterize(request, engine.context)
    assert (answer.name, answer.version) == (PACKAGE, "3.29.0")


async def test_parameterised_from_an_sdk(engine):
    value = base64.b64encode(json.dumps({"module": "apimanagement", "version": "v20250901preview"}).encode())
    request = provider_pb2.ParameterizeRequest(
        value=provider_pb2.ParameterizeRequest.ParametersValue(name=PACKAGE, version="3.29.0", value=value)
    )
    assert (await engine.servicer.Parameterize(request, engine.context)).name == PACKAGE


@pytest.mark.parametrize(
    "arguments", [["apimanagement"], ["apimanagement", "latest"], ["nonsense", "v20250901preview"]]
)
async def test_wrong_parameters_are_explained(engine, arguments):
    with pytest.raises(AbortedError) as caught:
        await engine.servicer.Parameterize(by_arguments(*arguments), engine.context)
    assert caught.value.code.name == "INVALID_ARGUMENT"


def test_without_a_world_it_says_what_to_set(capsys):
    assert serve([], {}) == 2
    assert "SIMULATED_AZURE_WORLD" in capsys.readouterr().err


def started(tmp_path, *prefix: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "SIMULATED_AZURE_WORLD": str(tmp_path / "world.sqlite")}
    command = [*prefix, sys.executable, "-c", "from simulated_azure.provider.main import serve; serve([])"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def test_the_engine_gets_a_port_and_closes_the_plugin_with_sigint(tmp_path):
    with started(tmp_path) as process:
        assert process.stdout is not None
        assert 0 < int(process.stdout.readline()) < 65536
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert time.monotonic() - asked < 4  # the engine kills after five seconds


def test_it_goes_when_the_engine_is_gone(tmp_path):
    script = "from simulated_azure.provider.main import serve; serve([])"
    starter = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {script!r}]); sys.stdin.read()"
    environment = {**os.environ, "SIMULATED_AZURE_WORLD": str(tmp_path / "world.sqlite")}
    with subprocess.Popen(
        [sys.executable, "-c", starter], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        assert int(parent.stdout.readline()) > 0
        parent.kill()
        # The plugin holds the pipe; it ends when the plugin does.
        assert parent.stdout.read() == ""


async def test_the_schema_names_types_and_their_required_inputs(engine, monkeypatch):
    templates = {"privatedns:PrivateZone": ("", "")}
    monkeypatch.setattr(package_schema, "id_templates", lambda: templates)
    answer = await engine.servicer.GetSchema(provider_pb2.GetSchemaRequest(), engine.context)
    schema = json.loads(answer.schema)
    assert schema["version"] == "3.29.0"
    zone = schema["resources"]["azure-native:privatedns:PrivateZone"]
    assert zone["requiredInputs"] == ["resourceGroupName"]
    assert "privateZoneName" in zone["inputProperties"]
    assert "numberOfRecordSets" in zone["properties"]
