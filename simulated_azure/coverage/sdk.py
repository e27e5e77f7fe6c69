"""What is stored plainly of the types that the SDK can make."""

from collections.abc import Iterator

from simulated_azure.catalogue.catalogue import id_templates, object_type, resource_type
from simulated_azure.catalogue.schema import Property
from simulated_azure.coverage.plain import ENVELOPE, plain


def stored_plainly(token: str) -> list[str]:
    """Properties of a type of the SDK, outermost level, that nothing looks at."""
    return plain(resource_type(token).arm_type, body_names(token))


def body_names(token: str) -> set[str]:
    """Properties of a type of the SDK, outermost level, as ARM calls them."""
    return {name for item in resource_type(token).inputs.properties.values() for name in _names(item)}


def tokens() -> Iterator[tuple[str, str]]:
    """(token, type) of every resource that the provider can make and whose type the token alone tells."""
    for short, (arm_type, _template) in sorted(id_templates().items()):
        if "{" in arm_type or arm_type == "*":  # record sets and the generic resource
            continue
        yield f"azure-native:{short}", arm_type


def _names(item: Property) -> list[str]:
    """ARM names of one property: those below it where the SDK shows `properties` as an object of its own."""
    if item.containers:
        return [item.arm_name]
    if item.arm_name == "properties" and item.shape.types:
        return [inner.arm_name for cls in item.shape.types for inner in object_type(cls).properties.values()]
    return [] if item.arm_name.lower() in ENVELOPE else [item.arm_name]
