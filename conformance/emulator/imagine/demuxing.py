"""Opening what others have recorded: the one place that knows how versions of `av` differ in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import av
from av.container import InputContainer

# A title may be in any encoding, and spoils nothing. From version 19 on that is so by itself, and cannot be asked for.
_ANY_ENCODING: Mapping[str, Any] = (
    {"metadata_errors": "replace"} if int(av.__version__.split(".")[0]) < 19 else {}
)


def demuxed(file: IO[bytes], form: str, options: Mapping[str, str]) -> InputContainer:
    """The container in `file`, read by the demuxer `form`, which is named and never guessed."""
    opened: InputContainer = av.open(file, "r", form, options=dict(options), **_ANY_ENCODING)
    return opened
