"""Writing files whole."""

from __future__ import annotations

from pathlib import Path


def write(path: Path, text: str) -> Path:
    """Put `text` into `path` as UTF-8, and return `path`; half characters are written as escapes.

    Raises:
        OSError: it cannot be written.
    """
    path.write_bytes(text.encode(errors="backslashreplace"))
    return path
