"""Images and videos in `repro.sh`: jobs are waited for, what they make is found, used and deleted."""

import base64
import json
import random

import pytest

STORED = {"filename": "mine.mp4", "public_url": True}
JOB, FILE = "job-0a1b2c3d", "file_0f3c2a4e-77aa"
URL = f"https://vidgen.example/xai-vidgen/{JOB}.mp4"


@pytest.fixture
def start(make):
    """The start of a video; `fields` are those of its body."""

    def build(status=200, answer=None, operation="generateVideo", **fields):
        path = {"generateVideo": "videos/generations", "generateImage": "images/generations"}[operation]
        body = {"model": "m", "prompt": "p", **fields}
        return make.exchange(
            "POST",
            f"/v1/{path}",
            status,
            answer or {"request_id": JOB},
            operation=operation,
            headers={"Content-Type": "application/json"},
            request_body=make.body(json.dumps(body)),
        )

    return build


@pytest.fixture
def poll(make):
    """A question for the video, answered with a status and a body."""

    def build(answer, status=200, job=JOB, **changes):
        return make.exchange("GET", f"/v1/videos/{job}", status, answer, operation="getVideo", **changes)

    return build


def done(**output):
    output = {"file_output": {"file_id": FILE, "filename": "mine.mp4", **output}} if output else {}
    return {"status": "done", "video": {"url": URL, "duration": 1, **output}}


PENDING = {"status": "pending"}


def asked(service):
    return [(method, path) for method, path, *_ in service.seen]


def test_a_video_is_asked_for_until_it_is_done(make, service, replayed, start, poll):
    """However often that was in the run; then its URL and its file are those of the new answer."""
    exchanges = [
        start(storage_options=STORED),
        poll(PENDING, 202),
        poll(PENDING, 202),
        poll(PENDING, 202),
        poll(done(size=1)),
        make.exchange("GET", URL, 200, operation="fetchVideo", identity="none", response_body=make.body("x")),
        make.exchange("GET", f"/v1/files/{FILE}x", 404, {"error": "no such file"}),
        start(video={"file_id": FILE}),
        make.exchange("GET", f"/v1/videos/{JOB}", 200, done(size=1), operation="getVideo"),
    ]
    service.pending = 1
    code, output = replayed(exchanges[:-1], service.url)
    assert code == 1, output
    assert asked(service) == [
        ("POST", "/v1/videos/generations"),
        ("GET", "/v1/videos/job-new-1"),
        ("GET", "/v1/videos/job-new-1"),
        ("GET", "/gen/file_made-1.mp4"),
        ("GET", "/v1/files/file_made-1x"),
        ("POST", "/v1/videos/generations"),
        ("DELETE", "/v1/files/file_made-1"),
    ]
    assert json.loads(service.seen[5][3])["video"] == {"file_id": "file_made-1"}
    assert not service.files
    assert output.count("Cleaned up") == 1


def test_a_video_that_was_done_at_once_is_waited_for_too(make, service, replayed, start, poll):
    service.pending = 2
    code, output = replayed([start(storage_options=STORED), poll(done(x=1))], service.url)
    # The recorded file had an `x`; that it is missing shows that the last answer was compared.
    assert (code, asked(service)[1:4]) == (0, [("GET", "/v1/videos/job-new-1")] * 3), output
    assert "differs: video.file_output.x is missing" in output


def test_a_video_that_the_script_did_not_start_is_not_touched(make, service, replayed, start, poll):
    """The file that it was stored as is somebody's."""
    service.jobs["somebody-s"] = [0, None]
    exchanges = [poll(done(x=1), job="somebody-s"), start(storage_options=STORED)]
    code, output = replayed(exchanges, service.url)
    assert code == 1, output
    assert list(service.files) == ["file_made-1"]
    assert "Cleaned up" not in output


def test_a_question_that_was_refused_or_left_pending_is_asked_once(make, service, replayed, start, poll):
    """Nothing is waited for that was not in the run."""
    service.pending = 5
    code, output = replayed([start(), poll(PENDING, 202), poll(PENDING, 202)], service.url)
    assert (code, len(service.seen)) == (1, 3), output
    code, output = replayed([poll({"error": "no such video"}, 404, job="nobody-knows")], service.url)
    assert (code, len(service.seen)) == (1, 4), output


def test_a_status_that_the_docs_do_not_have_is_an_end(make, service, replayed, start, poll):
    """As it was for the check that found it; the status of the answer counts where there is no text."""
    service.pending = 1
    code, output = replayed([start(), poll(None, 202), poll({"status": "queued"})], service.url)
    assert code == 0, output
    assert asked(service)[1:] == [("GET", "/v1/videos/job-new-1")] * 2
    assert 'differs: status was "queued", and is "done"' in output


@pytest.mark.parametrize(("images", "code"), [(2, 1), (3, 0)])
def test_generated_images_are_compared_one_by_one(make, service, replayed, start, images, code):
    """Their number and their fields come again, their ids do not; all that were stored are deleted."""
    output = {"file_id": FILE, "filename": "mine.jpg"}
    entries = [{"url": f"https://imgen.example/{n}.jpg", "duration": 1, "file_output": output} for n in "ab"]
    service.images = images
    record = start(
        answer={"data": entries}, operation="generateImage", n=2, storage_options={"filename": "mine.jpg"}
    )
    found, said = replayed([record], service.url)
    assert found == code, said
    assert ("data had 2 entries, and has 3" in said) == (code == 0)
    assert said.count("Cleaned up") == images
    assert not service.files


@pytest.mark.parametrize(("asked", "code"), [("other.jpg", 1), ("mine.jpg", 0)])
def test_a_text_that_was_not_the_one_asked_for_may_change_but_not_into_it(
    service, replayed, start, asked, code
):
    """What a target makes up differs each time; what it was to repeat tells that it was mended."""
    output = {"file_id": FILE, "filename": "made-up-by-the-target.jpg"}
    entry = {"url": "https://imgen.example/abcdefgh.jpg", "duration": 1, "file_output": output}
    record = start(answer={"data": [entry]}, operation="generateImage", storage_options={"filename": asked})
    found, said = replayed([record], service.url)
    assert found == code, said
    assert ("data[0].file_output.filename was not what was asked for, and is" in said) == (code == 0)


@pytest.mark.parametrize(("fields", "code"), [({}, 1), ({"revised": True}, 0)])
def test_what_was_generated_is_not_compared_byte_by_byte(make, service, replayed, start, fields, code):
    """No two images are the same; the answer that named this one decides."""
    output = {"file_id": FILE, "filename": "mine.jpg"}
    entry = {"url": "https://imgen.example/abcdefgh.jpg", "duration": 1, "file_output": output, **fields}
    record = start(
        answer={"data": [entry]}, operation="generateImage", storage_options={"filename": "mine.jpg"}
    )
    fetched = make.exchange(
        "GET", entry["url"], 200, identity="none", operation="fetchImage",
        response_body=make.body(b"\xff\xd8"), response_headers={"content-type": "image/jpeg"},
    )  # fmt: skip
    found, output = replayed([record, fetched], service.url)
    assert found == code, output
    assert ("differs: data[0].revised is missing" in output) == (code == 0)


def test_an_image_in_a_body_arrives_beside_what_was_captured(make, written, replayed, service, start):
    """A data URI is longer than any line should be; the rest of the body stays readable."""
    content = base64.b64encode(random.Random(0).randbytes(120_000)).decode()
    uri = f"data:image/png;base64,{content}"
    record = start(images=[{"url": uri}, {"file_id": FILE}], operation="generateImage", answer={"data": []})
    upload = make.upload(answer={"id": FILE, "object": "file"})
    text = written([upload, record])
    assert max(map(len, text.splitlines())) < 300
    assert '"prompt": "p"' in text
    service.images = 0
    code, output = replayed([upload, record], service.url)
    assert code == 1, output
    assert json.loads(service.seen[1][3])["images"] == [{"url": uri}, {"file_id": "file_new-1"}]


def test_the_script_says_that_it_costs(make, written, start, snapshot):
    """And what it looks like: waiting, capturing, deleting."""
    poll = make.exchange("GET", f"/v1/videos/{JOB}", 200, done(size=1), operation="getVideo")
    text = written([start(storage_options=STORED), poll])
    assert "for which a paid service sends a bill" in text
    assert text.partition("trap finish")[2] == snapshot
    assert "a bill" not in written([poll])
