"""From the text of a query to tokens."""

import re
from dataclasses import dataclass

from simulated_azure.resource_graph.errors import QueryError

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<string>[@hH]?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"))
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<word>in~|\$?[A-Za-z_]\w*(?:-(?:away|expand|keep|rename|reorder))?)
    |(?P<sign>==|!=|=~|!~|<=|>=|!in~|!\w+|[|()\[\]{},.:=<>+\-*/%])""",
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
END = "end"


@dataclass(frozen=True)
class Token:
    """A token and where it stands: `kind` is string, number, word, sign or end."""

    kind: str
    text: str
    line: int
    column: int


def tokens(query: str) -> list[Token]:
    """The tokens of a query, an `end` behind them.

    Raises:
        QueryError: ParserFailure at the first character that begins no token.
    """
    found: list[Token] = []
    position, line, start = 0, 1, 0
    while position < len(query):
        match = _TOKEN.match(query, position)
        if match is None:
            text = query[position]
            raise QueryError("ParserFailure", f"'{text}' is not expected here.", text, line, position - start)
        kind = str(match.lastgroup)
        if kind != "space":
            text = _unquoted(match[0]) if kind == "string" else match[0]
            found.append(Token(kind, text, line, position - start))
        newlines = match[0].count("\n")
        if newlines:
            line, start = line + newlines, position + match[0].rindex("\n") + 1
        position = match.end()
    return [*found, Token(END, "", line, position - start)]


def _unquoted(text: str) -> str:
    if text[0] == "@":
        return text[2:-1]
    inner = text.lstrip("hH")[1:-1]
    return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[1]), inner)
