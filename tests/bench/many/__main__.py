"""One resource group and BENCH_RESOURCES - 1 managed identities in it."""

import gc
import os

import pulumi
from pulumi_azure_native import managedidentity, resources

gc.freeze()


def without_aliases(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
    """As the landing zone does: the SDK's aliases cost more than the provider that is to be measured."""
    args.opts.aliases = None
    return pulumi.ResourceTransformationResult(args.props, args.opts)


pulumi.runtime.register_stack_transformation(without_aliases)
group = resources.ResourceGroup("group", resource_group_name="rg-many", location="swedencentral")
for number in range(int(os.environ["BENCH_RESOURCES"]) - 1):
    managedidentity.UserAssignedIdentity(
        f"identity-{number}",
        resource_name_=f"id-{number}",
        resource_group_name=group.name,
        location="swedencentral",
    )
