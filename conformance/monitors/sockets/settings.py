"""What was agreed on for a connection: the query with the documented defaults, as values of their own types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specs import Socket


class Settings:
    """The parameters of one connection. What was sent in another form than the spec has it stays a text."""

    def __init__(self, socket: Socket, query: Mapping[str, str | tuple[str, ...]]) -> None:
        self._values: dict[str, Any] = {}
        for parameter in socket.parameters:
            name, schema = parameter["name"], parameter["schema"]
            given = query.get(name)
            self._values[name] = schema.get("default") if given is None else _typed(given, schema)

    def get(self, name: str) -> Any:
        """The value of a parameter; None where it was not given and has no default."""
        return self._values.get(name)

    def on(self, name: str) -> bool:
        """Whether a parameter is switched on, or given at all where it is no switch."""
        value = self._values.get(name)
        return value is not None and value is not False


def _typed(given: str | tuple[str, ...], schema: Mapping[str, Any]) -> Any:
    if isinstance(given, tuple):
        return given
    try:
        match schema.get("type"):
            case "integer":
                return int(given)
            case "number":
                return float(given)
            case "boolean":
                return {"true": True, "false": False}[given.lower()]
            case _:
                return given
    except (KeyError, ValueError):
        return given
