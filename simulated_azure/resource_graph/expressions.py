"""From tokens to an expression: `or`, `and`, comparisons, sums, products, then members and calls."""

from simulated_azure.resource_graph.errors import QueryError
from simulated_azure.resource_graph.lexer import END, Token
from simulated_azure.resource_graph.syntax import Call, Column, Expression, Literal, Member, Star, Values

_SIGNS = frozenset({"==", "!=", "=~", "!~", "<", "<=", ">", ">="})
_WORDS = frozenset({"has", "contains", "startswith", "endswith", "has_cs", "contains_cs", "in"})
_DEEPEST = 40
_CONSTANTS: dict[str, object] = {"true": True, "false": False}


class ExpressionParser:
    """Reads tokens from first to last.

    Args:
        tokens: ending in an `end`.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0

    # ------------------------------------------------------------------ tokens
    def peek(self, ahead: int = 0) -> Token:
        """The next token, or one behind it; the end when there is none."""
        return self._tokens[min(self._position + ahead, len(self._tokens) - 1)]

    def take(self) -> Token:
        """The next token, which is then read."""
        token = self.peek()
        self._position += 1
        return token

    def accept(self, sign: str) -> bool:
        """Read a sign if it is the next token."""
        found = self.peek().kind == "sign" and self.peek().text == sign
        self._position += found
        return found

    def word(self, text: str) -> bool:
        """Whether the next token is this word."""
        return self.peek().kind == "word" and self.peek().text.lower() == text

    def accept_word(self, text: str) -> bool:
        """Read a word if it is the next token."""
        found = self.word(text)
        self._position += found
        return found

    def expect(self, sign: str) -> None:
        """Read a sign that must be there."""
        if not self.accept(sign):
            raise self.unexpected(self.peek(), f"'{sign}'")

    def expect_word(self, text: str) -> None:
        """Read a word that must be there."""
        if not self.accept_word(text):
            raise self.unexpected(self.peek(), f"'{text}'")

    def unexpected(self, token: Token, wanted: str) -> QueryError:
        """The error for a token in the place of another."""
        shown = f"'{token.text}'" if token.kind != END else "the end of the query"
        message = f"{wanted} is expected, not {shown}."
        return QueryError("ParserFailure", message, token.text, token.line, token.column)

    # ------------------------------------------------------------------ expressions
    def expression(self) -> Expression:
        """An expression."""
        self._depth += 1
        if self._depth > _DEEPEST:
            token = self.peek()
            raise QueryError("ParserFailure", "( is nested too deeply.", "(", token.line, token.column)
        left = self._and()
        while self.accept_word("or"):
            left = Call("or", (left, self._and()))
        self._depth -= 1
        return left

    def _and(self) -> Expression:
        left = self._comparison()
        while self.accept_word("and"):
            left = Call("and", (left, self._comparison()))
        return left

    def _comparison(self) -> Expression:
        left = self._sum()
        token = self.peek()
        name = token.text.lower()
        if name in _SIGNS or (token.kind != "string" and name.lstrip("!").rstrip("~") in _WORDS):
            self.take()
            return Call(name, (left, self._right(name)), token.line, token.column)
        return left

    def _right(self, name: str) -> Expression:
        if name.lstrip("!").rstrip("~") != "in":
            return self._sum()
        self.expect("(")
        items = [self.expression()]
        while self.accept(","):
            items.append(self.expression())
        self.expect(")")
        return Values(tuple(items))

    def _sum(self) -> Expression:
        left = self._product()
        while self.peek().text in {"+", "-"} and self.peek().kind == "sign":
            token = self.take()
            left = Call(token.text, (left, self._product()), token.line, token.column)
        return left

    def _product(self) -> Expression:
        left = self._postfix()
        while self.peek().text in {"*", "/", "%"} and self.peek().kind == "sign":
            token = self.take()
            left = Call(token.text, (left, self._postfix()), token.line, token.column)
        return left

    def _postfix(self) -> Expression:
        value = self._primary()
        while True:
            if self.accept("."):
                value = Member(value, Literal(self.take().text))
            elif self.accept("["):
                value = Member(value, self.expression())
                self.expect("]")
            else:
                return value

    def _primary(self) -> Expression:
        token = self.take()
        if token.kind == "string":
            return Literal(token.text)
        if token.kind == "number":
            return Literal(float(token.text) if "." in token.text else int(token.text))
        return self._word(token) if token.kind == "word" else self._signed(token)

    def _signed(self, token: Token) -> Expression:
        if token.text == "(":
            inner = self.expression()
            self.expect(")")
            return inner
        if token.text == "-":
            return Call("-", (Literal(0), self._postfix()), token.line, token.column)
        if token.text == "*":
            return Star()
        raise self.unexpected(token, "a value")

    def _word(self, token: Token) -> Expression:
        if token.text.lower() in _CONSTANTS:
            return Literal(_CONSTANTS[token.text.lower()])
        return self._call(token) if self.accept("(") else Column(token.text)

    def _call(self, name: Token) -> Expression:
        arguments: list[Expression] = []
        if not self.accept(")"):
            arguments.append(self.expression())
            while self.accept(","):
                arguments.append(self.expression())
            self.expect(")")
        return Call(name.text.lower(), tuple(arguments), name.line, name.column)
