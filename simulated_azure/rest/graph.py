"""POST /providers/Microsoft.ResourceGraph/resources: a query in, objects or a table out."""

import re

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import bad_request
from simulated_azure.resource_graph import service
from simulated_azure.rest.wire import Answer, Request


def _query(azure: Azure, request: Request, _match: re.Match[str]) -> Answer:
    if request.api_version not in service.VERSIONS:
        raise bad_request(
            "NoRegisteredProviderFound",
            f"No registered resource provider found for API version '{request.api_version}' for type 'resources'. "
            f"The supported api-versions are '{', '.join(service.VERSIONS)}'.",
        )
    return Answer(200, service.answer(azure, request.body()))


ROUTES = (("POST", re.compile(r"/providers/Microsoft\.ResourceGraph/resources", re.IGNORECASE), _query),)
