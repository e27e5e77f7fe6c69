"""From tokens to the steps of a query."""

from collections.abc import Callable, Mapping

from simulated_azure.resource_graph.errors import QueryError, unsupported
from simulated_azure.resource_graph.expressions import ExpressionParser
from simulated_azure.resource_graph.lexer import END, tokens
from simulated_azure.resource_graph.syntax import Literal, Named, Order, Query, Step

_JOINS = ("leftouter", "inner", "innerunique")


class Parser(ExpressionParser):
    """Reads a query and the parts that its operators share."""

    def query(self) -> Query:
        """A table name (or nothing, which means `resources`) and its steps."""
        if self.peek().text.lower() in _STEPS:
            return Query("resources", (self._step(), *self._steps()))
        token = self.take()
        if token.kind != "word":
            raise self.unexpected(token, "a table")
        return Query(token.text.lower(), self._steps())

    def nested(self) -> Query:
        """A query in parentheses."""
        self.expect("(")
        query = self.query()
        self.expect(")")
        return query

    def named(self) -> tuple[Named, ...]:
        """Expressions with or without a name, separated by commas."""
        found = [self._one_named()]
        while self.accept(","):
            found.append(self._one_named())
        return tuple(found)

    def keys(self) -> tuple[Order, ...]:
        """Sort keys; descending unless `asc` stands behind one."""
        found = [self._key()]
        while self.accept(","):
            found.append(self._key())
        return tuple(found)

    def number(self) -> int:
        """A whole number."""
        token = self.peek()
        value = self.expression()
        if not isinstance(value, Literal) or not isinstance(value.value, int):
            raise self.unexpected(token, "a whole number")
        return value.value

    def _steps(self) -> tuple[Step, ...]:
        found: list[Step] = []
        while self.accept("|"):
            found.append(self._step())
        return tuple(found)

    def _step(self) -> Step:
        token = self.take()
        if token.kind != "word":
            raise self.unexpected(token, "an operator")
        read = _STEPS.get(token.text.lower())
        if read is None:
            raise unsupported("The operator", token.text, list(_STEPS), token.line, token.column)
        return read(self)

    def _one_named(self) -> Named:
        if self.peek().kind == "word" and self.peek(1).text == "=":
            name = self.take().text
            self.take()
            return Named(name, self.expression())
        return Named("", self.expression())

    def _key(self) -> Order:
        value = self.expression()
        if self.accept_word("asc"):
            return Order(value, ascending=True)
        self.accept_word("desc")
        return Order(value, ascending=False)


def _items(name: str) -> Callable[[Parser], Step]:
    return lambda parser: Step(name, items=parser.named())


def _where(parser: Parser) -> Step:
    return Step("where", items=(Named("", parser.expression()),))


def _summarize(parser: Parser) -> Step:
    items = () if parser.word("by") else parser.named()
    return Step("summarize", items=items, by=parser.named() if parser.accept_word("by") else ())


def _order(parser: Parser) -> Step:
    parser.expect_word("by")
    return Step("order", order=parser.keys())


def _top(parser: Parser) -> Step:
    number = parser.number()
    parser.expect_word("by")
    return Step("top", number=number, order=parser.keys())


def _take(parser: Parser) -> Step:
    return Step("take", number=parser.number())


def _count(_parser: Parser) -> Step:
    return Step("count")


def _join(parser: Parser) -> Step:
    kind = "innerunique"
    if parser.accept_word("kind"):
        parser.expect("=")
        token = parser.take()
        kind = token.text.lower()
        if kind not in _JOINS:
            raise unsupported("The join", token.text, _JOINS, token.line, token.column)
    query = parser.nested()
    parser.expect_word("on")
    return Step("join", kind=kind, query=query, items=parser.named())


def _union(parser: Parser) -> Step:
    return Step("union", query=parser.nested())


_STEPS: Mapping[str, Callable[[Parser], Step]] = {
    "where": _where, "filter": _where, "project": _items("project"), "extend": _items("extend"),
    "project-away": _items("project-away"), "distinct": _items("distinct"), "summarize": _summarize,
    "order": _order, "sort": _order, "top": _top, "take": _take, "limit": _take, "count": _count,
    "mv-expand": _items("mv-expand"), "mvexpand": _items("mv-expand"), "join": _join, "union": _union,
}  # fmt: skip


def parse(text: str) -> Query:
    """The query in a text.

    Raises:
        QueryError: it cannot be read, or uses an operator that is not supported.
    """
    parser = Parser(tokens(text))
    query = parser.query()
    last = parser.take()
    if last.kind != END:
        raise QueryError("ParserFailure", f"'{last.text}' is not expected here.", last.text, last.line, last.column)
    return query
