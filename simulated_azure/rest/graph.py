"""POST /providers/Microsoft.ResourceGraph/resources: a query in, a table or objects out."""

import re
from collections.abc import Callable

from simulated_azure.arm.azure import Azure
from simulated_azure.rest.wire import Answer, Request

ROUTES: tuple[tuple[str, re.Pattern[str], Callable[[Azure, Request, re.Match[str]], Answer]], ...] = ()
