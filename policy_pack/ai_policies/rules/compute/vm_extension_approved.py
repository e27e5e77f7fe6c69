"""Machines run approved extensions only."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Resource, ResourceRule, Severity, Unknown, Violated, show


def check(resource: Resource) -> Iterator[Finding]:
    """Machines run approved extensions only."""
    # The output `type` is the ARM type: only what the program wrote names the extension.
    publisher, kind = resource.text("publisher"), resource.given("type")
    if kind is UNKNOWN:
        yield Unknown(resource.path_of("type"))
        return
    extension = f"{publisher}/{kind}"
    if extension.casefold() not in {item.casefold() for item in resource.parameter_texts("allowed")}:
        yield Violated(f"is extension {show(extension)}, which is not approved", resource.path_of("type"))


RULE = ResourceRule(
    id="vm-extension-approved",
    control="VM-007",
    title="Machines run approved extensions only",
    severity=Severity.HIGH,
    types=("Microsoft.Compute/virtualMachines/extensions",),
    remedy=(
        "Use an approved publisher and type in VirtualMachineExtension(...), or add `Publisher/Type` to "
        "`allowed` in the `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/extensions/overview",
    parameters={
        "allowed": [
            "Microsoft.Azure.Monitor/AzureMonitorLinuxAgent",
            "Microsoft.Azure.Monitor/AzureMonitorWindowsAgent",
            "Microsoft.Azure.ActiveDirectory/AADSSHLoginForLinux",
            "Microsoft.Azure.ActiveDirectory/AADLoginForWindows",
            "Microsoft.Azure.Security.LinuxAttestation/GuestAttestation",
            "Microsoft.Azure.Security.WindowsAttestation/GuestAttestation",
            "Microsoft.GuestConfiguration/ConfigurationforLinux",
            "Microsoft.GuestConfiguration/ConfigurationforWindows",
            "Microsoft.HpcCompute/NvidiaGpuDriverLinux",
            "Microsoft.HpcCompute/NvidiaGpuDriverWindows",
            "Microsoft.Azure.KeyVault/KeyVaultForLinux",
            "Microsoft.Azure.KeyVault/KeyVaultForWindows",
        ]
    },
    check=check,
)
