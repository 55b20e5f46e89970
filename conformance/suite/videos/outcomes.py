"""Requests for videos that checks share, and how long what comes of them is."""

from __future__ import annotations

from typing import Any

from conformance.checks import Untestable
from conformance.suite.made import Made
from conformance.suite.sources import Inline, Source
from conformance.suite.studio import ABSENT, VIDEOS, Studio
from strategies.inputs import Inputs
from strategies.requests import changed


def told_seconds(made: Made) -> float:
    """How long a video is, in seconds, by what its last poll tells.

    Raises:
        Untestable: it tells no number.
    """
    told = [asset.entry.get("duration") for asset in made.assets]
    for seconds in told:
        if isinstance(seconds, int | float) and not isinstance(seconds, bool):
            return float(seconds)
    raise Untestable(f"needs a video whose duration is told (videos.poll.fields): {made!r}")


def made_with(studio: Studio, fields: dict[str, Any], operation: str = "generateVideo") -> Made:
    """The shared video with `fields`, whatever has become of it.

    Where they are what the smallest request has anyway, it is that one.
    """
    smallest = studio.body(operation)
    return studio.tried(
        operation, **{name: v for name, v in fields.items() if smallest.get(name, ABSENT) != v}
    )


def from_source(studio: Studio, operation: str, video: Source) -> Made:
    """The edit or extension of `video`, whatever has become of it, of a target that can edit or extend at all.

    Raises:
        Untestable: it can do so with no video, however it is given.
    """
    made = studio.tried(operation, video=video)
    if not made.accepted and not studio.available(operation):
        other = Inline("mp4")
        if video == other or not studio.tried(operation, video=other).accepted:
            raise Untestable(f"needs a video ({_RESTS_ON[operation]}): {made.accepted!r}")
    return made


#: The requirements that edits and extensions at all are judged by.
_RESTS_ON = {"editVideo": "inputs.video-edit", "extendVideo": "inputs.video-extension"}


def available(studio: Studio) -> list[str]:
    """Those of the three operations that the target has.

    Raises:
        Untestable: it has none.
    """
    found = [operation for operation in VIDEOS if studio.available(operation)]
    if not found:
        raise Untestable("needs a generated video (videos.generate.accepted)")
    return found


def broken(studio: Studio, operation: str, changes: dict[str, Any]) -> Made:
    """The smallest request with `changes` that break a rule; the smallest itself has had a result.

    Raises:
        Untestable: it has not, so a refusal would say nothing about the rule.
    """
    studio.shared(operation)
    return studio.send(operation, changed(studio.body(operation), changes))


def spread(durations: Inputs[int], *, sparing: bool) -> Inputs[int]:
    """The shortest duration, the longest, and unless it has to be `sparing` some between them."""
    every = durations.cover()
    between = () if sparing else every[_STEP:-1:_STEP]
    return Inputs.of(every[0], *between, every[-1])


#: Between neighbouring durations nothing is expected to happen: so many are passed over, less one.
_STEP = 4


def spared(studio: Studio, operation: str = "generateVideo") -> None:
    """End a check that only observes, and would have something generated, where somebody pays for it, or in vain.

    Raises:
        Untestable: somebody does, or `operation` has no result at all.
    """
    if studio.lean:
        raise Untestable("left out of the lean plan: it would have a video made only to be looked at")
    studio.shared(operation)
