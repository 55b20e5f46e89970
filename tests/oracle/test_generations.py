"""The reference model's rules of what is generated, one by one."""

import json

import pytest

import specs
from conformance.oracle import (
    FetchUrl,
    FileState,
    FinishVideo,
    JobState,
    Keep,
    MakeImages,
    Moment,
    ReadContent,
    Retrieve,
    StartVideo,
    World,
    bounds,
    step,
)
from conformance.targets.call import Answer

SPEC = specs.load()
NOW = 2_000_000_000
DURING = Moment.during(NOW, NOW + 1, 5)
LOW, HIGH = bounds.of_stored_files().low, bounds.of_stored_files().high
SOURCE = FileState(id="source", name="a.jpg", content=None, created_at=None)
OPERATIONS = {
    MakeImages: "generateImage",
    StartVideo: "generateVideo",
    FinishVideo: "getVideo",
    Retrieve: "retrieveFile",
    ReadContent: "retrieveFileContent",
    FetchUrl: "fetchPublicUrl",
}
EMPTY = World()


def answer(operation, status=200, body=None):
    return Answer(
        operation=SPEC.operations[OPERATIONS[type(operation)]],
        status=status,
        headers={},
        content=body if isinstance(body, bytes) else json.dumps(body).encode(),
        sent=NOW,
        received=NOW + 1,
    )


def output(file_id="new", name="b.jpg", **more):
    return {"file_id": file_id, "filename": name, **more}


def images(*outputs):
    return {"data": [{"url": "e", **({"file_output": each} if each else {})} for each in outputs]}


def after(world, operation, status, body, now=DURING):
    """The world that follows; `None` if the answer is not allowed."""
    given = answer(operation, status, body)
    outcome = step(world, operation, now).match(given)
    return None if outcome is None else outcome.then(given)


def complaint(world, operation, status, body, now=DURING):
    return step(world, operation, now).complaint(answer(operation, status, body))


def test_a_stored_image_is_a_file_of_which_little_is_known():
    world = after(EMPTY, MakeImages(keep=Keep(name="b.jpg")), 200, images(output()))

    assert world.file("new") == FileState(id="new", name="b.jpg", content=None, created_at=None)


def test_what_is_read_first_is_known_from_then_on():
    world = after(World((SOURCE,)), ReadContent("source"), 200, b"bytes")

    assert world.file("source").content == b"bytes"
    assert after(world, ReadContent("source"), 200, b"others") is None


def test_the_time_of_creation_is_learned_and_then_held_to():
    shown = {"id": "source", "filename": "a.jpg", "bytes": 7, "created_at": NOW}
    world = after(World((SOURCE,)), Retrieve("source"), 200, shown)

    assert world.file("source").created_at == NOW
    assert after(world, Retrieve("source"), 200, {**shown, "created_at": NOW + 1}) is None


@pytest.mark.parametrize(
    ("keep", "told"),
    [
        (Keep(name="b.jpg"), output(name="other.jpg")),
        (Keep(name="b.jpg"), output(expires_at=NOW + LOW)),
        (Keep(name="b.jpg"), output(public_url="u")),
        (Keep(name="b.jpg"), output(file_id="source")),
        (Keep(name="b.jpg"), None),
        (Keep(name="b.jpg", expires_after=LOW), output()),
        (Keep(name="b.jpg", expires_after=LOW), output(expires_at=NOW + LOW + 60)),
        (Keep(name="b.jpg", public_url=True), output()),
        (Keep(name="b.jpg", public_url=True), output(public_url="u", public_url_expires_at=NOW + LOW)),
        (Keep(name="b.jpg", public_url=True, url_expires_after=LOW), output(public_url="u")),
        (
            Keep(name="b.jpg", public_url=True, expires_after=LOW),
            output(public_url="u", expires_at=NOW + LOW),
        ),
        (None, output()),
    ],
)
def test_what_is_told_of_a_file_has_to_be_what_was_asked_for(keep, told):
    assert after(World((SOURCE,)), MakeImages(keep=keep), 200, images(told)) is None


@pytest.mark.parametrize(
    ("keep", "told"),
    [
        (None, None),
        (Keep(name="b.jpg", expires_after=LOW), output(expires_at=NOW + LOW)),
        (Keep(name="b.jpg", public_url=True), output(public_url="u", public_url_expires_at=None)),
        (
            Keep(name="b.jpg", expires_after=HIGH, public_url=True, url_expires_after=LOW),
            output(expires_at=NOW + HIGH, public_url="u", public_url_expires_at=NOW + LOW),
        ),
        (
            Keep(name="b.jpg", expires_after=LOW, public_url=True, url_expires_after=LOW),
            output(expires_at=NOW + LOW, public_url="u", public_url_expires_at=NOW + LOW),
        ),
        (
            Keep(name="b.jpg", expires_after=LOW, public_url=True),
            output(expires_at=NOW + LOW, public_url="u", public_url_expires_at=NOW + LOW),
        ),
    ],
)
def test_what_was_asked_for_is_allowed(keep, told):
    world = after(EMPTY, MakeImages(keep=keep), 200, images(told))

    assert [file.id for file in world] == (["new"] if keep else [])
    assert after(EMPTY, MakeImages(keep=keep), 400, {"error": "no"}) is None


@pytest.mark.parametrize(
    ("keep", "rule"),
    [
        (Keep(name="b", expires_after=LOW - 1), "storage.expiry.bounds"),
        (Keep(name="b", expires_after=HIGH + 1), "storage.expiry.bounds"),
        (Keep(name="b", public_url=True, url_expires_after=LOW - 1), "storage.url.bounds"),
        (
            Keep(name="b", expires_after=LOW, public_url=True, url_expires_after=LOW + 1),
            "storage.url.beyond-file",
        ),
    ],
)
@pytest.mark.parametrize("operation", [MakeImages, StartVideo])
def test_options_that_break_a_rule_are_refused_whatever_is_asked_for(operation, keep, rule):
    asked = operation(keep=keep)
    granted = images(output(name="b")) if operation is MakeImages else {"request_id": "r"}

    assert after(EMPTY, asked, 422, {"error": "no"}) == EMPTY
    assert after(EMPTY, asked, 200, granted) is None
    assert rule in complaint(EMPTY, asked, 200, granted)


def test_several_images_are_several_files():
    asked = MakeImages(count=2, keep=Keep(name="b.jpg"))

    assert [file.id for file in after(EMPTY, asked, 200, images(output("x"), output("y")))] == ["x", "y"]
    assert after(EMPTY, asked, 200, images(output("x"), output("x"))) is None
    assert after(EMPTY, asked, 200, images(output("x"))) is None
    assert after(EMPTY, asked, 200, {"data": "none"}) is None


def test_an_input_that_is_there_has_to_be_taken_and_one_that_is_gone_may_be_refused():
    there, gone = World((SOURCE,)), World((SOURCE.without_url(),)).holding(SOURCE)
    gone = World(tuple(file for file in gone if file.id != "source"))
    edit = MakeImages(inputs=("source",), keep=Keep(name="b.jpg"))

    assert after(there, edit, 400, {"error": "no"}) is None
    assert after(gone, edit, 400, {"error": "no"}) == gone
    assert after(gone, edit, 200, images(output())).file("new")


def test_a_video_is_stored_when_it_is_done_and_not_before():
    asked = StartVideo(keep=Keep(name="b.mp4", expires_after=LOW))
    assert after(EMPTY, asked, 200, {"request_id": "r", "file_output": output()}) is None
    started = after(EMPTY, asked, 200, {"request_id": "r"})
    assert not tuple(started)

    later = Moment.during(NOW + 100, NOW + 101, 5)
    for ends in (NOW + LOW, NOW + 100 + LOW):
        video = {"url": "e", "file_output": output(name="b.mp4", expires_at=ends)}
        done = after(started, FinishVideo("r"), 200, {"status": "done", "video": video}, later)
        assert done.file("new").expires_at == ends
        assert done.job("r").over
    assert after(started, FinishVideo("r"), 200, {"status": "done", "video": {"url": "e"}}, later) is None


def test_a_video_whose_input_was_there_may_not_fail():
    failed = {"status": "failed", "error": {"code": "invalid_argument", "message": "no"}}
    for sound, allowed in ((True, False), (False, True)):
        world = World(jobs=(JobState(id="r", started=DURING, sound=sound, keep=Keep(name="b.mp4")),))
        assert (after(world, FinishVideo("r"), 200, failed) is not None) == allowed


def test_a_second_look_at_a_video_teaches_nothing():
    world = World(jobs=(JobState(id="r", started=DURING, sound=True, over=True),))

    assert after(world, FinishVideo("r"), 404, {"error": "gone"}) == world


def test_a_request_is_not_started_twice_under_one_id():
    world = World(jobs=(JobState(id="r", started=DURING, sound=True),))

    assert after(world, StartVideo(), 200, {"request_id": "r"}) is None
    assert after(world, StartVideo(), 200, {}) is None


def test_files_that_generations_made_can_be_looked_at_in_lists():
    from conformance.oracle import members

    world = World((SOURCE,))
    shown = {"id": "source", "filename": "a.jpg", "bytes": 3, "created_at": NOW}

    assert not members(world, DURING).complaint([shown])
    assert "missing" in members(world, DURING).complaint([])
