"""Which API versions a resource type has.

Sources of the answers: MissingApiVersionParameter (Azure/azure-sdk-for-go#22571), InvalidApiVersionParameter of the
types that Azure Resource Manager serves itself (ansible-collections/azure#1739), NoRegisteredProviderFound of all
others (Azure/azure-cli#28496, pulumi/pulumi-azure-native#584), InvalidResourceNamespace and InvalidResourceType
(AZD azure-resource-manager/troubleshooting/common-deployment-errors.md).
"""

from simulated_azure.arm.checks import check_api_version
from simulated_azure.arm.errors import bad_request, not_found
from simulated_azure.arm.published import published, table

_ITS_OWN = "microsoft.resources/"


def check_version(arm_type: str, api_version: str, *, location: str = "") -> None:
    """Refuse an API version that is missing, malformed, or that the type does not have.

    Args:
        arm_type: full resource type.
        api_version: what the request asks for.
        location: region of the resource, where the request names one; only for the message.

    Raises:
        ArmError: 400 for the version, 404 for a type that this simulation does not model.
    """
    check_api_version(api_version)
    row = published(arm_type.lower())
    if row is None:
        raise _unknown(arm_type, api_version)
    if api_version in row.versions:
        return
    known = sorted(row.versions, reverse=True)
    if arm_type.lower().startswith(_ITS_OWN):
        raise bad_request(
            "InvalidApiVersionParameter",
            f"The api-version '{api_version}' is invalid. The supported versions are '{','.join(known)}'.",
        )
    raise bad_request(
        "NoRegisteredProviderFound",
        f"No registered resource provider found for location '{location}' and API version '{api_version}' for type "
        f"'{row.type.partition('/')[2]}'. The supported api-versions are '{', '.join(sorted(known))}'.",
    )


def _unknown(arm_type: str, api_version: str) -> Exception:
    namespace = arm_type.partition("/")[0]
    if not any(key.startswith(f"{namespace.lower()}/") for key in table()):
        return not_found(
            "InvalidResourceNamespace", f"The resource namespace '{namespace}' is invalid, or not simulated."
        )
    return not_found(
        "InvalidResourceType",
        f"The resource type '{arm_type.partition('/')[2]}' could not be found in the namespace '{namespace}' for api "
        f"version '{api_version}': Azure has no such type, or this simulation does not model it.",
    )
