"""Starting a video."""

from conformance.checks import requirement


@requirement("videos.generate.accepted")
def test_a_video_is_started(watched):
    """A model, a prompt and a duration are enough."""
    started = watched.started

    assert started.accepted
    assert isinstance(started["request_id"], str), f"{started!r}: no request to poll"
    assert started["request_id"], f"{started!r}: an empty request to poll"
