"""Times as voices tell them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from conformance.suite.times import tolerance

__all__ = ["made_at", "tolerance"]

_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?P<fraction>\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_PARSED = 6  # digits of a fraction of a second that Python reads


def made_at(text: Any) -> float | None:
    """A time as RFC 3339 writes it, in Unix seconds; `None` where it is none."""
    match = _RFC_3339.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    fraction = match["fraction"] or ""
    shorter = text.replace(fraction, fraction[: _PARSED + 1], 1) if fraction else text
    try:
        return dt.datetime.fromisoformat(shorter.upper().replace(" ", "T")).timestamp()
    except ValueError:
        return None
