"""Turns pydantic's errors into problems that a platform engineer can act on."""

import types
from collections.abc import Iterator
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from landing_zone.errors import Problem, did_you_mean, shown
from landing_zone.settings.types import REFUSED

_PLAIN: Final = {
    "string_type": "text; put it in quotes",
    "int_type": "a whole number, without quotes",
    "int_from_float": "a whole number",
    "bool_type": "true or false, without quotes",
    "list_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
}
_BOUNDS: Final = {
    "greater_than_equal": "a number of {ge} or more",
    "less_than_equal": "a number of {le} or less",
    "too_short": "a list with {min_length} entry or more",
    "too_long": "a list with {max_length} entries or fewer",
    "string_too_short": "text of {min_length} characters or more",
    "string_too_long": "text of {max_length} characters or fewer",
    "literal_error": "one of {expected}",
    "union_tag_invalid": "one of {expected_tags}",
    "union_tag_not_found": "one of the kinds of {discriminator}",
}


def problems_of(model: type[BaseModel], error: ValidationError, prefix: str = "") -> list[Problem]:
    """Return one problem for each error that validating `model` found; `prefix` is put before each path."""
    return [_problem(model, details, prefix) for details in error.errors(include_url=False)]


def _problem(model: type[BaseModel], details: ErrorDetails, prefix: str) -> Problem:
    places = list(_walk(model, details["loc"]))
    path = prefix + (".".join(word for word, _ in places).replace(".[", "[") or "settings")
    kind, context = details["type"], details.get("ctx", {})
    owner = places[-1][1] if places else model
    if kind == "extra_forbidden":
        known = list(owner.model_fields) if _is_model(owner) else []
        return Problem(path, "not a known key", hint=did_you_mean(places[-1][0], known))
    if kind == "missing":
        return Problem(path, f"required, but missing: {_description(owner, places[-1][0])}")
    if kind == REFUSED:
        return Problem(path, f"expected {context['accepted']}", details["input"], context["hint"])
    if kind.startswith("union_tag"):
        tag = context.get("tag")
        accepted = "'pass_through' or 'rest_api'" if tag is None else context["expected_tags"].replace(", ", " or ")
        return _kind_problem(f"{path}.kind", accepted, tag)
    accepted = _BOUNDS[kind].format(**context) if kind in _BOUNDS else _PLAIN.get(kind, details["msg"])
    hint = did_you_mean(details["input"], _choices(context)) if kind == "literal_error" else ""
    return Problem(path, f"expected {accepted}", details["input"], "" if hint.startswith("known") else hint)


def _kind_problem(path: str, accepted: str, tag: object) -> Problem:
    """Return the problem of an entry whose kind is missing or unknown."""
    if tag is None:
        return Problem(path, f"required, but missing: {accepted}")
    hint = did_you_mean(shown(tag).strip("'"), accepted.replace("'", "").split(" or "))
    return Problem(path, f"expected {accepted}", tag, "" if hint.startswith("known") else hint)


def _choices(context: dict[str, Any]) -> list[str]:
    """Return the literals that pydantic names in its context."""
    return [word.strip(" '") for word in str(context["expected"]).replace(" or ", ",").split(",")]


def _description(owner: Any, field: str) -> str:
    """Return the first line of a field's docstring."""
    described = owner.model_fields[field].description if _is_model(owner) and field in owner.model_fields else None
    return (described or "see stacks/schema.json").split("\n")[0]


def _is_model(candidate: Any) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)


def _walk(model: type[BaseModel], location: tuple[int | str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield each step of a location as a word of the path and the type it belongs to; tags of unions are no words."""
    here: Any = model
    for step in location:
        owner, candidates = here, _members(here)
        if isinstance(step, int):
            here = get_args(here)[0] if get_args(here) else None
            yield f"[{step}]", owner
        elif len(candidates) > 1 and (member := _tagged(candidates, step)) is not None:
            here = member
        elif _is_model(here) and step in here.model_fields:
            here = here.model_fields[step].annotation
            yield step, owner
        else:
            here = get_args(here)[1] if get_origin(here) is dict else None
            yield step, owner
        here = _bare(here)


def _bare(annotation: Any) -> Any:
    """Return an annotation without its metadata and without `| None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    members = [member for member in _members(annotation) if member is not types.NoneType]
    return _bare(members[0]) if len(members) == 1 and members[0] is not annotation else annotation


def _members(annotation: Any) -> list[Any]:
    """Return the members of a union, or the annotation itself."""
    return list(get_args(annotation)) if get_origin(annotation) in {types.UnionType, Union} else [annotation]


def _tagged(candidates: list[Any], tag: str) -> Any:
    """Return the member of a discriminated union whose `kind` is `tag`."""
    for candidate in candidates:
        if _is_model(candidate) and tag in get_args(candidate.model_fields["kind"].annotation):
            return candidate
    return None
