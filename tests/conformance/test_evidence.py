"""What is written down of a failure shows how things came to be, and stays small."""

import base64
import gc
import hashlib
import itertools
import json
import threading
import time
from dataclasses import replace

import pytest

import specs
from conformance.origins import Origins
from conformance.targets.exchange import Exchange, as_event
from conformance.targets.hiding import Hider
from conformance.targets.reading import MOST_IMAGES, MOST_JSON

SPEC = specs.load()
NOTHING = Hider({})
PICTURE = base64.b64encode(bytes(range(256)) * 400).decode()


def exchange(operation, url, *, sent=None, got=None, status=200):
    body = None if sent is None else json.dumps(sent).encode()
    return Exchange(
        operation=operation,
        identity="first",
        method="GET" if body is None else "POST",
        url=f"http://target{url}",
        request_headers={},
        content=None if body is None else lambda: [body],
        status=status,
        response_body=None if got is None else json.dumps(got).encode(),
    )


# --- bodies of zeros


@pytest.mark.parametrize("count", [3, 255, 256, 1 << 16, 3 << 16])
def test_zeros_are_written_down_as_anything_else_is(count):
    sent = replace(exchange("transcribe", "/v1/stt"), content=lambda: [b"key-0123", bytes(count), b"\x80"])
    written = as_event(sent, Hider({"key-0123": "<key>"}))["request_body"]
    assert written["size"] == count + 9
    whole = b"".join(
        base64.b64decode(piece["base64"])
        if "base64" in piece
        else bytes.fromhex(piece["fill"]) * piece["count"]
        for piece in written["pieces"]
    )
    assert whole == b"<key>" + bytes(count) + b"\x80"
    assert len(str(written)) < 700


# --- images in answers


@pytest.mark.parametrize("picture", [PICTURE, f"data:image/png;base64,{PICTURE}"])
def test_an_image_in_an_answer_is_shortened_and_the_rest_stays(picture):
    entry = {"b64_json": picture, "file_output": {"file_id": "file_1"}}
    made = exchange("generateImage", "/v1/images/generations", sent={"n": 2}, got={"data": [entry, entry]})
    written = as_event(made, NOTHING)["response_body"]
    assert len(written["text"]) < 1000
    shown = json.loads(written["text"])["data"]
    assert [each["file_output"] for each in shown] == [{"file_id": "file_1"}] * 2
    assert shown[0]["b64_json"].startswith(picture[:64])
    assert shown[0]["b64_json"].endswith(f"({len(picture)} characters)")
    assert written["size"] == len(made.response_body)
    assert written["sha256"] == hashlib.sha256(made.response_body).hexdigest()
    assert "truncated" not in written


def test_what_was_sent_stays_whole_so_that_it_can_be_sent_again():
    body = {"image": {"url": f"data:image/png;base64,{PICTURE}"}}
    written = as_event(exchange("editImage", "/v1/images/edits", sent=body, got={}), NOTHING)["request_body"]
    assert json.loads(written["text"]) == body


def test_ordinary_texts_are_not_taken_for_images():
    got = {"url": "https://imgen.x.ai/" + "a/b-" * 2000, "error": "word " * 2000}
    written = as_event(exchange("getVideo", "/v1/videos/x", got=got), NOTHING)["response_body"]
    assert json.loads(written["text"]) == got


def test_a_key_in_an_image_is_hidden_first():
    key = "xai-a-key-that-is-long-enough"
    got = {"b64_json": "A" * 40 + key + PICTURE}
    written = as_event(exchange("generateImage", "/", got=got), Hider({key: "$KEY"}))["response_body"]
    assert key not in written["text"]


# --- origins


@pytest.fixture
def origins():
    return Origins()


def watched(origins, *exchanges):
    for each in exchanges:
        origins.watch(each, SPEC.operations[each.operation])
    return exchanges


def test_a_file_that_is_looked_at_brings_what_stored_it_and_what_that_was_made_from(origins):
    source, edit, job, poll, other = watched(
        origins,
        exchange("uploadFile", "/v1/files", sent={}, got={"id": "file_source"}),
        exchange(
            "editImage", "/v1/images/edits",
            sent={"image": {"file_id": "file_source"}},
            got={"data": [{"file_output": {"file_id": "file_edit"}}]},
        ),
        exchange(
            "generateVideo", "/v1/videos/generations",
            sent={"image": {"file_id": "file_edit"}, "padding": PICTURE},
            got={"request_id": "job-1"},
        ),
        exchange(
            "getVideo", "/v1/videos/job-1",
            got={"video": {"url": "http://vidgen/1.mp4", "file_output": {"file_id": "file_video"}}},
        ),
        exchange("uploadFile", "/v1/files", sent={}, got={"id": "file_other"}),
    )  # fmt: skip
    for looked_at in ("/v1/files/file_video/content", "/v1/files/file_video"):
        assert origins.of([exchange("retrieveFile", looked_at)]) == [source, edit, job, poll]
    assert origins.of([exchange("fetchVideo", "/x"), poll]) == [source, edit, job]
    assert origins.of([exchange("retrieveFile", "/v1/files/file_other")]) == [other]
    assert origins.of([exchange("listFiles", "/v1/files")]) == []


@pytest.fixture
def giving_way():
    """While garbage is collected here, which is often, another thread has its turn: it makes one more each time."""
    here, turn, over = threading.get_ident(), threading.Event(), threading.Event()

    def give_way(_phase, _info):
        if threading.get_ident() == here:
            turn.set()
            time.sleep(0.001)

    def start(act):
        def take_turns():
            while turn.wait() and not over.is_set():
                turn.clear()
                act()

        other = threading.Thread(target=take_turns)
        other.start()
        ending.append(other)
        gc.callbacks.append(give_way)
        gc.set_threshold(100)

    before, ending = gc.get_threshold(), []
    yield start
    gc.set_threshold(*before)
    gc.callbacks.remove(give_way)
    over.set()
    turn.set()
    for other in ending:
        other.join()


def test_origins_are_looked_at_while_others_make_more(origins, giving_way):
    """Hypothesis is told of each collection, so that others may have their turn in the middle of anything."""
    numbers = itertools.count()

    def make():
        made = {"id": f"file_{next(numbers)}"}
        return watched(origins, exchange("uploadFile", "/v1/files", sent={}, got=made))

    first, *_ = [one for _ in range(1000) for one in make()]
    giving_way(make)
    for _ in range(5):
        assert origins.of([exchange("retrieveFile", "/v1/files/file_0")]) == [first]


def test_an_ephemeral_url_brings_what_gave_it(origins):
    made = exchange("generateImage", "/", sent={}, got={"data": [{"url": "http://target/imgen/1.jpg"}]})
    watched(origins, made)
    assert origins.of([exchange("fetchImage", "/imgen/1.jpg")]) == [made]
    assert origins.of([made, exchange("fetchImage", "/imgen/1.jpg")]) == []


@pytest.mark.parametrize("status", [400, 500, None])
def test_what_failed_has_made_nothing(origins, status):
    watched(origins, replace(exchange("uploadFile", "/", sent={}, got={"id": "file_1"}), status=status))
    assert origins.of([exchange("retrieveFile", "/v1/files/file_1")]) == []


def test_answers_of_any_shape_are_borne(origins):
    for body in (b"", b"\xff", b'{"id": 5}', b'"id": ""', b'{"id"', b'{"request_id": "' + b"x" * 5000):
        watched(origins, replace(exchange("generateVideo", "/", sent={}), response_body=body))
    assert origins.of([exchange("getVideo", "/v1/videos/x")]) == []


# --- large answers


def test_ten_large_images_as_text_can_be_read(target_at, twister):
    image = base64.b64encode(b"x" * (MOST_JSON // 4)).decode()
    body = json.dumps({"data": [{"b64_json": image}] * 10}).encode()
    assert MOST_JSON < len(body) < MOST_IMAGES
    target = target_at(twister.url, timeout=60)
    twister.twist = lambda _request, reply: [replace(reply, body=body).raw()]
    answer = target.api.images.generate({})
    assert (len(answer["data"]), answer.truncated) == (10, False)
    assert target.api.videos.get("x").truncated


def test_an_image_may_take_longer_than_other_answers(target_at, twister):
    def slow(_request, reply):
        yield 0.6
        yield reply.raw()

    target = target_at(twister.url, timeout=0.3)
    twister.twist = slow
    assert target.api.images.generate({}).accepted
