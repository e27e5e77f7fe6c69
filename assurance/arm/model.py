"""Planned resources as the engine describes them, and resources as ARM writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The engine's mark of a value that is not known before deployment (pulumi/pulumi, sdk/go/common/resource/plugin)."""
SIGNATURE = "4dabf18193072939515e22adb298388d"
"""Key by which the engine marks special objects; here they are secrets, assets and the like."""


@dataclass(frozen=True)
class Planned:
    """A resource that a preview would create or a state holds.

    Attributes:
        urn: the resource's URN.
        token: Pulumi type token.
        inputs: properties as the program wrote them; unknown ones are `UNKNOWN`.
        links: property -> URNs of the resources that its value came from.
        arm_id: the id in Azure, empty before deployment.
        api_version: API version, empty where nothing tells; the SDK's default stands in then.
        protected: whether Pulumi refuses to delete it.
    """

    urn: str
    token: str
    inputs: Mapping[str, Any]
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    arm_id: str = ""
    api_version: str = ""
    protected: bool = False


@dataclass(frozen=True)
class ArmResource:
    """A resource as a template has it.

    Attributes:
        type: ARM type.
        names: names along the type, outermost first.
        group: resource group, empty for a resource of the subscription.
        scope: id of the resource that this one extends, empty for most.
        body: everything that a PUT would send: envelope and `properties`.
        api_version: API version.
    """

    type: str
    names: tuple[str, ...]
    group: str
    scope: str
    body: Mapping[str, Any]
    api_version: str

    def id(self, subscription: str) -> str:
        """The resource's ARM id."""
        root = f"/subscriptions/{subscription}"
        if self.type.casefold() == "microsoft.resources/resourcegroups":
            return f"{root}/resourceGroups/{self.names[0]}"
        namespace, *kinds = self.type.split("/")
        own = "".join(f"/{kind}/{name}" for kind, name in zip(kinds, self.names, strict=True))
        outer = self.scope or (f"{root}/resourceGroups/{self.group}" if self.group else root)
        return f"{outer}/providers/{namespace}{own}"
