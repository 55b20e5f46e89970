"""Inputs that several checks share: choices among what the strategies offer."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any, TypeVar

from strategies import expiry, media
from strategies.inputs import Inputs
from strategies.media import Media

T = TypeVar("T")
U = TypeVar("U")


def pairs(firsts: Iterable[T], seconds: Iterable[U]) -> Inputs[tuple[T, U]]:
    """Every one with every other: inputs that a check names apart are covered one at a time.

    Raises (on first use):
        NoInputsError: there is no pair.
    """
    listed = tuple(itertools.product(firsts, seconds))
    return Inputs.listed("pairs", lambda: listed)


def file_lifetimes() -> Inputs[int | None]:
    """No expiry, and every kind of documented one, in seconds."""
    none: Inputs[int | None] = Inputs.of(None)
    return Inputs.union(none, expiry.within_bounds("UploadFile").map(lambda seconds: seconds))


def over_the_limit() -> Inputs[Media]:
    """Files one byte too large for a public URL."""
    return Inputs.later("over the limit", lambda: Inputs.of(media.at_size_limit("public-url-file-size").over))


def at_the_limit() -> Inputs[Media]:
    """Files just small enough for a public URL."""
    return Inputs.later("at the limit", lambda: Inputs.of(media.at_size_limit("public-url-file-size").exact))


def rounds() -> Inputs[tuple[bool, ...]]:
    """Creations of a URL, each with (True) or without a revocation before it."""

    def strategy() -> Any:
        from hypothesis import strategies as st

        return st.lists(st.booleans(), min_size=2, max_size=6).map(tuple)

    return Inputs("rounds()", lambda: [(False, True), (False, False, True, True), (True, True)], strategy)
