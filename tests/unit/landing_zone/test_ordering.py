"""The program's order against Azure's: nothing overlaps, nothing comes too early, nothing waits for no reason."""

import dataclasses

import pytest

from simulated_azure.arm.ids import ResourceId
from simulated_azure.ordering.bound import time_of
from simulated_azure.ordering.edges import Program
from simulated_azure.ordering.needs import needed
from simulated_azure.ordering.schedule import RefusedError, delete_in_order, run_at_once, run_in_order
from simulated_azure.ordering.writes import Write, graph_of, overlaps
from tests.proof.stack_writes import stack_writes, stacks

EXACT = 1 + 1e-9


@pytest.fixture(scope="module")
def program() -> Program:
    return Program.of(stack_writes("sandbox"))


def test_there_are_stacks_to_judge():
    assert {"sandbox", "dev"} <= set(stacks())


@pytest.mark.parametrize("stack", stacks())
@pytest.mark.thorough
def test_writes_under_one_parent_are_totally_ordered(stack: str):
    assert list(map(str, overlaps(stack_writes(stack)))) == []


@pytest.mark.parametrize("stack", stacks())
def test_what_azure_needs_is_what_the_program_waits_for(stack: str):
    """An id that was put together from names imposes no order by itself."""
    writes = stack_writes(stack)
    graph = graph_of(writes)
    missing = [edge for edge in needed(writes).edges() if edge[0] not in graph.ancestors[edge[1]]]
    assert missing == []


@pytest.mark.parametrize("stack", stacks())
def test_the_order_costs_less_than_five_percent(stack: str):
    time = time_of(stack_writes(stack))
    assert time.ratio * EXACT >= 1
    assert time.ratio <= 1.05, time.path


@pytest.mark.parametrize("stack", stacks())
def test_64_at_once_meet_no_refusal(stack: str):
    writes = stack_writes(stack)
    result = run_at_once(writes, graph_of(writes), parallel=64)
    assert result.refused == []
    exclusive = {name: most for name, most in result.most.items() if not name.startswith("attached to")}
    assert len(exclusive) >= 5
    assert set(exclusive.values()) == {1}
    assert result.minutes == pytest.approx(time_of(writes).minutes)


def test_the_order_of_deletion_leaves_nothing(program: Program):
    trial = run_in_order(program.named(program.graph.order))
    delete_in_order(trial, program.named(program.graph.order[::-1]))
    assert trial.content() == []


def test_what_serialises_is_noticed_when_it_is_missing(program: Program):
    """`make edges` tries all edges in all ways; here all in the cheapest way, and some in the others."""
    edges = program.ordering_edges()
    assert len(edges) >= 30
    unordered = [edge for edge in edges if list(overlaps(program.writes, program.graph.without(edge)))]
    assert len(unordered) / len(edges) > 0.8
    for edge in [edge for edge in edges if edge not in unordered]:
        assert program.judge(edge).noticed, edge


def test_a_superfluous_edge_is_not_noticed(program: Program):
    """The judge can also say no."""
    first, then = "access-group-operators-log-analytics-reader", "artifact-store-diagnostics"
    writes = [
        dataclasses.replace(write, depends_on=write.depends_on | {first}) if write.name == then else write
        for write in program.writes
    ]
    padded = Program.of(writes)
    assert (first, then) in padded.ordering_edges()
    assert padded.judge((first, then)).noticed == {}


GROUP = "/subscriptions/5a4db0c5-0000-4000-8000-000000000001/resourceGroups/rg"


def write(name: str, path: str, after: str = "", **body: object) -> Write:
    resource_id = ResourceId.parse(f"{GROUP}{path}")
    return Write(name, "", resource_id, {"location": "swedencentral", **body}, "2024-01-01", frozenset(after.split()))


def network(*subnets: tuple[str, str, str]) -> list[Write]:
    path = "/providers/Microsoft.Network/virtualNetworks/vnet"
    space = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
    made = [write("rg", ""), write("vnet", path, "rg", properties=space)]
    return made + [
        write(name, f"{path}/subnets/{name}", after, properties={"addressPrefix": prefix})
        for name, prefix, after in subnets
    ]


def test_unordered_subnets_are_found_and_refused():
    writes = network(("one", "10.0.1.0/24", "vnet"), ("two", "10.0.2.0/24", "vnet"))
    assert [(found.one, found.other) for found in overlaps(writes)] == [("one", "two")]
    result = run_at_once(writes, graph_of(writes))
    assert len(result.refused) == 1
    assert "AnotherOperationInProgress" in result.refused[0]
    assert result.most[f"{GROUP}/providers/Microsoft.Network/virtualNetworks/vnet".lower()] == 2
    assert run_at_once(writes, graph_of(writes), parallel=1).refused == []


def test_a_write_that_comes_too_early_is_refused_by_name():
    with pytest.raises(RefusedError, match="one: ParentResourceNotFound"):
        run_in_order([write("rg", ""), *network(("one", "10.0.1.0/24", "vnet"))[2:]])
