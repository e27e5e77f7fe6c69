"""Everything that Azure makes up: identifiers, etags, keys.

All of it derives from the seed of the world, the resource id and its incarnation, so that a run can be repeated
and no output is an echo of an input.
"""

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Chance:
    """One seeded source of made-up values."""

    seed: str

    def _digest(self, parts: tuple[str, ...]) -> bytes:
        return hmac.new(self.seed.encode(), "\x1f".join(parts).lower().encode(), hashlib.sha512).digest()

    def guid(self, *parts: str) -> str:
        """A version 4 GUID for these parts."""
        return str(uuid.UUID(bytes=self._digest(parts)[:16], version=4))

    def hex(self, length: int, *parts: str) -> str:
        """`length` lower-case hexadecimal digits (at most 128)."""
        return self._digest(parts).hex()[:length]

    def etag(self, *parts: str) -> str:
        """An entity tag, with its quotes."""
        return f'W/"{self.guid("etag", *parts)}"'

    def secret(self, *parts: str) -> str:
        """A key such as listKeys returns: 64 bytes in base64."""
        return base64.b64encode(self._digest(("secret", *parts))).decode()

    def number(self, bound: int, *parts: str) -> int:
        """An integer in [0, bound)."""
        return int.from_bytes(self._digest(parts)[:8], "big") % bound
