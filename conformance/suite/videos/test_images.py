"""Videos from images: one to begin with, or several to be guided by."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.made import body_of
from conformance.suite.sources import ByUrl, Inline, inline_images, linked_images
from conformance.suite.studio import ABSENT
from conformance.suite.videos.outcomes import spared, told_seconds
from conformance.suite.videos.watched import clip_at
from strategies import videos
from strategies.images import shape
from strategies.inputs import Inputs
from strategies.media import Picture

_PAIR = [Inline("jpeg"), Inline("png")]


@requirement("videos.image.url")
@given(picture=linked_images)
def test_a_video_begins_with_an_image_at_a_url(studio, watched, picture):
    """A public one."""
    assert watched.video

    assert studio.tried("generateVideo", image=ByUrl(picture)).accepted


@requirement("videos.image.data-uri")
@given(picture=inline_images)
def test_a_video_begins_with_an_image_in_a_data_uri(studio, watched, picture):
    """Of every documented type."""
    assert watched.video

    assert studio.tried("generateVideo", image=Inline(picture)).accepted


@requirement("videos.image.ratio")
def test_whose_aspect_ratio_it_has(studio):
    """The image's, or that which was asked for."""
    spared(studio)
    ratio = videos.ratios().cover()[1]
    made = studio.tried("generateVideo", image=Inline("png"), aspect_ratio=ratio)
    clips = [clip_at(studio, asset.url) for asset in made.assets]

    observe("asked for", shape(ratio))
    observe("width by height", [clip and round(clip.width / clip.height, 2) for clip in clips])


@requirement("videos.reference.url")
def test_images_at_urls_guide_a_video(studio, watched):
    """Public ones, beside one in a data URI."""
    assert watched.video

    assert studio.tried("generateVideo", reference_images=[ByUrl("jpeg"), Inline("png")]).accepted


@requirement("videos.reference.url")
def test_images_in_data_uris_guide_a_video(studio, watched):
    """Two of them."""
    assert watched.video

    assert studio.tried("generateVideo", reference_images=_PAIR).accepted


def _guided(studio):
    """A video that is guided by images: what breaks a rule of that proves nothing without it."""
    made = studio.tried("generateVideo", reference_images=_PAIR)
    if not made.accepted:
        raise Untestable(f"needs a video guided by images (videos.reference.url): {made!r}")


@requirement("videos.reference.too-many")
@given(more=Inputs.of(1, 2, 9))
def test_no_video_guided_by_too_many_images(api, studio, more):
    """One more than the documented most, and several."""
    _guided(studio)
    count = api.spec.limit("reference-images") + more
    several = [Inline(Picture("png", seed=number)) for number in range(count)]

    assert studio.send("generateVideo", studio.body("generateVideo", reference_images=several)).refused


@requirement("videos.reference.prompt")
@given(prompt=Inputs.of("", None, "left out"))
def test_no_video_guided_by_images_alone(studio, prompt):
    """An empty prompt is none."""
    _guided(studio)
    said = ABSENT if prompt == "left out" else prompt
    body = studio.body("generateVideo", prompt=said, reference_images=_PAIR)

    assert studio.send("generateVideo", body).refused


@requirement("videos.reference.with-image")
def test_both_a_first_frame_and_references(studio):
    """An error, or the references are ignored."""
    spared(studio)
    made = studio.tried("generateVideo", image=Inline("webp"), reference_images=_PAIR)
    observe("both", {"status": made.answer.status, "becomes": body_of(made.final).get("status")})


@requirement("videos.reference.long")
@given(more=Inputs.of(0, 1, 5))
def test_long_videos_guided_by_images(api, studio, more):
    """As long as the guide allows, and longer."""
    spared(studio)
    seconds = api.spec.limit("reference-video-duration") + more
    made = studio.tried("generateVideo", duration=seconds, reference_images=_PAIR)
    lasts = told_seconds(made) if made.accepted else None

    observe(
        f"{seconds} s",
        {"status": made.answer.status, "becomes": body_of(made.final).get("status"), "lasts": lasts},
    )
