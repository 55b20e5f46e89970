"""How long videos are."""

import specs
from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.made import with_result
from conformance.suite.studio import ABSENT
from conformance.suite.videos.outcomes import (
    broken,
    made_with,
    spared,
    spread,
    told_seconds,
)
from strategies import videos
from strategies.inputs import Inputs

#: What a service may round a video's length by, in seconds, and still tell the one that was asked for.
_ROUNDED = 0.5


def durations(studio):
    """From the shortest to the longest; where somebody pays, those two."""
    return spread(videos.durations(), sparing=studio.lean)


@requirement("videos.duration.accepted")
@given(seconds=durations)
def test_every_duration_is_accepted(studio, watched, seconds):
    """From the shortest to the longest."""
    assert watched.video

    assert made_with(studio, {"duration": seconds}).accepted


@requirement("videos.duration.kept")
@given(seconds=durations)
def test_a_video_is_as_long_as_was_asked(studio, seconds):
    """By what is told of it."""
    made = with_result(made_with(studio, {"duration": seconds}), "videos.duration.accepted")

    told = told_seconds(made)
    assert abs(told - seconds) <= _ROUNDED, f"{made!r}: {seconds} s were asked for"


@requirement("videos.duration.bounds")
@given(miss=videos.near_misses("generateVideo", ("minimum", "maximum"), fields=("duration",)))
def test_no_video_of_other_durations(studio, miss):
    """Neither shorter nor longer."""
    assert broken(studio, "generateVideo", miss.value).refused


@requirement("videos.duration.as-text")
@given(field=Inputs.of("duration", *specs.load().limit("duration-alias")))
def test_other_ways_to_say_the_duration(studio, watched, field):
    """In a text under its own name, and as a number under its other one."""
    assert watched.video
    seconds = videos.durations().cover()[1]  # not what is taken where nothing is understood
    said = {"duration": str(seconds)} if field == "duration" else {"duration": ABSENT, field: seconds}

    made = studio.tried("generateVideo", **said)

    assert made.accepted
    told = told_seconds(made)
    assert abs(told - seconds) <= _ROUNDED, f"{made!r}: {seconds} s were asked for"


@requirement("videos.duration.default")
def test_the_duration_of_a_video_that_names_none(studio):
    """The sources have two."""
    spared(studio)
    made = studio.tried("generateVideo", duration=ABSENT)
    if not made.accepted:
        raise Untestable(f"a request without a duration: {made!r}")

    observe("seconds", told_seconds(made))
