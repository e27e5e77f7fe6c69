from typing import Any

from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st

from simulated_azure.provider.values import UNKNOWN, contains_unknown, from_struct, is_unknown, to_struct

SIGNATURE = "4dabf18193072939515e22adb298388d"
names = st.text(min_size=1, max_size=8)
leaves = st.text() | st.booleans() | st.integers(-(2**50), 2**50) | st.just(UNKNOWN)
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3))


@given(st.dictionaries(names, values, max_size=3))
def test_what_goes_out_comes_back(value: dict[str, Any]):
    assert from_struct(to_struct(value)) == value


def struct(value: dict[str, Any]) -> Struct:
    result = Struct()
    result.update(value)
    return result


def test_secrets_and_outputs_are_unwrapped():
    secret = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": {"password": "p"}}
    output = {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": "known"}
    pending = {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4"}
    read = from_struct(struct({"s": secret, "o": output, "p": pending}))
    assert read["s"] == {"password": "p"}
    assert read["o"] == "known"
    assert is_unknown(read["p"])


def test_unknowns_of_every_type_are_unknown():
    read = from_struct(struct({"list": ["3eeb2bf0-c639-47a8-9e75-3b44932eb421", 1]}))
    assert is_unknown(read["list"][0])
    assert contains_unknown(read)
    assert not contains_unknown({"list": [1]})


def test_nulls_are_left_out_and_whole_numbers_are_integers():
    assert from_struct(struct({"gone": None, "n": 3.0, "f": 0.5})) == {"n": 3, "f": 0.5}
