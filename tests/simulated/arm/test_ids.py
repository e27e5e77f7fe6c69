import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import ResourceId, looks_like_id, same_id

WORD = st.text(string.ascii_letters + string.digits + "-_.", min_size=1, max_size=12)
PAIRS = st.lists(st.tuples(WORD, WORD), min_size=1, max_size=3)
SCOPE = st.builds(lambda s, g: f"/subscriptions/{s}" + (f"/resourceGroups/{g}" if g else ""), WORD, st.none() | WORD)


def part(namespace: str, pairs: list[tuple[str, str]]) -> str:
    return f"/providers/{namespace}" + "".join(f"/{kind}/{name}" for kind, name in pairs)


@given(SCOPE, st.lists(st.tuples(WORD, PAIRS), min_size=1, max_size=3))
def test_every_composed_id_is_taken_apart_again(scope: str, parts: list[tuple[str, list[tuple[str, str]]]]) -> None:
    texts = [part(namespace, pairs) for namespace, pairs in parts]
    found = ResourceId.parse(scope + "".join(texts))
    namespace, pairs = parts[-1]
    assert found.text == scope + "".join(texts)
    assert found.type == "/".join([namespace, *(kind for kind, _ in pairs)])
    assert found.names == tuple(name for _, name in pairs)
    assert found.scope == scope + "".join(texts[:-1])
    assert found.is_extension == (len(parts) > 1)


@given(SCOPE, WORD, PAIRS, WORD, WORD)
def test_the_parent_of_a_child_is_where_it_came_from(
    scope: str, namespace: str, pairs: list[tuple[str, str]], kind: str, name: str
) -> None:
    parent = ResourceId.parse(scope + part(namespace, pairs))
    child = parent.child(kind, name)
    assert child.parent == parent
    assert child.ancestor_keys[0] == parent.key
    assert child.ancestor(parent.type) in {parent, child}


@given(SCOPE, WORD, PAIRS)
def test_ids_are_compared_without_case(scope: str, namespace: str, pairs: list[tuple[str, str]]) -> None:
    text = scope + part(namespace, pairs)
    assert ResourceId.parse(text.upper().replace("/PROVIDERS/", "/providers/")).key == ResourceId.parse(text).key
    assert same_id(text, text.swapcase() + "/")


def test_ancestors_go_up_to_the_subscription() -> None:
    target = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v"
    role = ResourceId.parse(f"{target}/keys/k/providers/Microsoft.Authorization/roleAssignments/r")
    assert role.ancestor_keys[:4] == (
        f"{target}/keys/k".lower(),
        target.lower(),
        "/subscriptions/s/resourcegroups/g",
        "/subscriptions/s",
    )
    assert role.group is not None
    assert role.group.name == "g"


@pytest.mark.parametrize(
    "text",
    [
        "subscriptions/s",
        "/subscriptions",
        "/subscriptions/s/resourceGroups/",
        "/subscriptions/s/providers/Microsoft.X",
        "/subscriptions/s/providers/Microsoft.X/a",
        "/subscriptions/s/providers/Microsoft.X/a/b/c",
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.X/a//b/c",
        "/subscriptions/s/other/g/providers/Microsoft.X/a/b",
    ],
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ArmError) as caught:
        ResourceId.parse(text)
    assert caught.value.code == "InvalidResourceId"


def test_only_ids_in_a_subscription_are_references() -> None:
    assert looks_like_id("/SUBSCRIPTIONS/s/resourceGroups/g")
    assert not looks_like_id("/apis/a/operations/b")
