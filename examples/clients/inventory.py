"""Lists storage accounts and runs a Resource Graph query with Microsoft's own clients.

Variables: AZURE_ENDPOINT (https://management.azure.com by default), AZURE_CA (certificate authority to trust),
AZURE_SUBSCRIPTION_ID. On the simulated Azure they are what `python -m simulated_azure serve` prints.
"""

import os
import time
from typing import Any

from azure.core.credentials import AccessToken
from azure.mgmt.resourcegraph import ResourceGraphClient
from azure.mgmt.resourcegraph.models import QueryRequest
from azure.mgmt.storage import StorageManagementClient


class StaticCredential:
    """Any token will do on the simulated Azure; on the real one use a credential of azure-identity."""

    def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        """A token that is good for an hour."""
        return AccessToken("simulated", int(time.time()) + 3600)


endpoint, subscription = os.environ["AZURE_ENDPOINT"], os.environ["AZURE_SUBSCRIPTION_ID"]
options: Any = {"base_url": endpoint, "connection_verify": os.environ["AZURE_CA"]}

for account in StorageManagementClient(StaticCredential(), subscription, **options).storage_accounts.list():
    print(f"{account.name} in {account.location}")

query = "resources | summarize count() by type | order by type asc"
answer: Any = ResourceGraphClient(StaticCredential(), **options).resources(
    QueryRequest(query=query, subscriptions=[subscription])
)
for row in answer.data:
    print(f"{row['count_']} {row['type']}")
