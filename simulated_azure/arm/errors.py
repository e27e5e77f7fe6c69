"""Errors as Azure Resource Manager answers them."""

from typing import Any


class ArmError(Exception):
    """An error answer of Azure Resource Manager or of a resource provider.

    Args:
        status: HTTP status.
        code: Azure's error code, the part that clients and people search for.
        message: one readable sentence or two, in our own words.
        target: the property or resource the error is about, when Azure names it.
        retry_after: seconds that the Retry-After header would hold.
    """

    def __init__(
        self, status: int, code: str, message: str, *, target: str | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.target = target
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The JSON body of the answer."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.target is not None:
            error["target"] = self.target
        return {"error": error}

    def to_row(self) -> dict[str, Any]:
        """What has to be stored so that a later poll can raise the same error."""
        return {"status": self.status, "code": self.code, "message": self.message, "target": self.target}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "ArmError":
        """The error that `to_row` stored."""
        return cls(row["status"], row["code"], row["message"], target=row.get("target"))


def bad_request(code: str, message: str, *, target: str | None = None) -> ArmError:
    """A 400: the request can never succeed as it is."""
    return ArmError(400, code, message, target=target)


def conflict(code: str, message: str, *, target: str | None = None) -> ArmError:
    """A 409: the request contradicts the present state."""
    return ArmError(409, code, message, target=target)


def not_found(code: str, message: str, *, target: str | None = None) -> ArmError:
    """A 404."""
    return ArmError(404, code, message, target=target)
