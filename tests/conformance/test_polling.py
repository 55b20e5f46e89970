"""A video is polled until it has ended, whatever an end looks like, and not for ever."""

import json

import pytest

from conformance.client import DONE, PENDING, StillPending
from conformance.outcomes import Untestable
from conformance.targets.call import Malformed


@pytest.fixture
def polled(twister, target_at):
    """Polls a job whose successive answers are given as (status, body); the last one is repeated."""

    def poll(*answers, generation=60.0):
        left = list(answers)

        def twist(request, reply):
            if request.target.startswith("/v1/videos/"):
                status, body = left.pop(0) if len(left) > 1 else left[0]
                reply.status = status
                reply.body = body if isinstance(body, bytes) else json.dumps(body).encode()
            yield reply.raw()

        target = target_at(twister.url, timeout=10, generation=generation)
        twister.twist = twist
        answer = target.api.videos.finished("a-job")
        return answer, sum(request.target == "/v1/videos/a-job" for request in twister.requests)

    return poll


@pytest.mark.parametrize(
    "waiting",
    [(202, b""), (202, b"{}"), (202, b"not JSON"), (202, {"status": PENDING}), (200, {"status": PENDING})],
)
@pytest.mark.parametrize("end", [DONE, "failed", "expired", "something else"])
def test_it_ends_when_the_job_does(polled, waiting, end):
    answer, count = polled(waiting, waiting, (200, {"status": end}))
    assert (answer["status"], count) == (end, 3)


@pytest.mark.parametrize("end", [(404, {"error": "?"}), (500, b""), (200, b"not JSON"), (200, {}), (200, [])])
def test_what_is_no_state_of_a_job_is_not_waited_for(polled, end):
    answer, count = polled((202, b""), end)
    assert (answer.status, count) == (end[0], 2)


def test_a_status_speaks_before_the_code(polled):
    answer, _ = polled((202, {"status": PENDING}), (202, {"status": DONE}))
    assert answer["status"] == DONE


def test_a_job_without_end_is_no_verdict(polled):
    with pytest.raises(StillPending, match=r"a-job is still pending after 0\.1 s"):
        polled((200, {"status": PENDING}), generation=0.1)


# --- ephemeral URLs


@pytest.mark.parametrize(("surface", "place"), [("images", "imgen"), ("videos", "vidgen")])
def test_only_places_that_the_profile_names_are_opened(twister, target_at, surface, place):
    target = target_at(twister.url, **{place: "https://assets.example"})
    client = getattr(target.api, surface)
    with pytest.raises(Untestable, match=f"lie under https://elsewhere.example, .* as {place}"):
        client.fetch("https://elsewhere.example/a.bin")
    with pytest.raises(Malformed, match="is no address"):
        client.fetch("not a URL")
    assert client.fetch(f"{twister.url}/a.bin").status == 200
    assert "authorization" not in twister.requests[-1].headers
