"""The parameters of one call, read with Telegram's own complaints."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.localapi.errors import bad_request

__all__ = ["Json", "Parameters", "Upload"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a call brings: values by name, and uploaded files by the name of their part."""

    values: Mapping[str, Any]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """Return the value as it came, parsed where it came as JSON text; None where there is none."""
        value = self.values.get(name)
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                return json.loads(value)
            except ValueError:
                return value
        return value

    def text(self, name: str) -> str:
        """Return a text as it came; empty where there is none."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str) -> int | None:
        """Return a whole number, None where there is none. Raises ApiError where it is none."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """Return a truth value; False where there is none."""
        return self.values.get(name) in (True, "true", "True", "1", 1)

    def object(self, name: str) -> Json | None:
        """Return a JSON object, None where there is none. Raises ApiError where it is another thing."""
        value = self.get(name)
        if value is None or isinstance(value, dict):
            return value
        raise bad_request(f"can't parse {name}: object expected as {name}")

    def array(self, name: str) -> list[Any]:
        """Return a JSON array; empty where there is none. Raises ApiError where it is another thing."""
        value = self.get(name)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        raise bad_request(f"can't parse {name}: array expected as {name}")
