"""What Azure refuses to change is known to the program before Azure is asked: replaced, or refused in the preview.

What Azure refuses is taken from the simulated Azure's rules, which rest on sources of their own.
"""

import itertools
from types import SimpleNamespace
from typing import Any

import pytest

from components._immutable import CREATE_ONLY, refuse_update, stays, value_at
from components.foundry.component import _keeps_its_key
from components.search.component import TIERS, _only_grows
from landing_zone.blueprint import build
from landing_zone.plan import make_plan
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.rules import REGISTRY
from simulated_azure.catalogue.catalogue import resource_type
from simulated_azure.services import load, search
from tests.unit.components.harness import Registered, deploy
from tests.unit.landing_zone.samples import configuration

load()  # all rules

REFUSED = {
    "azure-native:keyvault:Vault": {"properties.softDeleteRetentionInDays", "properties.tenantId"},
    "azure-native:keyvault:Key": {
        f"properties.{name}" for name in ("kty", "keySize", "curveName", "keyOps", "rotationPolicy")
    },
    "azure-native:cognitiveservices:Account": {"properties.encryption.keySource"},
    "azure-native:search:Service": {"sku.name"},
}
"""Type -> paths that a hook before the update refuses."""


@pytest.fixture(scope="module")
def deployments():
    return [deploy(lambda change=change: build(make_plan(configuration(change)))) for change in CHANGES]


CHANGES = ("", "artifact_store: {redundancy: LRS}\nai_gateway: {sku: Developer}\nencryption: {sku: standard}")


def test_every_create_only_property_is_known_to_the_program(deployments):
    unknown = [
        (resource.type, item.path)
        for resource in itertools.chain.from_iterable(each.resources for each in deployments)
        if resource.type.startswith("azure-native:")
        for item in REGISTRY.immutable.get(resource_type(resource.type).arm_type.lower(), ())
        if not is_known(resource, item.path)
    ]
    assert sorted(set(unknown)) == []


def is_known(resource: Registered, arm_path: str) -> bool:
    known = resource_type(resource.type)
    replaced = {*resource.replace_on_changes, *known.behaviour.replace_on}
    if resource.before_update:
        replaced |= REFUSED[resource.type]
    return any(f"{arm_path}.".startswith(f"{in_arm(known, path)}.") for path in replaced)


def in_arm(known: Any, path: str) -> str:
    name, *rest = path.split(".")
    top = known.inputs.properties.get(name)
    return ".".join((*top.containers, top.arm_name, *rest)) if top else path


def test_the_table_names_inputs_of_the_sdk():
    unknown = [
        (token, path)
        for token, paths in CREATE_ONLY.items()
        for path in paths
        if path.split(".")[0] not in resource_type(f"azure-native:{token}").inputs.properties
    ]
    assert unknown == []


def test_whatever_is_made_says_what_replaces_it(deployments):
    made = {
        resource.type.removeprefix("azure-native:"): resource for each in deployments for resource in each.resources
    }
    gateways = {"apimanagement:ApiManagementService", "apimanagement:Logger"}
    assert {token for token in CREATE_ONLY if token in made} >= CREATE_ONLY.keys() - gateways - {
        "authorization:ManagementLockByScope"
    }
    assert all(set(paths) <= made[token].replace_on_changes for token, paths in CREATE_ONLY.items() if token in made)


def test_what_moves_between_kinds_of_storage_and_gateways_is_replaced(deployments):
    zonal, local = (each.named("artifact-store").replacement_trigger for each in deployments)
    version_2, classic = (each.named("ai-gateway").replacement_trigger for each in deployments)
    assert (zonal, local, version_2, classic) == ("zone-redundant", "one zone", "version 2", "classic")


def test_a_key_of_the_other_kind_has_another_name_and_the_old_one_stays(deployments):
    hardware, software = (
        {key.inputs["keyName"]: key for key in each.of_type("azure-native:keyvault:Key")} for each in deployments
    )
    assert {key.inputs["properties"]["kty"] for key in hardware.values()} == {"RSA-HSM"}
    assert {key.inputs["properties"]["kty"] for key in software.values()} == {"RSA"}
    assert not hardware.keys() & software.keys()
    assert all(key.retain_on_delete for key in (*hardware.values(), *software.values()))


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(itertools.chain(*TIERS), 2)))
def test_a_search_service_grows_as_azure_lets_it(before, after):
    put: Any = SimpleNamespace(old=SimpleNamespace(body=tier(before)), body=tier(after))
    try:
        search.sku_only_grows(put)
    except ArmError:
        assert f"from {before} to {after}" in (_only_grows(tier(before), tier(after)) or "")
    else:
        assert _only_grows(tier(before), tier(after)) is None


def tier(name: str) -> dict[str, Any]:
    return {"sku": {"name": name}}


def test_an_unknown_tier_is_left_to_azure():
    assert _only_grows(tier("standard"), {}) is None
    assert _only_grows({}, tier("standard")) is None


def test_a_foundry_account_keeps_its_key():
    own: Any = {"properties": {"encryption": {"keySource": "Microsoft.KeyVault"}}}
    none: Any = {"properties": {}}
    assert "does not take a customer-managed key away" in (_keeps_its_key(own, none) or "")
    assert _keeps_its_key(own, own) is _keeps_its_key(none, own) is _keeps_its_key(none, none) is None


def test_what_stays_is_named_with_both_values_and_what_to_do():
    reason = stays({"properties.kty": "Give the key another name."})
    old, new = ({"properties": {"kty": kind}} for kind in ("RSA", "RSA-HSM"))
    assert (
        reason(old, new) == "Azure does not change `properties.kty` (from RSA to RSA-HSM). Give the key another name."
    )
    assert reason(old, old) is reason({}, new) is reason(old, {}) is None


def test_a_long_value_is_not_shown():
    reason = stays({"properties.rotationPolicy": "Change it in the vault."})
    old, new = ({"properties": {"rotationPolicy": {"days": days}}} for days in (30, 60))
    assert reason(old, new) == "Azure does not change `properties.rotationPolicy`. Change it in the vault."


def test_a_value_is_read_below_what_is_no_mapping():
    assert value_at({"a": {"b": 1}}, "a.b") == 1
    assert value_at({"a": [1]}, "a.b") is value_at({}, "a.b") is None


def test_the_hook_refuses_in_previews_too():
    def program() -> Any:
        return refuse_update("key", stays({"size": "Keep it."}))

    hook = deploy(program).result
    args: Any = SimpleNamespace(name="key", old_inputs={"size": 2048}, new_inputs={"size": 3072})
    assert hook.opts.on_dry_run is True
    with pytest.raises(ValueError, match=r"key: Azure does not change `size` \(from 2048 to 3072\)\. Keep it\."):
        hook.callback(args)
    hook.callback(SimpleNamespace(name="key", old_inputs=None, new_inputs={"size": 3072}))
