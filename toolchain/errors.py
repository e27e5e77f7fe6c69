"""The one exception of the toolchain."""


class ToolchainError(Exception):
    """Something the user has to do something about.

    Args:
        message: what is wrong, in one sentence.
        remedy: what to do, as a sentence or a command.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"error: {self.message}\n  what to do: {self.remedy}"
