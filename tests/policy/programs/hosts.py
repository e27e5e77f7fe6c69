# pyright: reportArgumentType=false
# Programs write plain dictionaries; what the SDK makes of them is what is judged here.
"""Compliant programs that run code."""

from collections.abc import Callable

import pulumi_azure_native as az

from tests.policy.programs.site import KEPT, LOCATION, SUBSCRIPTION, Site

IDENTITY = f"{SUBSCRIPTION}/resourceGroups/rg-x/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-x"


def container_app() -> None:
    """A container app inside a closed environment, its image from a registry of the stack."""
    site = Site()
    _registry(site)
    subnet = site.make_subnet("apps", "10.0.4.0/23", "Microsoft.App/environments")
    environment = az.app.ManagedEnvironment(
        "environment",
        environment_name="cae-x",
        vnet_configuration={"infrastructure_subnet_id": subnet.id, "internal": True},
        public_network_access="Disabled",
        peer_traffic_configuration={"encryption": {"enabled": True}},
        app_logs_configuration={"destination": "azure-monitor"},
        **site.here,
    )
    az.app.ContainerApp(
        "app",
        container_app_name="app-x",
        environment_id=environment.id,
        identity=site.user,
        configuration={
            "ingress": {"external": False, "target_port": 8080, "allow_insecure": False},
            "registries": [{"server": "acrx.azurecr.io", "identity": site.identity.id}],
        },
        template={"containers": [{"name": "app", "image": "acrx.azurecr.io/app@sha256:" + "0" * 64}]},
        **site.here,
    )
    site.closed("environment", environment.id, "managedEnvironments", f"{LOCATION}.azurecontainerapps.io")


def machine() -> None:
    """A virtual machine without a public address."""
    site = Site()
    card = az.network.NetworkInterface(
        "card",
        network_interface_name="nic-x",
        ip_configurations=[{"name": "main", "subnet": {"id": site.subnet.id}}],
        **site.here,
    )
    key = {"path": "/etc/ssh/operator", "key_data": "ssh-ed25519 AAAA"}
    disks = _disks(site)
    vm = az.compute.VirtualMachine(
        "machine",
        vm_name="vm-x",
        hardware_profile={"vm_size": "Standard_D4s_v5"},
        identity=site.user,
        network_profile={"network_interfaces": [{"id": card.id}]},
        storage_profile={
            "os_disk": {"create_option": "FromImage", "managed_disk": {"disk_encryption_set": {"id": disks.id}}}
        },
        security_profile={
            "security_type": "TrustedLaunch",
            "encryption_at_host": True,
            "uefi_settings": {"secure_boot_enabled": True, "v_tpm_enabled": True},
            "proxy_agent_settings": {"enabled": True},
        },
        os_profile={
            "computer_name": "machine",
            "admin_username": "operator",
            "linux_configuration": {
                "disable_password_authentication": True,
                "ssh": {"public_keys": [key]},
                "patch_settings": {"patch_mode": "AutomaticByPlatform", "assessment_mode": "AutomaticByPlatform"},
            },
        },
        **site.here,
    )
    _watched(site, vm)
    site.logs("machine", vm.id)


def _disks(site: Site) -> az.compute.DiskEncryptionSet:
    return az.compute.DiskEncryptionSet(
        "disks",
        disk_encryption_set_name="des-x",
        encryption_type="EncryptionAtRestWithCustomerKey",
        identity=site.user,
        active_key={"key_url": site.key.key_uri_with_version},
        rotation_to_latest_key_version_enabled=True,
        opts=KEPT,
        **site.here,
    )


def _watched(site: Site, vm: az.compute.VirtualMachine) -> None:
    az.compute.VirtualMachineExtension(
        "agent",
        vm_extension_name="AzureMonitorLinuxAgent",
        vm_name=vm.name,
        publisher="Microsoft.Azure.Monitor",
        type="AzureMonitorLinuxAgent",
        type_handler_version="1.0",
        **site.here,
    )
    rule = az.monitor.DataCollectionRule("rule", data_collection_rule_name="dcr-x", **site.here)
    site.logs("rule", rule.id)
    az.monitor.DataCollectionRuleAssociation(
        "collected", association_name="dcra-x", resource_uri=vm.id, data_collection_rule_id=rule.id
    )


def registry() -> None:
    """A container registry without shared logins."""
    _registry(Site())


def _registry(site: Site) -> None:
    made = az.containerregistry.Registry(
        "registry",
        registry_name="acrx",
        sku={"name": "Premium"},
        admin_user_enabled=False,
        anonymous_pull_enabled=False,
        public_network_access="Disabled",
        network_rule_bypass_options="None",
        data_endpoint_enabled=True,
        policies={
            "export_policy": {"status": "disabled"},
            "azure_ad_authentication_as_arm_policy": {"status": "disabled"},
            "quarantine_policy": {"status": "enabled"},
            "trust_policy": {"status": "enabled", "type": "Notary"},
            "retention_policy": {"status": "enabled", "days": 7},
        },
        # This class takes a map: its keys cannot be outputs.
        identity={"type": "UserAssigned", "user_assigned_identities": {IDENTITY: {}}},
        encryption={
            "status": "enabled",
            "key_vault_properties": {"identity": site.identity.client_id, "key_identifier": site.key.key_uri},
        },
        opts=KEPT,
        **site.here,
    )
    site.closed("registry", made.id, "registry", "azurecr.io")


PROGRAMS: dict[str, Callable[[], None]] = {
    "container_app": container_app,
    "machine": machine,
    "registry": registry,
}
