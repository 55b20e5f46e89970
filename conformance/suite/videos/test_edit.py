"""Editing videos: by which sources, and what an edit keeps."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.made import body_of
from conformance.suite.sources import ByUrl, Inline
from conformance.suite.videos.outcomes import broken, from_source, spared, told_seconds
from conformance.suite.videos.watched import clip_at
from strategies import videos
from strategies.inputs import Inputs
from strategies.media import Clip
from strategies.requests import LeftOut


@requirement("videos.edit.url")
def test_a_video_at_a_url_is_edited(studio):
    """A public one."""
    assert from_source(studio, "editVideo", ByUrl("mp4")).accepted


@requirement("videos.edit.data-uri")
def test_a_video_in_a_data_uri_is_edited(studio):
    """An MP4."""
    assert from_source(studio, "editVideo", Inline("mp4")).accepted


@requirement("videos.edit.source-missing")
@given(video=Inputs.of(LeftOut(), None))
def test_no_edit_without_a_video(studio, video):
    """Left out or null."""
    assert broken(studio, "editVideo", {"video": video}).refused


@requirement("videos.edit.content")
def test_what_an_edit_keeps(studio):
    """How long the result is, and how large; whether only what was asked for has changed, a person has to see."""
    spared(studio, "editVideo")
    source = Clip(seconds=3)
    made = studio.tried("editVideo", video=Inline(source))
    if not made.accepted:
        raise Untestable(f"needs an edited video (videos.edit.data-uri): {made!r}")
    clips = [clip_at(studio, asset.url) for asset in made.assets]

    observe("seconds of the source", source.seconds)
    observe("seconds of the edit", told_seconds(made))
    observe("size of the source", [source.width, source.height])
    observe("size of the edit", [clip and [clip.width, clip.height] for clip in clips])


@requirement("videos.edit.extra")
@given(name=Inputs.of("duration", "aspect_ratio", "resolution"))
def test_fields_that_an_edit_has_not(api, studio, name):
    """Ignored, obeyed or refused."""
    spared(studio, "editVideo")
    value = {
        "duration": videos.default_duration(),
        "aspect_ratio": videos.ratios().cover()[0],
        "resolution": videos.resolutions().cover()[-1],
    }[name]
    made = studio.tried("editVideo", **{name: value})
    clips = [clip_at(studio, asset.url) for asset in made.assets]

    observe(
        f"{name} {value}",
        {
            "status": made.answer.status,
            "becomes": body_of(made.final).get("status"),
            "plays": [clip and [round(clip.seconds, 1), clip.width, clip.height] for clip in clips],
        },
    )


@requirement("videos.edit.long")
@given(more=Inputs.of(0, 1))
def test_long_videos_that_are_edited(api, studio, more):
    """As long as the guide allows, and longer."""
    spared(studio, "editVideo")
    source = Clip(seconds=api.spec.limit("edited-video-duration") + more)
    made = studio.tried("editVideo", video=Inline(source))
    lasts = told_seconds(made) if made.accepted else None

    observe(
        f"a video of {source.seconds:g} s",
        {"status": made.answer.status, "becomes": body_of(made.final).get("status"), "lasts": lasts},
    )
