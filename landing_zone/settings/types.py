"""The vocabulary of the settings: each type binds its check once, and the sections read like a specification.

A check that refuses a value says what is accepted through `refuse`; `landing_zone.settings.report` turns that into a
problem with its path.
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from landing_zone.errors import did_you_mean
from landing_zone.regions import REGION_CODES

REFUSED: Final = "refused"
"""Error type that carries `accepted` and `hint` in its context."""

GUID_PATTERN: Final = r"^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"
_NIL_GUID: Final = "00000000-0000-0000-0000-000000000000"
_RESOURCE_GROUP: Final = r"/subscriptions/[0-9a-fA-F-]{36}/resourceGroups/[-\w._()]{1,90}"
_HOST: Final = re.compile(r"(?=.{4,253}$)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+[a-z]{2,63}")


def refuse(accepted: str, hint: str = "") -> PydanticCustomError:
    """Return the error for a value that is not accepted."""
    return PydanticCustomError(REFUSED, "{accepted}", {"accepted": accepted, "hint": hint})


@dataclass(frozen=True)
class Text:
    """Annotation for text that has to match the whole of a pattern."""

    pattern: str
    """Regular expression without anchors."""
    accepted: str
    """The pattern in words, for messages and editors."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate `source` first, then the pattern."""
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema of the text with its pattern, so that editors check it too."""
        return {**handler(schema), "pattern": f"^(?:{self.pattern})$", "description": self.accepted}

    def _check(self, value: str) -> str:
        if not re.fullmatch(self.pattern, value):
            raise refuse(self.accepted)
        return value


def _region(value: str) -> str:
    if value not in REGION_CODES:
        raise refuse("an Azure region by its ARM name, such as swedencentral", did_you_mean(value, REGION_CODES))
    return value


def _network(value: object) -> ipaddress.IPv4Network:
    if isinstance(value, ipaddress.IPv4Network):
        return value
    try:
        return ipaddress.IPv4Network(value if isinstance(value, str) and "/" in value else "")
    except ValueError:
        raise refuse("an IPv4 range in CIDR notation whose host bits are zero, such as 192.168.0.0/21") from None


def _guid(value: str) -> str:
    if not re.fullmatch(GUID_PATTERN, value) or value == _NIL_GUID:
        raise refuse("a GUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301, not all zeros")
    return value.lower()


def _https_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "https" or not _HOST.fullmatch(parts.hostname or "") or parts.query or parts.fragment:
        raise refuse("an https:// URL with a host name, without query or fragment")
    if parts.username is not None or parts.password is not None:
        raise refuse("an https:// URL without user name and password: secrets do not belong in configuration")
    return value.rstrip("/")


def _resource_id(arm_type: str) -> Text:
    """Return the annotation for the ARM id of a resource of `arm_type`."""
    namespace, *kinds = arm_type.split("/")
    tail = "".join(f"/{kind}/[^/]+" for kind in kinds)
    pattern = f"{_RESOURCE_GROUP}/providers/{re.escape(namespace)}{tail}"
    example = "/subscriptions/.../resourceGroups/.../providers/" + namespace + "".join(f"/{k}/..." for k in kinds)
    return Text(pattern, f"the ARM id of a {arm_type}: {example}")


AzureRegion = Annotated[str, AfterValidator(_region), WithJsonSchema({"type": "string", "enum": sorted(REGION_CODES)})]
"""ARM name of a region."""

Cidr = Annotated[
    ipaddress.IPv4Network,
    BeforeValidator(_network),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{1,3}\.){3}\d{1,3}/\d{1,2}$"}),
]
"""IPv4 range; host bits have to be zero."""

Guid = Annotated[str, AfterValidator(_guid), WithJsonSchema({"type": "string", "pattern": GUID_PATTERN})]
"""Lower-case GUID."""

HttpsUrl = Annotated[str, AfterValidator(_https_url), WithJsonSchema({"type": "string", "pattern": "^https://"})]
"""https URL without trailing slash."""

Workload = Annotated[str, Text(r"[a-z][a-z0-9]{1,9}", "2 to 10 lower-case letters and digits, a letter first")]
Environment = Annotated[str, Text(r"[a-z][a-z0-9]{1,7}", "2 to 8 lower-case letters and digits, a letter first")]
Instance = Annotated[str, Text(r"[0-9]{3}", 'three digits in quotes, such as "001"')]
TagName = Annotated[
    str, Text(r"[^<>%&\\?/\x00-\x1f]{1,128}", "1 to 128 characters without < > % & \\ ? / and control characters")
]
TagValue = Annotated[str, Field(min_length=1, max_length=256)]
ContainerName = Annotated[
    str, Text(r"[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,62}", "3 to 63 lower-case letters, digits and single hyphens")
]
DeploymentName = Annotated[
    str, Text(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}", "2 to 64 letters, digits, and _ . - after the first")
]
ModelVersion = Annotated[
    str, Text(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", 'a model version in quotes, such as "2024-11-20"')
]
Slug = Annotated[
    str,
    Text(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", "lower-case words of letters and digits joined by single hyphens"),
    Field(max_length=40),
]
ToolName = Annotated[str, Text(r"[A-Za-z0-9_-]{1,64}", "1 to 64 letters, digits, _ and -")]
EmailAddress = Annotated[str, Text(r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address")]
ApiPath = Annotated[
    str,
    Text(
        r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:/[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*",
        "a path of lower-case letters, digits, hyphens and inner slashes",
    ),
    Field(max_length=200),
]
OperationPath = Annotated[
    str, Text(r"/[A-Za-z0-9{}_./-]*", "a URL path that starts with a slash, such as /orders/{id}")
]
Audience = Annotated[
    str,
    Text(
        r"(?:api://[A-Za-z0-9._/-]+|https://[A-Za-z0-9._/-]+|[0-9a-fA-F-]{36})",
        "an application id URI such as api://orders-mcp, or an application (client) id",
    ),
]
DisplayName = Annotated[str, Field(min_length=1, max_length=100)]

VirtualNetworkId = Annotated[str, _resource_id("Microsoft.Network/virtualNetworks")]
SubnetId = Annotated[str, _resource_id("Microsoft.Network/virtualNetworks/subnets")]
PrivateDnsZoneId = Annotated[str, _resource_id("Microsoft.Network/privateDnsZones")]
DdosProtectionPlanId = Annotated[str, _resource_id("Microsoft.Network/ddosProtectionPlans")]
WorkspaceId = Annotated[str, _resource_id("Microsoft.OperationalInsights/workspaces")]
VaultId = Annotated[str, _resource_id("Microsoft.KeyVault/vaults")]
