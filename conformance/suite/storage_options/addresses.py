"""The parts of a public URL's address."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


def last_part(url: str) -> str:
    """What stands behind the last slash of the URL's path."""
    return unquote(urlsplit(url).path).rpartition("/")[2]


def extension_of(name: str) -> str:
    """What stands behind the name's last dot; nothing if it has none."""
    return name.rpartition(".")[2] if "." in name else ""
