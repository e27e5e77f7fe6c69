"""Lists come in pages: `value`, and `nextLink` while there is more."""

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json
from simulated_azure.rest.wire import Answer, Request

_TOKEN = "$skiptoken"  # noqa: S105 - a query parameter


def page(request: Request, items: list[Json], size: int) -> Answer:
    """The page that a request asks for.

    Args:
        request: may carry $top (a smaller page), $skip and, in a nextLink of ours, $skiptoken.
        items: the whole list.
        size: how many one page holds at most.

    Raises:
        ArmError: 400 InvalidQueryParameterValue for a number that is none.
    """
    size = min(size, _number(request, "$top", size) or size)
    start = _number(request, _TOKEN, _number(request, "$skip", 0))
    body: Json = {"value": items[start : start + size]}
    if start + size < len(items):
        query = {name: value for name, value in request.query.items() if name not in {_TOKEN, "$skip"}}
        body["nextLink"] = request.link(request.path, **query, **{_TOKEN: str(start + size)})
    return Answer(200, body)


def _number(request: Request, name: str, default: int) -> int:
    text = request.query.get(name, "")
    if text and not text.isdigit():
        raise bad_request("InvalidQueryParameterValue", f"'{text}' is not a valid value of '{name}'.", target=name)
    return int(text) if text else default
