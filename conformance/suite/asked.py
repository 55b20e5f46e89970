"""What checks over all five endpoints ask for: an operation, and how its result is to be stored.

    @given(asked=lambda studio: generated(studio, where=storage_options.wants_url))
    def test_…(studio, asked):
        made = studio.shared(asked.operation, storage_options=asked.options)

Where generations are free, every operation meets every documented way of storing. Where somebody pays, each way
is asked of an image, and each operation once (`_lean`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conformance.suite.studio import IMAGES, OPERATIONS, Studio
from strategies import storage_options
from strategies.inputs import Inputs
from strategies.storage_options import bounds_of_file, bounds_of_url

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Options = dict[str, Any]
_NAME = "filename"


@dataclass(frozen=True, slots=True)
class Asked:
    """One generation. `options` are its storage options without a file name, which `Studio.shared` fills in.

    `fields` are what else its body is to have.
    """

    operation: str
    options: Options
    fields: dict[str, Any] = field(default_factory=dict)


def _any(_: Options) -> bool:
    return True


def generated(
    studio: Studio, where: Callable[[Options], bool] = _any, operations: Collection[str] = OPERATIONS
) -> Inputs[Asked]:
    """Operations with the ways of storing for which `where` holds, cheapest first.

    Raises (on first use):
        NoInputsError: `where` holds for no documented way.
    """
    if studio.lean:
        return Inputs.listed("generated(lean)", lambda: _sparing(where, operations))
    return Inputs("generated()", lambda: _every(where, operations), lambda: _drawn(where, operations))


def _every(where: Callable[[Options], bool], operations: Collection[str]) -> Iterator[Asked]:
    wanted = [_nameless(options) for options in storage_options.valid().cover() if where(options)]
    return (
        Asked(operation, options) for operation in OPERATIONS if operation in operations for options in wanted
    )


def _sparing(where: Callable[[Options], bool], operations: Collection[str]) -> list[Asked]:
    """Those of the short list; where it has none, the cheapest of all."""
    found = [asked for asked in _lean() if asked.operation in operations and where(asked.options)]
    return found or list(_every(where, operations))[:1]


def _lean() -> Iterator[Asked]:
    """Every documented way of storing once, each operation once, and no more: eight images, an edit, three videos."""
    file, url = bounds_of_file(), bounds_of_url()
    ways: tuple[Options, ...] = (
        {},
        {"public_url": True},
        {"public_url": False},
        {"public_url": {}},
        {"public_url": {"expires_after": url.longest}},
        {"expires_after": file.longest, "public_url": {"expires_after": url.shortest}},
        {"expires_after": file.shortest, "public_url": {"expires_after": url.shortest}},
        {"expires_after": file.longest, "public_url": True},
    )
    for options in ways:
        yield Asked("generateImage", options)
    for operation in OPERATIONS[1:]:
        yield Asked(operation, {"expires_after": file.shortest, "public_url": True})


def _drawn(where: Callable[[Options], bool], operations: Collection[str]) -> SearchStrategy[Asked]:
    """What the list does not have; of images, where there are any, since a rule of storing is that of all."""
    from hypothesis import strategies as st

    cheap = [operation for operation in IMAGES if operation in operations] or sorted(operations)
    listed = [options for options in storage_options.valid().cover() if where(options)]
    # What `where` asks for may be too rare to be drawn by chance.
    options = st.sampled_from(listed) | storage_options.valid().strategy.filter(where)
    return st.builds(Asked, st.sampled_from(cheap), options.map(_nameless))


def _nameless(options: Options) -> Options:
    return {name: value for name, value in options.items() if name != _NAME}
