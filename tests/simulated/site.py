"""A small landing zone in ARM's shape that tests build on: every `ensure` method makes valid resources and returns the id."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import ArmError
from simulated_azure.ordering.schedule import VirtualClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

API_VERSION = "2025-09-01-preview"
REGION = "swedencentral"
CRYPTO_ROLE = "e147488a-f6f5-4113-8e2d-b22465e65bf6"


class Site:
    """A resource group in a fresh world. What its methods make is there at once, whatever the time scale.

    With a clock of its own time passes only in `wait`.
    """

    def __init__(
        self,
        path: Path,
        *,
        time_scale: float = 0.0,
        now: Callable[[], float] = time.time,
        clock: VirtualClock | None = None,
    ) -> None:
        self.clock, now = clock, clock or now
        self._settle_in(Azure.open(path, time_scale=time_scale, seed="test", now=now))

    @classmethod
    def on(cls, azure: Azure) -> Self:
        """The same in a world that is open already."""
        site = cls.__new__(cls)
        site.clock = None
        site._settle_in(azure)
        return site

    def _settle_in(self, azure: Azure) -> None:
        self.azure = azure
        self.subscription = f"/subscriptions/{self.azure.subscription_id}"
        self.group = f"{self.subscription}/resourceGroups/rg-test"
        self.put(self.group, {"location": REGION})

    # ------------------------------------------------------------------ requests
    def put(self, resource_id: str, body: dict[str, Any], *, api_version: str = API_VERSION) -> dict[str, Any]:
        scale, self.azure.time_scale = self.azure.time_scale, 0.0
        try:
            self.wait(self.azure.begin_put(resource_id, body, api_version=api_version).id)
        finally:
            self.azure.time_scale = scale
        return self.get(resource_id)

    def wait(self, operation_id: str) -> None:
        while (state := self.azure.poll(operation_id)) is False:
            self.sleep()
        if isinstance(state, ArmError):
            raise state

    def sleep(self) -> None:
        """Let a moment pass: 5 ms, or a second on a clock of its own."""
        if self.clock is None:
            time.sleep(0.005)
        else:
            self.clock.now += 1.0

    def get(self, resource_id: str) -> dict[str, Any]:
        return self.azure.get(resource_id, api_version=API_VERSION)

    def delete(self, resource_id: str) -> None:
        self.wait(self.azure.begin_delete(resource_id, api_version=API_VERSION).id)

    def exists(self, resource_id: str) -> bool:
        return resource_id.lower() in {str(item["id"]).lower() for item in self.azure.resources()}

    @contextmanager
    def refused(self, code: str, *words: str) -> Iterator[None]:
        with pytest.raises(ArmError) as caught:
            yield
        assert caught.value.code == code, caught.value
        for word in words:
            assert word in caught.value.message, caught.value.message

    def resource(self, arm_type: str, name: str) -> str:
        return f"{self.group}/providers/{arm_type}/{name}"

    def tracked(self, arm_type: str, name: str, properties: dict[str, Any] | None = None, **body: Any) -> str:
        found = self.resource(arm_type, name)
        self.put(found, {"location": REGION, "properties": properties or {}, **body})
        return found

    # ------------------------------------------------------------------ network
    def network(self, name: str = "vnet", prefix: str = "192.168.0.0/16") -> str:
        return self.tracked("Microsoft.Network/virtualNetworks", name, {"addressSpace": {"addressPrefixes": [prefix]}})

    def security_group(self, name: str = "nsg", *rules: dict[str, Any]) -> str:
        return self.tracked("Microsoft.Network/networkSecurityGroups", name, {"securityRules": list(rules)})

    def subnet(self, network: str, name: str = "snet", prefix: str = "192.168.1.0/24", **properties: Any) -> str:
        found = f"{network}/subnets/{name}"
        self.put(found, {"properties": {"addressPrefix": prefix, **properties}})
        return found

    def delegated(self, network: str, name: str, prefix: str, service: str, **properties: Any) -> str:
        delegation = {"name": "delegation", "properties": {"serviceName": service}}
        return self.subnet(network, name, prefix, delegations=[delegation], **properties)

    def zone(self, name: str, group: str = "") -> str:
        found = f"{group or self.group}/providers/Microsoft.Network/privateDnsZones/{name}"
        self.put(found, {"location": "global"})
        return found

    def endpoint_body(self, subnet: str, target: str, group: str, **body: Any) -> dict[str, Any]:
        connection = {"name": "c", "properties": {"privateLinkServiceId": target, "groupIds": [group]}}
        properties = {"subnet": {"id": subnet}, "privateLinkServiceConnections": [connection]}
        return {"location": REGION, "properties": properties, **body}

    def endpoint(self, subnet: str, target: str, group: str, name: str = "pe") -> str:
        found = self.resource("Microsoft.Network/privateEndpoints", name)
        self.put(found, self.endpoint_body(subnet, target, group))
        return found

    # ------------------------------------------------------------------ identity and keys
    def identity(self, name: str = "id-test") -> str:
        return self.tracked("Microsoft.ManagedIdentity/userAssignedIdentities", name)

    def principal(self, identity: str) -> str:
        return str(self.get(identity)["properties"]["principalId"])

    def grant(self, scope: str, role: str, principal: str, name: str, **properties: Any) -> str:
        found = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}"
        definition = f"{self.subscription}/providers/Microsoft.Authorization/roleDefinitions/{role}"
        values = {"roleDefinitionId": definition, "principalId": principal, "principalType": "ServicePrincipal"}
        self.put(found, {"properties": {**values, **properties}})
        return found

    def vault(self, name: str = "kv-test", **properties: Any) -> str:
        given = {
            "tenantId": self.azure.tenant_id, "sku": {"family": "A", "name": "standard"}, "enablePurgeProtection": True,
            "enableRbacAuthorization": True, "publicNetworkAccess": "Disabled", **properties,
        }  # fmt: skip
        return self.tracked("Microsoft.KeyVault/vaults", name, {k: v for k, v in given.items() if v is not None})

    def key(self, vault: str, name: str = "key", **properties: Any) -> str:
        found = f"{vault}/keys/{name}"
        self.put(found, {"properties": {"kty": "RSA", "keySize": 3072, **properties}})
        return found

    def usable_key(self) -> tuple[str, str, str]:
        """(identity, vault uri, key name) of a key that the identity may use for encryption."""
        identity, vault = self.identity("id-cmk"), self.vault()
        self.key(vault)
        self.grant(vault, CRYPTO_ROLE, self.principal(identity), "6d3bdb43-97cd-5b6f-a1a2-000000000001")
        return identity, str(self.get(vault)["properties"]["vaultUri"]), "key"

    # ------------------------------------------------------------------ services
    def workspace(self, name: str = "log-test") -> str:
        return self.tracked("Microsoft.OperationalInsights/workspaces", name)

    def storage(self, name: str = "sttest", **body: Any) -> str:
        found = self.resource("Microsoft.Storage/storageAccounts", name)
        self.put(found, storage_body(**body))
        return found

    def account(self, name: str = "aif-test", **properties: Any) -> str:
        found = self.resource("Microsoft.CognitiveServices/accounts", name)
        self.put(found, account_body(name, **properties))
        return found

    def project(self, account: str, name: str = "project") -> str:
        found = f"{account}/projects/{name}"
        self.put(found, {"location": REGION, "identity": {"type": "SystemAssigned"}, "properties": {}})
        return found

    def gateway(self, name: str = "apim-test", sku: str = "StandardV2", **properties: Any) -> str:
        found = self.resource("Microsoft.ApiManagement/service", name)
        self.put(found, gateway_body(sku, **properties))
        return found

    def api(self, gateway: str, name: str = "rest", **properties: Any) -> str:
        found = f"{gateway}/apis/{name}"
        self.put(found, {"properties": {"displayName": name, "path": name, **properties}})
        return found


def storage_body(**body: Any) -> dict[str, Any]:
    return {"location": REGION, "kind": "StorageV2", "sku": {"name": "Standard_ZRS"}, "properties": {}, **body}


def account_body(subdomain: str, **properties: Any) -> dict[str, Any]:
    given = {"allowProjectManagement": True, "customSubDomainName": subdomain, "disableLocalAuth": True, **properties}
    return {"location": REGION, "kind": "AIServices", "sku": {"name": "S0"}, "identity": {"type": "SystemAssigned"},
            "properties": {key: value for key, value in given.items() if value is not None}}  # fmt: skip


def gateway_body(sku: str, **properties: Any) -> dict[str, Any]:
    publisher = {"publisherName": "p", "publisherEmail": "p@example.com"}
    return {"location": REGION, "sku": {"name": sku, "capacity": 1}, "properties": {**publisher, **properties}}
