"""What a query consists of."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Literal:
    """A string, number, boolean or null."""

    value: object


@dataclass(frozen=True)
class Column:
    """A column of the row."""

    name: str


@dataclass(frozen=True)
class Member:
    """`base.name`, `base['name']` or `base[0]`."""

    base: "Expression"
    key: "Expression"


@dataclass(frozen=True)
class Call:
    """A function with its arguments; operators are functions whose name is their sign."""

    name: str
    arguments: tuple["Expression", ...]
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Values:
    """The list on the right of `in`."""

    items: tuple["Expression", ...]


@dataclass(frozen=True)
class Star:
    """`*`, as in count of everything."""


Expression = Literal | Column | Member | Call | Values | Star


@dataclass(frozen=True)
class Named:
    """`name = expression`; the name is empty when none is given."""

    name: str
    value: Expression


@dataclass(frozen=True)
class Order:
    """A key of `order by`."""

    value: Expression
    ascending: bool


@dataclass(frozen=True)
class Step:
    """One operator of the pipeline; which fields it uses depends on its name."""

    name: str
    items: tuple[Named, ...] = ()
    by: tuple[Named, ...] = ()
    order: tuple[Order, ...] = ()
    number: int = 0
    kind: str = ""
    query: "Query | None" = None


@dataclass(frozen=True)
class Query:
    """A table and the steps that its rows go through."""

    table: str
    steps: tuple[Step, ...] = field(default=())
