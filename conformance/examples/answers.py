"""A documented answer beside the one that came: what keys it has that the other lacks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_MOST = 3


def compared(documented: str, output: str) -> list[str]:
    """Notes on keys that `documented`, a JSON text, shows and the answer in `output` lacks; none where nobody knows."""
    if not documented:
        return []
    try:
        wanted, found = json.loads(documented), json.loads(output)
    except ValueError:
        return []
    lacking = list(dict.fromkeys(_lacking(wanted, found, "")))
    if not lacking:
        return ["the answer has every key that the page shows"]
    shown = ", ".join(lacking[:_MOST]) + ("…" if len(lacking) > _MOST else "")
    return [f"the answer lacks what the page shows: {shown}"]


def _lacking(wanted: Any, found: Any, at: str) -> Iterator[str]:
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, value in wanted.items():
            name = f"{at}.{key}" if at else key
            if key not in found:
                yield name
            else:
                yield from _lacking(value, found[key], name)
    elif isinstance(wanted, list) and isinstance(found, list) and wanted and found:
        yield from _lacking(wanted[0], found[0], f"{at}[]")
