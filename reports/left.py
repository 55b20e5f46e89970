"""What clean-up left behind, counted in words."""

from __future__ import annotations

from collections.abc import Iterable

#: What stands before the id of a voice; all other ids are of files.
_VOICE = "voice "


def counted_left(ids: Iterable[str]) -> str:
    """How many files and voices they are: `2 files and 1 voice`."""
    listed = list(ids)
    voices = sum(id_.startswith(_VOICE) for id_ in listed)
    counts = {"file": len(listed) - voices, "voice": voices}
    return " and ".join(f"{n} {what}{'' if n == 1 else 's'}" for what, n in counts.items() if n)
