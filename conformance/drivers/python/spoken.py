"""A call in the words of an SDK for Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Spoken:
    """A call of one of the client's functions, named as `files.upload`."""

    function: str
    keywords: Mapping[str, Any] = field(default_factory=dict)
    positional: tuple[Any, ...] = ()
