"""checkNameAvailability of the services that publish it.

Paths and bodies as the published clients have them: azure-mgmt-keyvault, -storage, -search, -apimanagement,
-cognitiveservices (checkDomainAvailability), -cosmosdb (HEAD databaseAccountNames); Microsoft.ContainerRegistry
registries: REST reference, check name availability.
"""

import re
from collections.abc import Callable

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import bad_request, not_found
from simulated_azure.arm.facts import SUBSCRIPTION_ID
from simulated_azure.arm.json_values import Json
from simulated_azure.rest.wire import Answer, Request
from simulated_azure.services.availability import Availability, of_name

Handler = Callable[[Azure, Request, re.Match[str]], Answer]
_SUBSCRIPTION = r"/subscriptions/(?P<subscription>[^/]+)"
# type -> (what the service calls an invalid name, the field of the verdict)
_KINDS = {
    "Microsoft.KeyVault/vaults": ("AccountNameInvalid", "nameAvailable"),
    "Microsoft.Storage/storageAccounts": ("AccountNameInvalid", "nameAvailable"),
    "Microsoft.Search/searchServices": ("Invalid", "nameAvailable"),
    "Microsoft.ApiManagement/service": ("Invalid", "nameAvailable"),
    "Microsoft.ContainerRegistry/registries": ("Invalid", "nameAvailable"),
    "Microsoft.CognitiveServices/accounts": ("Invalid", "isSubdomainAvailable"),
}


def _asked(azure: Azure, subscription: str, arm_type: str, name: str) -> Availability:
    with azure.reading() as world:
        return of_name(world, subscription, arm_type, name)


def _question(arm_type: str, invalid: str, field: str) -> Handler:
    def handle(azure: Azure, request: Request, match: re.Match[str]) -> Answer:
        given = request.body()
        name = given.get("subdomainName") if field == "isSubdomainAvailable" else given.get("name")
        if not isinstance(name, str) or not name:
            raise bad_request("InvalidRequestContent", "The request content needs the name that is asked for.")
        found = _asked(azure, match["subscription"], arm_type, name)
        shown: Json = {field: not found.reason}
        if found.reason:
            shown |= {"reason": invalid if found.reason == "Invalid" else found.reason, "message": found.message}
        elif arm_type == "Microsoft.ApiManagement/service":
            shown["reason"] = "Valid"
        if field == "isSubdomainAvailable":
            shown |= {"subdomainName": name, "type": given.get("type"), "kind": given.get("kind")}
        return Answer(200, shown)

    return handle


def _cosmos(azure: Azure, _request: Request, match: re.Match[str]) -> Answer:
    found = _asked(azure, SUBSCRIPTION_ID, "Microsoft.DocumentDB/databaseAccounts", match["name"])
    if found.reason != "AlreadyExists":
        raise not_found("NotFound", f"No account '{match['name']}'.")
    return Answer(200)


def _routes() -> list[tuple[str, re.Pattern[str], Handler]]:
    found: list[tuple[str, re.Pattern[str], Handler]] = []
    for arm_type, (invalid, field) in _KINDS.items():
        namespace = re.escape(arm_type.partition("/")[0])
        question = "checkDomainAvailability" if field == "isSubdomainAvailable" else "checkNameAvailability"
        path = re.compile(rf"{_SUBSCRIPTION}/providers/{namespace}/{question}", re.IGNORECASE)
        found.append(("POST", path, _question(arm_type, invalid, field)))
    cosmos = r"/providers/Microsoft\.DocumentDB/databaseAccountNames/(?P<name>[^/]+)"
    return [*found, ("HEAD", re.compile(cosmos, re.IGNORECASE), _cosmos)]


ROUTES = tuple(_routes())
