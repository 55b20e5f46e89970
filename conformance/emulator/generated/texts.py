"""How values are written: as JSON, or as the texts of queries and forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from conformance.emulator.generated.places import types_of


@dataclass(frozen=True, slots=True)
class Codec:
    """Reads and writes values; those of a `textual` one are texts, of which a name may have several."""

    textual: bool

    def read(self, written: Any, schema: Mapping[str, Any]) -> Any:
        """The value that is meant; a text that fits no type of the schema stays a text."""
        if not self.textual or not isinstance(written, str):
            return written
        kinds = types_of(schema)
        if "boolean" in kinds and written in ("true", "false"):
            return written == "true"
        for kind, parse in (("integer", int), ("number", float)):
            if kind in kinds:
                try:
                    return parse(written)
                except ValueError:
                    continue
        return written

    def write(self, value: Any) -> Any:
        """The value as it stands in a message."""
        if not self.textual or isinstance(value, list | str):
            return value
        return str(value).lower() if isinstance(value, bool) else str(value)


JSON, TEXT = Codec(textual=False), Codec(textual=True)


def fields_of(query: bytes) -> dict[str, Any]:
    """The fields of a query; a name that is given several times has a list."""
    fields: dict[str, Any] = {}
    for name, text in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        before = fields.get(name)
        fields[name] = text if before is None else [*([before] if isinstance(before, str) else before), text]
    return fields
