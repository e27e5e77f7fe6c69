"""The request and the answer of Microsoft.ResourceGraph/resources.

Source: Azure/azure-rest-api-specs resourcegraph, resourcegraph.json (QueryRequest, QueryResponse): objects or a table,
$top and $skip, $skipToken for the next page, 1,000 rows a page at most.
"""

from typing import Any

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json, as_dict, is_dict, is_list, strings
from simulated_azure.resource_graph.evaluate import run
from simulated_azure.resource_graph.parser import parse
from simulated_azure.resource_graph.tables import tables

VERSIONS = ("2021-03-01", "2022-10-01", "2024-04-01")
_PAGE = 1000


def answer(azure: Azure, body: Json) -> Json:
    """Run a query.

    Args:
        azure: the world.
        body: `query`, and optionally `subscriptions` and `options`.

    Raises:
        ArmError: 400 for a query that cannot be read or uses what is not supported, or for wrong options.
    """
    query = body.get("query")
    if not isinstance(query, str) or not query.strip():
        raise bad_request("BadRequest", "The body needs a 'query'.", target="query")
    wanted = {item.lower() for item in strings(body.get("subscriptions"))}
    with azure.reading() as world:
        rows = run(parse(query), tables(world, lambda item: not wanted or item.lower() in wanted))
    options = as_dict(body.get("options"))
    size = min(_number(options, "$top", _PAGE), _PAGE)
    start = _number(options, "$skipToken", _number(options, "$skip", 0))
    page = rows[start : start + size]
    more = start + size < len(rows)
    shown = _table(page) if options.get("resultFormat") == "table" else page
    found: Json = {
        "totalRecords": len(rows), "count": len(page), "data": shown, "facets": [],
        "resultTruncated": "true" if more else "false",
    }  # fmt: skip
    return {**found, "$skipToken": str(start + size)} if more else found


def _number(options: Json, name: str, default: int) -> int:
    value: Any = options.get(name)
    if value is None:
        return default
    if not str(value).isdigit():
        raise bad_request("BadRequest", f"'{value}' is not a valid value of '{name}'.", target=name)
    return int(value)


def _table(rows: list[Json]) -> Json:
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = [{"name": name, "type": _type([row.get(name) for row in rows])} for name in names]
    return {"columns": columns, "rows": [[row.get(name) for name in names] for row in rows]}


def _type(values: list[Any]) -> str:
    present = [value for value in values if value is not None]
    if any(is_dict(value) or is_list(value) for value in present):
        return "object"
    if present and all(isinstance(value, bool) for value in present):
        return "boolean"
    if present and all(isinstance(value, int) and not isinstance(value, bool) for value in present):
        return "integer"
    if present and all(isinstance(value, int | float) for value in present):
        return "number"
    return "string"
