"""Aspect ratios and resolutions of videos."""

from conformance.checks import given, requirement
from conformance.suite.made import with_result
from conformance.suite.videos.outcomes import broken, made_with
from strategies import videos


@requirement("videos.aspect-ratio.accepted")
@given(ratio=videos.ratios())
def test_every_aspect_ratio_is_accepted(studio, watched, ratio):
    """One by one."""
    assert watched.video

    assert made_with(studio, {"aspect_ratio": ratio}).accepted


@requirement("videos.aspect-ratio.unknown")
@given(miss=videos.near_misses("generateVideo", ("enum",), fields=("aspect_ratio",)))
def test_no_video_of_another_aspect_ratio(studio, miss):
    """Texts that look like one."""
    with_result(made_with(studio, miss.twin), "videos.aspect-ratio.accepted")

    assert broken(studio, "generateVideo", miss.value).refused


@requirement("videos.resolution.accepted")
@given(resolution=videos.resolutions())
def test_every_resolution_is_accepted(studio, watched, resolution):
    """One by one."""
    assert watched.video

    assert made_with(studio, {"resolution": resolution}).accepted


@requirement("videos.resolution.unknown")
@given(miss=videos.near_misses("generateVideo", ("enum",), fields=("resolution",)))
def test_no_video_of_another_resolution(studio, miss):
    """Texts that look like one; the smallest request names one that is taken."""
    assert broken(studio, "generateVideo", miss.value).refused
