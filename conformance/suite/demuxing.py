"""Opening media that a target has made: whatever its metadata says, and with whichever version of `av`."""

from __future__ import annotations

import io
from typing import Any

# A title may be in any encoding. From version 19 on av takes it as it is, and has no word for that.
_TAKES_ANY_FROM = 19


def demuxed(content, form=None):
    """The container in the bytes, read by the demuxer `form`, or by the one that they ask for.

    Raises:
        av.FFmpegError: they are in no such container.
    """
    import av

    options: dict[str, Any] = {"metadata_errors": "replace"}
    if int(av.__version__.split(".")[0]) >= _TAKES_ANY_FROM:
        options.clear()
    return av.open(io.BytesIO(content), "r", form, **options)
