"""Polling a video: what is answered until it is done, and then."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.client import DONE, is_pending
from conformance.suite.made import body_of
from conformance.suite.videos.outcomes import spared
from conformance.suite.videos.requests import like, no_requests
from strategies.inputs import Inputs


@requirement("videos.poll.done")
def test_a_video_comes_to_be_done(watched):
    """The last answer says so, and has the video."""
    final = watched.final

    assert final.accepted
    assert final["status"] == DONE, f"{final!r}: the status had to become {DONE}"
    assert isinstance(final["video"], dict), f"{final!r}: no video"


@requirement("videos.poll.status")
def test_statuses_are_the_documented_ones(api, watched, failed):
    """Of every answer, those of a job that failed included; one that is pending may have no body."""
    documented = api.spec.limit("video-statuses")
    assert watched.final
    for poll in (*watched.polls, *([] if failed is None else [failed.final])):
        status = body_of(poll).get("status")
        if poll.accepted and not (status is None and is_pending(poll)):
            assert status in documented, f"{poll!r}: {status!r} is none of {documented}"


@requirement("videos.poll.pending")
def test_answers_before_it_is_done(watched):
    """The status of the answer, and what its body holds."""
    assert watched.final
    pending = [poll for poll in watched.polls if is_pending(poll)]
    if not pending:
        raise Untestable("it was done when it was first polled")
    for poll in pending:
        observe(
            "a video that is not done",
            {"status": poll.status, "body": sorted(body_of(poll)) if poll.content else None},
        )


@requirement("videos.poll.fields")
def test_a_video_that_is_done_is_described(watched):
    """Its URL, its duration, the word of moderation, its model."""
    video, final = watched.video, watched.final
    if video.get("respect_moderation") is False:
        raise Untestable(f"the target has moderated a plain video: {final!r}")

    missing = [name for name in ("url", "duration", "respect_moderation") if video.get(name) in (None, "")]
    assert not missing, f"{final!r}: no {' and no '.join(missing)}"
    assert final["model"], f"{final!r}: no model"


@requirement("videos.poll.progress")
def test_progress_is_a_percentage(api, watched):
    """Below the whole while it is pending, the whole once it is done."""
    field = api.spec.schema("Video")["properties"]["progress"]
    none, whole = field["minimum"], field["maximum"]
    assert watched.final
    told = [
        (poll, body_of(poll)["progress"])
        for poll in watched.polls
        if body_of(poll).get("progress") is not None
    ]
    if not told:
        raise Untestable("no answer tells of progress")
    for poll, progress in told:
        assert isinstance(progress, int), f"{poll!r}: the progress is {progress!r}"
        assert not isinstance(progress, bool), f"{poll!r}: the progress is {progress!r}"
        assert none <= progress <= whole, f"{poll!r}: the progress is {progress}"
        if is_pending(poll):
            assert progress < whole, f"{poll!r}: pending, with a progress of {progress}"
        elif poll["status"] == DONE:
            assert progress == whole, f"{poll!r}: {DONE}, with a progress of {progress}"


@requirement("videos.poll.stable")
def test_a_video_that_is_done_stays_the_same(api, watched):
    """Asked again, and again."""
    video = watched.video
    for _ in range(2):
        again = api.videos.get(watched.request_id)
        assert again.accepted
        assert again["status"] == DONE, f"{again!r}: it was {DONE}"
        assert again["video"] == video, f"{again!r}: the video was {video}"


@requirement("videos.poll.unknown")
@given(request_id=lambda watched: like(watched.request_id))
def test_what_was_never_started_is_not_found(api, watched, request_id):
    """Ids that look like those of the target."""
    assert api.videos.get(request_id).refused("unknown-request")


@requirement("videos.poll.malformed")
@given(request_id=no_requests())
def test_what_is_no_id_is_refused(api, watched, request_id):
    """With whatever a client may send instead; not by a server error."""
    assert watched.request_id

    answer = api.videos.get(request_id)

    assert answer.is_refusal, f"{answer!r}, where any 4xx had to refuse it"


@requirement("videos.poll.expired")
@given(days=Inputs.of(1, 7, 30, 365))
def test_how_long_it_can_be_polled(api, studio, days):
    """Days after it was done."""
    spared(studio)
    made = studio.shared("generateVideo")
    api.clock.advance(days * 24 * 3600)

    answer = api.videos.get(made.request_id or "")
    observe(f"polled after {days} days", {"status": answer.status, "says": body_of(answer).get("status")})
