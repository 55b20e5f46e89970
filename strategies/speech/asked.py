"""An ordinary request for speech, which others change in one place."""

from __future__ import annotations

from typing import Any

import specs
from strategies.requests import changed

OPERATION = "createSpeech"
FORMAT = "output_format"
TEXT = "Good morning to all of you."


def ordinary() -> dict[str, Any]:
    """The smallest request that is right by all sources."""
    return {"text": TEXT, "language": specs.load().limit("speech-languages")[1]}


def body(**changes: Any) -> dict[str, Any]:
    """An ordinary request with `changes`; a field that is `LeftOut()` is taken away."""
    return changed(ordinary(), changes)
