"""Policy documents: well formed, sections in Azure's order, nothing lost in escaping."""

import json
from typing import Any

import pytest
from ai_samples import policy_tree
from hypothesis import given
from hypothesis import strategies as st

from components.api_management_policy import SECTIONS, document, gateway_policy, literal, set_header, statement

XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp")), min_size=1)


@given(XML_TEXT, XML_TEXT)
def test_what_goes_in_comes_out_of_any_xml_reader(attribute, text):
    policy = document(inbound=[statement("set-variable", statement("value", text=text), name=attribute)])
    variable = policy_tree(policy).find("inbound/set-variable")
    assert variable.get("name") == attribute
    assert variable.find("value").text == text


@given(st.sets(st.sampled_from(["inbound", "backend", "outbound", "on_error"])))
def test_all_sections_in_order_each_starting_with_base(filled):
    sections: Any = {section: [statement("trace")] for section in filled}
    root = policy_tree(document(**sections))
    assert [section.tag for section in root] == list(SECTIONS)
    assert [section[0].tag for section in root] == ["base"] * 4
    assert {s.tag for s in root if len(s) == 2} == {section.replace("_", "-") for section in filled}


def test_the_gateway_has_nothing_above_it_so_no_base():
    root = policy_tree(gateway_policy())
    assert root.find(".//base") is None


def test_the_gateway_does_not_buffer_streams():
    assert policy_tree(gateway_policy()).find("backend/forward-request").get("buffer-response") == "false"


def test_line_ends_are_those_of_azures_answers():
    assert "\n" not in document().replace("\r\n", "")


def test_hyphens_in_attribute_names():
    assert set_header("A", "b").get("exists-action") == "override"


@given(st.text())
def test_literals_are_escaped_for_csharp_and_ascii(value):
    written = literal(value)
    assert written.isascii()
    assert json.loads(written) == value


@pytest.mark.parametrize("value", ['say "hi"', "back\\slash", "line\nbreak"])
def test_a_literal_cannot_be_left(value):
    inner = literal(value)[1:-1]
    assert '"' not in inner.replace('\\"', "")
    assert "\n" not in inner
