"""What all components share: type tokens, options of children, registered outputs, and a faster stack."""

import copy
import inspect
import os
from collections.abc import Mapping, Sequence
from typing import Any, cast

import pulumi

PACKAGE = "ai-landing-zone"

KEEP_ALIASES_VARIABLE = "AI_LANDING_ZONE_KEEP_SDK_ALIASES"
"""Set to 1 for the one run after azure-native's major version changed: type tokens in the state may be old then."""

SLOW_CREATE = pulumi.CustomTimeouts(create="3h", update="3h", delete="3h")
"""For gateways and injected accounts: Azure takes up to 75 minutes, providers allow three hours."""

ENDPOINT_TIMEOUT = pulumi.CustomTimeouts(create="60m", update="60m", delete="60m")
"""For private endpoints and storage: seconds as a rule, up to an hour when a region is busy."""


class Component(pulumi.ComponentResource):
    """A component resource of this package.

    The type token is `ai-landing-zone:index:<class name>`. Outputs are the class annotations of type `pulumi.Output`.
    Unlike in plain Pulumi, `depends_on` of the component also holds for each child: the SDK ignores it for children
    of local components, and an order that silently does nothing is worse than none.
    """

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(f"{PACKAGE}:index:{type(self).__name__}", name, {}, opts)
        self._inherited_depends_on = opts.depends_on if opts else None

    def child(self, *, after: Sequence[pulumi.Input[Any]] = (), **options: Any) -> pulumi.ResourceOptions:
        """Return the options of a child.

        Every child carries a name that was chosen for it, so a replacement of the same name can never exist beside what
        it replaces: children are deleted first. azure-native says so itself only when it is the one that asks for the
        replacement. `delete_before_replace=False` is for what stays in use until its users have moved: only a new name
        replaces it.

        Args:
            after: resources, or outputs of resources (for example ids), that must exist before the child. Plain values
                impose no order.
            **options: further `pulumi.ResourceOptions`, for example `protect` or `deleted_with`.
        """
        options.setdefault("delete_before_replace", True)
        own = pulumi.ResourceOptions(parent=self, depends_on=wait_for(*after), **options)
        if self._inherited_depends_on is None:
            return own
        return pulumi.ResourceOptions.merge(pulumi.ResourceOptions(depends_on=self._inherited_depends_on), own)

    def register(self) -> None:
        """Register every annotated output. Call it last in the constructor.

        Raises:
            AttributeError: an annotated output was not assigned.
        """
        self.register_outputs({name: getattr(self, name) for name in output_names(type(self))})


def output_names(component: type[Component]) -> list[str]:
    """Return the names of the outputs that a component class declares: its annotations, private ones left out."""
    names: list[str] = []
    for cls in reversed(component.__mro__):
        if issubclass(cls, Component) and cls is not Component:
            names += [name for name in inspect.get_annotations(cls) if not name.startswith("_")]
    return names


def wait_for(*values: pulumi.Input[Any]) -> Sequence[pulumi.Input[pulumi.Resource]]:
    """Turn resources, or outputs that come from resources, into a value for `depends_on`.

    Args take only ids, because a resource cannot be passed to a component in another language; an output still knows
    which resources it came from, and that is what the engine orders by. Plain values are left out.
    """
    dependencies: list[pulumi.Input[pulumi.Resource]] = []
    for value in values:
        if isinstance(value, pulumi.Resource):
            dependencies.append(value)
        elif isinstance(value, pulumi.Output):
            # An element that resolves to nothing: the SDK then takes only the resources behind it. A list inside an
            # output would be lost in previews, where the output is unknown.
            source = cast("pulumi.Output[object]", value)
            dependencies.append(cast("pulumi.Output[pulumi.Resource]", source.apply(_nothing)))
    return dependencies


def _nothing(_: object) -> None:
    """Resolve to no resource."""


def output_map(values: "Mapping[str, pulumi.Input[str]]") -> "pulumi.Output[dict[str, str]]":
    """Return one output of many, by key. It waits for all of them."""
    return pulumi.Output.all(**values)


def subscription_id() -> pulumi.Input[str]:
    """Return the subscription that the default provider works in, known at preview whenever it is configured."""
    configured = pulumi.Config("azure-native").get("subscriptionId") or os.environ.get("ARM_SUBSCRIPTION_ID")
    if configured:
        return configured
    from pulumi_azure_native import authorization  # noqa: PLC0415 - only this path asks the provider

    return authorization.get_client_config_output().subscription_id


def drop_sdk_aliases(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
    """Drop the aliases that azure-native adds for each of its API versions, and nothing else.

    They cost most of a preview's time (thirty for each resource). An alias of the user's that carries a name, a
    parent, a project or a stack, or is a plain URN, stays: without it a rename becomes a delete and a create.
    """
    aliases = args.opts.aliases
    if not isinstance(aliases, list):
        return None
    kept = [alias for alias in aliases if not _is_sdk_alias(alias)]
    if len(kept) == len(aliases):
        return None
    opts = copy.copy(args.opts)
    opts.aliases = kept
    return pulumi.ResourceTransformationResult(props=args.props, opts=opts)


def _is_sdk_alias(alias: object) -> bool:
    if not isinstance(alias, pulumi.Alias):
        return False
    given = {field: value for field, value in vars(alias).items() if value is not ...}
    type_ = given.pop("type_", None)
    return not given and isinstance(type_, str) and type_.startswith("azure-native:")


def fast_aliases() -> None:
    """Register `drop_sdk_aliases` for the stack, unless `AI_LANDING_ZONE_KEEP_SDK_ALIASES=1`. Call it first."""
    if os.environ.get(KEEP_ALIASES_VARIABLE) != "1":
        pulumi.runtime.register_stack_transformation(drop_sdk_aliases)
