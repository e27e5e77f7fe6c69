"""How Resource Graph refuses a query.

Shape and codes of the answer: Azure/azure-powershell#13762 (an operator that is not supported: InvalidQueryLanguage
with its name as token), Azure/aztfexport#485 (text that cannot be parsed: ParserFailure with line and position).
"""

from collections.abc import Iterable
from typing import Any

from simulated_azure.arm.errors import ArmError


class QueryError(ArmError):
    """400 BadRequest whose details say what is wrong.

    Args:
        code: ParserFailure, or InvalidQueryLanguage for what is understood but not supported.
        message: one readable sentence.
        token: the word it is about.
        line: of the word, from 1; 0 when it is about no place.
        column: of the word in its line, from 0.
    """

    def __init__(self, code: str, message: str, token: str, line: int = 0, column: int = 0) -> None:
        super().__init__(400, "BadRequest", f"The query is invalid: {message}")
        place = {"line": line, "characterPositionInLine": column} if line else {}
        self.details: list[dict[str, Any]] = [
            {"code": "InvalidQuery", "message": "Query is invalid. The next entry says where and why."},
            {"code": code, "message": message, "token": token, **place},
        ]

    def body(self) -> dict[str, Any]:
        """The JSON body of the answer, with details."""
        body = super().body()
        body["error"]["details"] = self.details
        return body


def unsupported(what: str, name: str, known: Iterable[str], line: int = 0, column: int = 0) -> QueryError:
    """The refusal of something that is a word of the language, or may be, but is not evaluated here."""
    message = f"{what} '{name}' is not supported by this simulation. It knows: {', '.join(sorted(known))}."
    return QueryError("InvalidQueryLanguage", message, name, line, column)
