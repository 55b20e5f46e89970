"""Teams and their keys, as the command line writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

KEYS: Mapping[str, str] = MappingProxyType({"alpha": "emulator-key-alpha", "beta": "emulator-key-beta"})


class KeyProblem(Exception):
    """A `NAME=KEY` text cannot be used; the message is one sentence for a person."""


def parsed(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The pairs of team and key that `NAME=KEY` texts write, or the default ones if there are none.

    A team may have several keys.

    Raises:
        KeyProblem: a text is malformed, or gives one key to two teams.
    """
    teams: dict[str, str] = {}
    for text in texts:
        name, equals, key = text.partition("=")
        if not (name and equals and key) or not key.isascii() or not key.isprintable() or " " in key:
            raise KeyProblem(f"key {text!r}: expected NAME=KEY, both in printable characters without blanks")
        if teams.setdefault(key, name) != name:
            raise KeyProblem(f"key {text!r}: the team {teams[key]} has this key already")
    return tuple((name, key) for key, name in teams.items()) or tuple(KEYS.items())
