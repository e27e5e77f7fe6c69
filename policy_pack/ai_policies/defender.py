"""Defender for Cloud: plans of a subscription and their extensions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ai_policies.kit import Edit, Finding, Graph, Resource, Violated, same

PLAN = "Microsoft.Security/pricings"


def is_plan(resource: Resource, *names: str) -> bool:
    """Whether a plan is one of these (without case)."""
    return resource.arm_name.casefold() in {name.casefold() for name in names}


def expect_plan(graph: Graph, resource: Resource, needed: Mapping[str, str]) -> Iterator[Finding]:
    """The plan that protects the resource must be on, where the stack manages plans at all.

    Plans belong to the subscription: a stack without any leaves them to whoever owns it.

    Args:
        graph: the stack.
        resource: what is protected.
        needed: ARM type -> name of the plan.
    """
    plans = list(graph.of(PLAN))
    name = next(plan for arm_type, plan in needed.items() if resource.is_type(arm_type))
    found = next((plan for plan in plans if is_plan(plan, name)), None)
    if plans and found is None:
        yield Violated(f"plan {name} of Defender for Cloud is not on in the stack, which manages others")
    elif found is not None:
        yield from found.expect("pricingTier", "Standard")


def expect_extensions(plan: Resource, wanted: Sequence[str]) -> Iterator[Finding]:
    """Each of the extensions must be listed and on."""
    given = {item.text("name").casefold(): item for item in plan.items("extensions")}
    for name in wanted:
        if name.casefold() in given:
            yield from given[name.casefold()].expect("isEnabled", "True")
        else:
            yield Violated(f"does not hold extension {name}", plan.path_of("extensions"))


def switch_on(plan: Resource, wanted: Iterable[str]) -> Iterator[Edit]:
    """What turns extensions on: those that are listed, then those that are not."""
    given = plan.items("extensions")
    names = [item.text("name").casefold() for item in given]
    missing = [name for name in wanted if name.casefold() not in names]
    for index, item in enumerate(given):
        listed = names[index] in {name.casefold() for name in wanted}
        if listed and not same(item.find("isEnabled"), "True"):
            yield Edit(f"extensions[{index}].isEnabled", "True")
    for index, name in enumerate(missing, start=len(given)):
        yield Edit(f"extensions[{index}]", {"name": name, "isEnabled": "True"})
