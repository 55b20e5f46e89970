"""Whatever a generation stores is known, waited for where it is still under way, and deleted; nothing else ever is."""

import json
import subprocess
import sys
import textwrap
from dataclasses import replace

import pytest

from conformance import trial
from conformance.outcomes import NoVerdict, Untestable
from conformance.recovery import recover
from conformance.running import Plan
from conformance.selection import Selection
from conformance.targets.cleanup import clean_up, delete_outstanding
from specs import load

TAG = "xc-test"
IMAGE = {"model": "grok-imagine-image", "prompt": "x"}
VIDEO = {"model": "grok-imagine-video", "prompt": "x", "duration": 1, "resolution": "480p"}


# --- on a target


@pytest.fixture
def mine(emulator, shelf):
    """Files of the user's own, one of them under a name like those of runs."""
    files = shelf(emulator.url, "emulator-key-alpha")
    if not files.all():
        files.put("a.jpg", b"mine")
        files.put(f"{TAG}-1.jpg", b"mine, too: from an earlier run, say")
    return files


@pytest.fixture
def target(target_at, twisted):
    """The emulator, behind a server that may twist its answers."""
    return target_at(twisted.url, timeout=10)


def stored(name, **options):
    return {"storage_options": {"filename": f"{TAG}-{name}", **options}}


def twist_answers(twisted, path, change):
    """Give the JSON answer to POST `path` a twist: `change` alters the body in place."""

    def twist(request, reply):
        if request.method == "POST" and request.target == path and reply.status == 200:
            body = json.loads(reply.body)
            change(body)
            reply = replace(reply, body=json.dumps(body).encode())
        yield reply.raw()

    twisted.twist = twist


def lose(path):
    """Requests to `path` are carried out, and nobody hears of it."""
    return lambda request, reply: ["reset" if request.target == path else reply.raw()]


def test_every_image_is_deleted(target, mine):
    before = mine.all()
    target.api.images.generate({**IMAGE, "n": 3, **stored("a.jpg", public_url=True)})
    target.api.images.generate(IMAGE)
    assert len(target.ledger.outstanding) == len(mine.all()) - len(before) == 3
    result = clean_up(target)
    assert (result.created, result.deleted, result.left, result.message) == (3, 3, (), "")
    assert mine.all() == before


def test_what_a_check_made_goes_with_it_and_what_is_shared_stays(target, mine):
    before = mine.all()
    kept, _ = (
        target.api.images.generate({**IMAGE, **stored(f"{n}.jpg")})["data"][0]["file_output"]["file_id"]
        for n in range(2)
    )
    delete_outstanding(target, keep={kept})
    assert set(mine.all()) - set(before) == {kept}
    clean_up(target)
    assert mine.all() == before


def test_a_video_that_nobody_waited_for_is_waited_for(target, mine):
    before = mine.all()
    request_ids = [
        target.api.videos.generate({**VIDEO, **stored(f"{n}.mp4")})["request_id"] for n in range(2)
    ]
    assert [job.request_id for job in target.ledger.jobs] == request_ids
    result = clean_up(target)
    assert (result.created, result.deleted, result.left, result.message) == (2, 2, (), "")
    assert mine.all() == before


def test_a_video_is_settled_by_whoever_polls_it(target, mine):
    before = mine.all()
    request_id = target.api.videos.generate({**VIDEO, **stored("a.mp4")})["request_id"]
    assert target.api.as_("second").videos.get(request_id).is_refusal
    assert target.ledger.jobs
    target.api.videos.finished(request_id)
    assert (target.ledger.jobs, len(target.ledger.outstanding)) == ([], 1)
    clean_up(target)
    target.api.videos.get(request_id)
    assert target.ledger.outstanding == {}
    assert mine.all() == before


def test_a_video_that_failed_leaves_nothing_to_look_for(target):
    body = {**VIDEO, **stored("a.mp4"), "prompt": "x [generation fails]"}
    target.api.videos.finished(target.api.videos.generate(body)["request_id"])
    assert (target.ledger.jobs, target.ledger.unanswered) == ([], [])


def test_a_state_of_another_name_is_no_end_while_the_code_says_so(target, twisted, mine):
    before = mine.all()
    request_id = target.api.videos.generate({**VIDEO, **stored("a.mp4")})["request_id"]

    def processing(request, reply):
        renamed = request.target.startswith("/v1/videos/")
        yield (replace(reply, status=202, body=b'{"status": "processing"}') if renamed else reply).raw()

    twisted.twist = processing
    target.api.videos.get(request_id)
    assert target.ledger.jobs
    twisted.twist = lambda _request, reply: [reply.raw()]
    assert clean_up(target).deleted == 1
    assert mine.all() == before


def test_a_video_that_does_not_end_is_given_up_and_told(target_at, twisted):
    target = target_at(twisted.url, timeout=10, generation=0.3)
    request_id = target.api.videos.generate({**VIDEO, **stored("endless.mp4")})["request_id"]

    def pending(request, reply):
        still = request.target.startswith("/v1/videos/")
        yield (replace(reply, status=202, body=b"") if still else reply).raw()

    twisted.twist = pending
    result = clean_up(target)
    assert result.left == (f"{TAG}-endless.mp4",)
    assert (result.created, result.deleted) == (1, 0)
    assert "had not ended 0.3 s after their start" in result.message
    twisted.twist = lambda _request, reply: [reply.raw()]
    target.api.videos.finished(request_id)
    assert clean_up(target).left == ()


def test_a_job_that_the_target_has_forgotten_is_looked_for_by_name(target, twisted, mine):
    before = mine.all()
    target.api.videos.generate({**VIDEO, **stored("forgotten.mp4")})

    def forgotten(request, reply):
        unknown = request.target.startswith("/v1/videos/")
        yield (replace(reply, status=404, body=b"{}") if unknown else reply).raw()

    # Polled until it is done, but by others.
    while len(mine.all()) == len(before):
        target.transport.plain("GET", f"/v1/videos/{target.ledger.jobs[0].request_id}", identity="first")
    twisted.twist = forgotten
    result = clean_up(target)
    assert (result.deleted, result.left, result.message) == (1, (), "")
    assert mine.all() == before


@pytest.mark.parametrize("n", [1, 2])
def test_images_whose_answer_was_lost_are_found_by_name(target, twisted, mine, n):
    before = mine.all()
    twisted.twist = lose("/v1/images/generations")
    with pytest.raises(NoVerdict):
        target.api.images.generate({**IMAGE, "n": n, **stored(f"lost-{n}.jpg")})
    sent = [request for request in twisted.requests if request.target == "/v1/images/generations"]
    assert len(sent) == 1  # nothing is paid for twice
    result = clean_up(target)
    assert (result.created, result.deleted, result.left, result.message) == (n, n, (), "")
    assert mine.all() == before


def test_an_answer_without_the_file_is_not_believed(target, twisted, mine):
    before = mine.all()
    twist_answers(twisted, "/v1/images/generations", lambda body: body["data"][0].pop("file_output"))
    target.api.images.generate({**IMAGE, "n": 2, **stored("silent.jpg")})
    assert len(target.ledger.outstanding) == 1
    assert clean_up(target).left == ()
    assert mine.all() == before


def test_neither_is_a_video_that_is_done_without_it(target, twisted, mine):
    before = mine.all()

    def silent(request, reply):
        if request.target.startswith("/v1/videos/") and b'"done"' in reply.body:
            body = json.loads(reply.body)
            del body["video"]["file_output"]
            reply = replace(reply, body=json.dumps(body).encode())
        yield reply.raw()

    twisted.twist = silent
    target.api.videos.finished(target.api.videos.generate({**VIDEO, **stored("silent.mp4")})["request_id"])
    assert (target.ledger.jobs, target.ledger.outstanding) == ([], {})
    assert (clean_up(target).deleted, mine.all()) == (1, before)


@pytest.mark.parametrize("status", [500, 301])
def test_neither_is_an_error(target, twisted, mine, status):
    before = mine.all()

    def fail(request, reply):
        yield (replace(reply, status=status) if request.method == "POST" else reply).raw()

    twisted.twist = fail
    target.api.images.generate({**IMAGE, **stored(f"error-{status}.jpg")})
    assert clean_up(target).left == ()
    assert mine.all() == before


def test_a_refusal_is(target, twisted):
    target.api.images.generate({**IMAGE, "storage_options": {"filename": f"{TAG}-x.jpg", "expires_after": 1}})
    target.api.images.generate({**IMAGE, "storage_options": {}})
    target.api.videos.generate({**VIDEO, "storage_options": "text"})
    sent = len(twisted.requests)
    result = clean_up(target)
    assert (result.created, result.left, result.message) == (0, (), "")
    assert len(twisted.requests) == sent


def test_what_is_accepted_without_a_name_is_known_by_its_id(target, twisted, mine):
    """A target that takes what it should refuse, or stores what nobody asked it to."""
    before = mine.all()
    wrong = iter([mine.put("untitled", b"1"), mine.put("untitled", b"2")])

    def accept(request, reply):
        if request.target == "/v1/images/generations":
            output = {"file_id": next(wrong), "filename": "untitled"}
            reply = replace(reply, status=200, body=json.dumps({"data": [{"file_output": output}]}).encode())
        yield reply.raw()

    twisted.twist = accept
    target.api.images.generate({**IMAGE, "storage_options": {"public_url": True}})
    target.api.images.generate(IMAGE)
    assert clean_up(target).deleted == 2
    assert mine.all() == before


def test_a_video_that_was_stored_unasked_is_deleted(target, twisted, mine):
    before = mine.all()
    request_id = target.api.videos.generate(VIDEO)["request_id"]
    file_id = mine.put("unasked.mp4", b"x")

    def stored_all_the_same(request, reply):
        if request.target.startswith("/v1/videos/"):
            body = {"status": "done", "video": {"url": "u", "file_output": {"file_id": file_id}}}
            reply = replace(reply, status=200, body=json.dumps(body).encode())
        yield reply.raw()

    twisted.twist = stored_all_the_same
    for _ in range(2):
        target.api.videos.get(request_id)
    assert clean_up(target).deleted == 1
    assert mine.all() == before


def aged(request, reply, file_id):
    """A file looks as if it had been there for long."""
    if request.method == "GET" and request.target == f"/v1/files/{file_id}":
        body = json.loads(reply.body)
        body["created_at"] -= 1000
        return replace(reply, body=json.dumps(body).encode())
    return reply


def test_a_file_that_was_there_before_is_never_changed(target, twisted, mine):
    """A target that keeps equal content once answers a generation with somebody's file, under the new name."""
    older = next(id_ for id_, file in mine.all().items() if file["filename"] == "a.jpg")

    def once(request, reply):
        if request.target == "/v1/images/generations":
            body = json.loads(reply.body)
            body["data"][0]["file_output"]["file_id"] = older
            reply = replace(reply, body=json.dumps(body).encode())
        yield aged(request, reply, older).raw()

    twisted.twist = once
    target.api.images.generate({**IMAGE, **stored("taken.jpg")})
    for act in (target.api.files.delete, target.api.public_urls.create, target.api.public_urls.revoke):
        with pytest.raises(Untestable, match="was there before"):
            act(older)
    assert target.api.files.get(older).accepted
    clean_up(target)
    assert mine.content(older) == b"mine"
    assert mine.all()[older]["filename"] == "a.jpg"


def test_a_clock_that_is_wrong_makes_no_file_of_ours_another_s(target, twisted, mine):
    """Its name says whose it is."""
    before = mine.all()
    answer = target.api.images.generate({**IMAGE, **stored("old-at-once.jpg")})
    file_id = answer["data"][0]["file_output"]["file_id"]
    twisted.twist = lambda request, reply: [aged(request, reply, file_id).raw()]
    assert clean_up(target).deleted == 1
    assert mine.all() == before


def test_neither_is_it_when_only_clean_up_comes_by(target, twisted, mine):
    older = next(id_ for id_, file in mine.all().items() if file["filename"] == "a.jpg")

    def once(request, reply):
        if request.target == "/v1/images/generations":
            output = {"file_id": older, "filename": "whatever"}
            reply = replace(reply, body=json.dumps({"data": [{"file_output": output}]}).encode())
        yield aged(request, reply, older).raw()

    twisted.twist = once
    target.api.images.generate({**IMAGE, **stored("swapped.jpg")})
    result = clean_up(target)
    assert (result.left, older in mine.all()) == ((), True)


# --- after a kill

_KILLED = """
    import os, signal, sys
    from pathlib import Path
    from dataclasses import replace
    import specs
    from conformance import trial
    from conformance.targets.ledger import Ledger
    from conformance.targets.profile import load_profile
    from conformance.targets.target import connect

    url, path, key, tag = sys.argv[1:]
    trial.start("", "")
    ledger = Ledger(Path(path), tag=tag)
    target = connect(load_profile("emulator").at(url), {"first": key}, specs.load(), ledger=ledger)
    body = {"model": "grok-imagine-video", "prompt": "x", "duration": 1}
    options = {"filename": f"{tag}-killed.mp4", "public_url": True}
    target.api.images.generate({"prompt": "x", "storage_options": {"filename": f"{tag}-killed.jpg"}})
    target.api.videos.generate({**body, "storage_options": options})
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("delete", [True, False])
def test_a_worker_that_was_killed_while_a_video_was_made_leaves_nothing(
    emulator, mine, keys, tmp_path, delete
):
    before = mine.all()
    path = tmp_path / "ledger"
    script = textwrap.dedent(_KILLED)
    arguments = [emulator.url, str(path), "emulator-key-alpha", TAG]
    done = subprocess.run([sys.executable, "-P", "-c", script, *arguments], check=False, timeout=120)
    assert done.returncode == -9

    plan = Plan(
        selection=Selection(), requirements=[], seed=0, examples=0, target=emulator.url, keys=keys,
    )  # fmt: skip
    result = recover(plan, load(), path, delete=delete)
    if delete:
        assert (result.created, result.deleted, result.left, result.message) == (2, 2, (), "")
        assert mine.all() == before
    else:
        assert f"{TAG}-killed.mp4" in result.left
        assert (result.created, result.deleted) == (2, 0)
        trial.start("", "")
        recover(plan, load(), path, delete=True)
    assert mine.all() == before
