"""Videos that fail: what is said of them, and what is not."""

import pytest

import specs
from conformance.checks import Untestable, observe, requirement
from conformance.suite.made import body_of

*_, FAILED, _EXPIRED = specs.load().limit("video-statuses")
CODES = specs.load().schema("VideoError")["properties"]["code"]["x-codes"]


@pytest.fixture
def failure(watched, failed):
    """What the last poll of a failed job says."""
    assert watched.final
    if failed is None or body_of(failed.final).get("status") != FAILED:
        raise Untestable("no job failed")
    return failed.final


@requirement("videos.poll.failed")
def test_a_failed_video_says_why(failure):
    """With a code and a message."""
    error = failure["error"]

    assert isinstance(error, dict), f"{failure!r}: no error"
    for name in ("code", "message"):
        assert isinstance(error.get(name), str), f"{failure!r}: no {name}"
        assert error[name], f"{failure!r}: an empty {name}"


@requirement("videos.poll.failed-bare")
def test_a_failed_video_has_no_result(failure):
    """Neither a URL nor a stored file."""
    video = failure["video"]
    if isinstance(video, dict):
        assert not video.get("url"), f"{failure!r}: a URL of a video that failed"
        assert not video.get("file_output"), f"{failure!r}: a stored file of a video that failed"
    else:
        assert video is None, f"{failure!r}: a video that failed is {video!r}"


@requirement("videos.poll.failed-form")
def test_the_form_of_a_failure(failure):
    """Which code it names, if it is a documented one, and its progress."""
    error = failure["error"]
    code = error.get("code") if isinstance(error, dict) else None
    observe("a failed video", {"code": code, "documented": code in CODES, "progress": failure["progress"]})
