"""The writes of a deployment, from a stack's state or from a mock engine."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from simulated_azure.arm.concurrency import must_be_free, taken_by
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.operations import minutes_for
from simulated_azure.catalogue.catalogue import resource_type
from simulated_azure.ordering.graph import Graph
from simulated_azure.provider import convert


@dataclass(frozen=True)
class Write:
    """One resource that a deployment creates, and later deletes.

    `name` identifies it among the writes: the logical name, or the URN. `declared` are the dependencies that the
    program declared without using a value; `depends_on` are all of them. `deleted_with` names the write whose deletion
    takes this one along: it gets no DELETE of its own.
    """

    name: str
    token: str
    id: ResourceId
    body: Json
    api_version: str
    depends_on: frozenset[str]
    declared: frozenset[str] = frozenset()
    outputs: Json = field(default_factory=dict[str, Any])
    deleted_with: str = ""

    @cached_property
    def takes(self) -> frozenset[str]:
        """What the write holds while it runs; see `arm/concurrency.py`."""
        return frozenset(taken_by(self.id, self.body))

    @cached_property
    def wants(self) -> frozenset[str]:
        """What nobody else may hold meanwhile."""
        return frozenset(must_be_free(self.id, self.body))

    @property
    def minutes(self) -> float:
        """How long creating it takes."""
        return minutes_for(self.id.type_key, "create", self.body)


def from_state(resources: Sequence[Mapping[str, Any]]) -> list[Write]:
    """The writes of a stack.

    Args:
        resources: `deployment.resources` of `pulumi stack export`.
    """
    kept = [item for item in resources if item.get("custom") and str(item["type"]).startswith("azure-native")]
    found: list[Write] = []
    for item in kept:
        resource, inputs = resource_type(item["type"]), dict(item.get("inputs") or {})
        used: dict[str, list[str] | None] = item.get("propertyDependencies") or {}
        by_property = {urn for urns in used.values() for urn in urns or ()}
        depends_on = frozenset(item.get("dependencies") or ())
        found.append(
            Write(
                name=item["urn"],
                token=item["type"],
                id=ResourceId.parse(item["id"]),
                body=convert.request_body(resource, inputs),
                api_version=resource.api_version,
                depends_on=depends_on,
                declared=depends_on - by_property,
                outputs=dict(item.get("outputs") or {}),
                deleted_with=str(item.get("deletedWith") or ""),
            )
        )
    return found


def graph_of(writes: Iterable[Write]) -> Graph:
    """What waits for what."""
    return Graph({write.name: write.depends_on for write in writes})


@dataclass(frozen=True)
class Overlap:
    """Two writes that hold one guard and that nothing keeps apart."""

    guard: str
    one: str
    other: str

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.one} and {self.other} may be written at once, both under {self.guard}"


def overlaps(writes: Sequence[Write], graph: Graph | None = None) -> Iterator[Overlap]:
    """Pairs of writes that Azure refuses side by side and that the dependencies do not order.

    Deletes run in reverse order of the dependencies, so what is ordered here is ordered there.

    Args:
        writes: the writes.
        graph: what waits for what, when it differs from what the writes say.
    """
    graph = graph or graph_of(writes)
    for one, other in itertools.combinations([write for write in writes if write.takes], 2):
        shared = (one.takes & other.wants) | (one.wants & other.takes)
        if shared and not graph.ordered(one.name, other.name):
            yield Overlap(min(shared), one.name, other.name)
