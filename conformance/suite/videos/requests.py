"""Ids of requests that were never started, and texts that are none."""

from __future__ import annotations

import random
import string
import uuid
from typing import TYPE_CHECKING

from strategies.inputs import Inputs

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


#: Of shorter ids another one could be somebody's: ids made up are at least so long.
_LONG = 12


def like(request_id: str) -> Inputs[str]:
    """Ids that look like `request_id` and that nobody has got.

    For a UUID they are UUIDs of the same version; else their letters and digits are others, but for what stands
    before the last underscore or dash, since that may say what the id is of.
    """
    if _is_uuid(request_id):
        return Inputs(
            "UUIDs", lambda: [_uuid(request_id, seed) for seed in (1, 2)], lambda: _uuids(request_id)
        )
    head, tail = _parts(request_id)
    return Inputs(
        "ids of the same form",
        lambda: [head + "".join(_shifted(c, shift) for c in tail) for shift in (1, 3)],
        lambda: _alike(head, tail),
    )


def no_requests() -> Inputs[str]:
    """Texts that are no ids, in any document."""
    return Inputs.of("null", " ", "%", "a/b", "x" * 2000, "ﬁlm_1", "request\n", "'; --", "<id>")


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _uuid(like: str, seed: int) -> str:
    """One that only `seed` gives. The digits that say its version are those of `like`."""
    digits = uuid.UUID(int=random.Random(seed).getrandbits(128)).hex  # noqa: S311 - not a secret
    kept = like.lower().replace("-", "")
    return str(uuid.UUID(digits[:12] + kept[12] + digits[13:16] + kept[16] + digits[17:]))


def _uuids(like: str) -> SearchStrategy[str]:
    from hypothesis import strategies as st

    return st.integers(0, 2**64).map(lambda seed: _uuid(like, seed))


def _alike(head: str, tail: str) -> SearchStrategy[str]:
    from hypothesis import strategies as st

    letters = [st.sampled_from(_letters(c) or c) for c in tail]
    return (
        st.tuples(*letters)
        .map(lambda drawn: head + "".join(drawn))
        .filter(lambda found: found != head + tail)
    )


def _parts(request_id: str) -> tuple[str, str]:
    """What all ids begin with, and what is each one's own, made long enough to be nobody's."""
    start = max(request_id.rfind("_"), request_id.rfind("-")) + 1
    head, tail = request_id[:start], request_id[start:] or "0"
    return head, tail * -(-_LONG // len(tail)) if len(tail) < _LONG else tail


def _shifted(character: str, shift: int) -> str:
    letters = _letters(character)
    return letters[(letters.index(character) + shift) % len(letters)] if letters else character


def _letters(character: str) -> str:
    """Those of the same sort; none for what is no letter and no digit."""
    sorts = (string.digits, string.ascii_lowercase, string.ascii_uppercase)
    return next((sort for sort in sorts if character in sort), "")
