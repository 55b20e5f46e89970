"""Extending videos: by which sources, and by how much."""

import specs
from conformance.checks import given, observe, requirement
from conformance.suite.made import body_of, with_result
from conformance.suite.sources import ById, ByUrl, Inline
from conformance.suite.studio import ABSENT
from conformance.suite.videos.outcomes import (
    broken,
    from_source,
    made_with,
    spared,
    spread,
    told_seconds,
)
from conformance.suite.videos.watched import clip_at
from strategies import sources, videos
from strategies.inputs import Inputs
from strategies.media import Clip
from strategies.requests import LeftOut

EXTEND = "extendVideo"
#: How far a length, in seconds, may be off what it should be: encoders keep whole frames, and answers round.
_ROUNDED = 1.0
#: Seconds that a video has and that it is extended by: those of the docs' own example.
_EXAMPLE = tuple(specs.load().limit("extension-example"))


@requirement("videos.extend.url")
def test_a_video_at_a_url_is_extended(studio):
    """A public one."""
    assert from_source(studio, EXTEND, ByUrl("mp4")).accepted


@requirement("videos.extend.url")
def test_a_video_in_a_data_uri_is_extended(studio):
    """An MP4."""
    assert from_source(studio, EXTEND, Inline("mp4")).accepted


def _lengths(studio):
    """The docs' example; where nobody pays, also the shortest video extended by most, and the longest by least."""
    if studio.lean:
        return Inputs.of(_EXAMPLE)
    (low, high), added = sources.clips_for(EXTEND).cover(), videos.durations(EXTEND).cover()
    return Inputs.of(_EXAMPLE, (low.seconds, added[-1]), (high.seconds, added[0]))


@requirement("videos.extend.total")
@given(lengths=_lengths)
def test_an_extension_adds_to_the_source(studio, lengths):
    """By what is told of the result, and by what plays where it can be fetched."""
    source, added = lengths
    made = with_result(
        studio.tried(EXTEND, video=ById(Clip(seconds=source)), duration=added), "inputs.video-extension"
    )

    _lasts(studio, made, source, added)


@requirement("videos.extend.default")
def test_an_extension_without_a_duration(studio):
    """Adds as much as the reference says."""
    studio.shared(EXTEND)
    source, added = Clip(), videos.default_duration(EXTEND)
    made = studio.tried(EXTEND, video=ById(source), duration=ABSENT)

    assert made.accepted
    _lasts(studio, made, source.seconds, added)


def _lasts(studio, made, source, added):
    told = told_seconds(made)
    assert abs(told - source - added) <= _ROUNDED, (
        f"{made!r}: {source:g} s extended by {added:g} s are said to be {told:g} s"
    )
    for asset in made.assets:
        clip = clip_at(studio, asset.url)
        assert clip is None or abs(clip.seconds - source - added) <= _ROUNDED, (
            f"{made!r}: {source:g} s extended by {added:g} s play for {clip.seconds:g} s"
        )


def _durations(studio):
    """From the shortest to the longest; where somebody pays, those two."""
    return spread(videos.durations(EXTEND), sparing=studio.lean)


@requirement("videos.extend.accepted")
@given(seconds=_durations)
def test_every_duration_is_accepted(studio, seconds):
    """From the shortest to the longest."""
    studio.shared(EXTEND)

    assert made_with(studio, {"duration": seconds}, EXTEND).accepted


@requirement("videos.extend.bounds")
@given(miss=videos.near_misses(EXTEND, ("minimum", "maximum"), fields=("duration",)))
def test_no_video_for_other_durations(studio, miss):
    """Neither shorter nor longer; the one that sources differ on is left out."""
    assert broken(studio, EXTEND, miss.value).refused


@requirement("videos.extend.one-second")
def test_an_extension_by_less_than_some_sources_allow(api, studio):
    """By one second."""
    spared(studio, EXTEND)
    seconds = api.spec.limit("extension-duration-disputed")
    made = studio.tried(EXTEND, duration=seconds)
    lasts = told_seconds(made) if made.accepted else None

    observe(
        f"an extension by {seconds} s",
        {"status": made.answer.status, "becomes": body_of(made.final).get("status"), "lasts": lasts},
    )


def _too_short(studio):
    shortest = studio.api.spec.limit("extended-video-shortest")
    return Inputs.of(Clip(seconds=shortest / 2), Clip(seconds=shortest / 4))


@requirement("videos.extend.short-source")
@given(clip=_too_short)
def test_no_extension_of_a_very_short_video(studio, clip):
    """Half as long as it has to be, and less."""
    studio.shared(EXTEND)

    assert studio.send(EXTEND, studio.body(EXTEND, video=ById(clip))).refused


@requirement("videos.extend.long-source")
@given(seconds=lambda studio: Inputs.of(*_long(studio.api)))
def test_long_videos_that_are_extended(studio, seconds):
    """As long as the one source allows, as the other, and longer."""
    spared(studio, EXTEND)
    made = studio.tried(EXTEND, video=ById(Clip(seconds=seconds)))
    lasts = told_seconds(made) if made.accepted else None

    observe(
        f"a video of {seconds:g} s",
        {"status": made.answer.status, "becomes": body_of(made.final).get("status"), "lasts": lasts},
    )


def _long(api):
    guide, older = (api.spec.limit(f"extended-video-longest{which}") for which in ("", "-disputed"))
    return guide, guide + 1, older, older + 1


@requirement("videos.extend.source-missing")
@given(video=Inputs.of(LeftOut(), None))
def test_no_extension_without_a_video(studio, video):
    """Left out or null."""
    assert broken(studio, EXTEND, {"video": video}).refused
