"""Machines: single ones and scale sets, which describe the same things one level deeper."""

from ai_policies.kit import Resource


def profile(resource: Resource) -> str:
    """Where a machine's profiles begin: a path that ends in a dot, empty for a single machine."""
    return "virtualMachineProfile." if resource.is_type("Microsoft.Compute/virtualMachineScaleSets") else ""
