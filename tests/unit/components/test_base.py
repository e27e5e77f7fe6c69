"""Type tokens, options of children, outputs, aliases - and the harness itself."""

from typing import Any

import pulumi
import pytest
from harness import deploy, value_of
from pulumi_azure_native import managedidentity, resources

from components._base import (
    KEEP_ALIASES_VARIABLE,
    Component,
    drop_sdk_aliases,
    fast_aliases,
    output_names,
    subscription_id,
    wait_for,
)


class Sample(Component):
    """A component with one child."""

    group_id: pulumi.Output[str]
    _hidden: str

    def __init__(self, name, after=(), opts=None, **options):
        super().__init__(name, opts)
        group = resources.ResourceGroup(
            f"{name}-child", location="swedencentral", opts=self.child(after=after, **options)
        )
        self.group_id = group.id
        self.register()


class Forgetful(Component):
    """A component that does not assign its output."""

    missing: pulumi.Output[str]

    def __init__(self, name):
        super().__init__(name)
        self.register()


def group(name, **options):
    return resources.ResourceGroup(name, location="swedencentral", opts=pulumi.ResourceOptions(**options))


@pytest.mark.parametrize("preview", [False, True])
def test_a_child_has_its_parent_and_waits_for_what_it_is_told(preview):
    deployment = deploy(lambda: Sample("s", after=[group("a").id, group("b"), "plain text"]), preview=preview)
    child = deployment.named("s-child")
    assert deployment.one("ai-landing-zone:index:Sample").name == "s"
    assert child.parent == "s"
    assert child.dependencies == {"a", "b"}


@pytest.mark.parametrize("preview", [False, True])
def test_depends_on_of_a_component_holds_for_its_children(preview):
    def program():
        Sample("s", after=[group("b")], opts=pulumi.ResourceOptions(depends_on=[group("a")]))

    assert deploy(program, preview=preview).named("s-child").dependencies == {"a", "b"}


def test_an_output_of_several_resources_waits_for_all_of_them():
    deployment = deploy(lambda: Sample("s", after=[pulumi.Output.concat(group("a").id, group("b").id)]))
    assert deployment.named("s-child").dependencies == {"a", "b"}


def test_plain_values_impose_no_order():
    assert list(wait_for("a", 1)) == []


def test_annotated_outputs_are_registered():
    deployment = deploy(lambda: Sample("s"))
    assert output_names(Sample) == ["group_id"]
    assert set(deployment.outputs["s"]) == {"group_id"}
    assert deployment.outputs["s"]["group_id"] == value_of(deployment.result.group_id)


def test_a_forgotten_output_fails():
    with pytest.raises(AttributeError, match="missing"):
        deploy(lambda: Forgetful("f"))


def test_options_reach_the_child():
    child = deploy(lambda: Sample("s", protect=True, custom_timeouts=pulumi.CustomTimeouts(create="3h"))).named(
        "s-child"
    )
    assert child.protect
    assert child.create_timeout == "3h"


def test_a_child_makes_room_for_its_replacement_unless_told_otherwise():
    assert deploy(lambda: Sample("s")).named("s-child").delete_before_replace
    assert not deploy(lambda: Sample("s", delete_before_replace=False)).named("s-child").delete_before_replace


def test_sdk_aliases_are_dropped_and_the_users_are_kept(monkeypatch):
    monkeypatch.delenv(KEEP_ALIASES_VARIABLE, raising=False)
    ours = [
        pulumi.Alias(name="old-name"),
        pulumi.Alias(type_="azure-native:resources/v20190101:ResourceGroup", parent=pulumi.ROOT_STACK_RESOURCE),
        pulumi.Alias(type_="other:index:Thing"),
        "urn:pulumi:test::p::azure-native:resources:ResourceGroup::x",
    ]

    def program():
        fast_aliases()
        group("renamed", aliases=list(ours))
        group("plain")

    deployment = deploy(program)
    assert deployment.named("renamed").aliases == len(ours)
    assert deployment.named("plain").aliases == 0


def test_the_switch_keeps_sdk_aliases(monkeypatch):
    monkeypatch.setenv(KEEP_ALIASES_VARIABLE, "1")

    def program():
        fast_aliases()
        group("plain")

    assert deploy(program).named("plain").aliases > 5


def test_a_resource_without_sdk_aliases_is_left_alone():
    nobody: Any = None
    args = pulumi.ResourceTransformationArgs(
        resource=nobody, type_="t", name="n", props={}, opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="x")])
    )
    assert drop_sdk_aliases(args) is None


def test_the_subscription_comes_from_configuration_or_from_the_provider(monkeypatch):
    monkeypatch.delenv("ARM_SUBSCRIPTION_ID", raising=False)

    def ask():
        return pulumi.Output.from_input(subscription_id())

    assert value_of(deploy(ask, config={"azure-native:subscriptionId": "configured"}).result) == "configured"
    assert value_of(deploy(ask, config={"azure-native:subscriptionId": ""}).result).startswith("00000000-")
    monkeypatch.setenv("ARM_SUBSCRIPTION_ID", "from-environment")
    assert value_of(deploy(ask, config={"azure-native:subscriptionId": ""}).result) == "from-environment"


def test_the_harness_fails_on_an_error_in_a_callback_that_nobody_awaits():
    def program():
        identity = managedidentity.UserAssignedIdentity("i", resource_group_name="rg", resource_name_="id-x")
        identity.id.apply(lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        deploy(program)


def test_the_harness_sees_who_is_free_to_run_at_once():
    def program():
        first, second = group("a"), group("b")
        group("c", depends_on=[first, second])

    deployment = deploy(program)
    a, b, c = (deployment.named(name) for name in "abc")
    assert deployment.ordered(a, c)
    assert not deployment.ordered(a, b)
    assert not deployment.totally_ordered([a, b, c])
    assert deployment.totally_ordered([a, c])
