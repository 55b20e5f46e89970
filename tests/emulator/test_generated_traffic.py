"""What generated faults do to what passes between a client and the emulator, and that nothing else is touched."""

from __future__ import annotations

import contextlib
import json

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

import specs
from conformance.emulator.generated import generated
from conformance.emulator.generated.deriving import of_operations
from conformance.emulator.generated.fault import Document, Effect
from conformance.emulator.generated.forms import Form
from conformance.emulator.process import EmulatorProcess

SPEC = specs.load()
EXPIRY = SPEC.schema("CreatePublicUrl")["properties"]["expires_after"]
LOW, HIGH = EXPIRY["minimum"], EXPIRY["maximum"]
SPEECH = SPEC.sockets["speech"]


@pytest.fixture
def with_fault(alpha_with):
    """The first team of an emulator with one generated fault."""
    return lambda name: alpha_with(faults=[name])


# --- requests


def test_what_is_beyond_a_bound_is_let_through(with_fault):
    """It counts as the bound; further rules hold as before."""
    with with_fault("createPublicUrl.request.expires_after.minimum-let-through") as alpha:
        file = alpha.upload()["id"]
        answer = alpha.create(file, expires_after=LOW - 1)

        assert answer.status_code == 200
        assert answer.json()["expires_at"]
        assert alpha.create(file, expires_after=HIGH + 1).status_code == 400


def test_a_bound_itself_is_refused(with_fault):
    """And nothing beside it."""
    with with_fault("createPublicUrl.request.expires_after.maximum-refused") as alpha:
        file = alpha.upload()["id"]

        assert alpha.create(file, expires_after=HIGH).status_code == 400
        assert {"code", "error"} == set(alpha.create(file, expires_after=HIGH).json())
        assert "public_url" not in alpha.get(file).json()
        assert alpha.create(file, expires_after=HIGH - 1).status_code == 200


def test_a_listed_value_of_a_query_is_refused(with_fault):
    """The others are taken."""
    with with_fault("listFiles.request.order.enum-refused.desc") as alpha:
        assert alpha.page(order="desc").status_code == 400
        assert alpha.page(order="asc").status_code == 200


def test_what_a_query_may_not_say_is_let_through(with_fault):
    """It counts as the bound."""
    limit = SPEC.operations["listCustomVoices"].parameters[0]
    low = limit["schema"]["minimum"]
    with with_fault("listCustomVoices.request.limit.minimum-let-through") as alpha:
        assert alpha.http.get("/v1/custom-voices", params={"limit": low - 1}).status_code == 200
        assert alpha.http.get("/v1/custom-voices", params={"limit": "few"}).status_code == 400


def test_a_field_of_a_form_is_changed_and_the_file_is_not(with_fault):
    """Byte by byte."""
    content = bytes(range(256)) * 8
    with with_fault("uploadFile.request.expires_after.minimum-let-through") as alpha:
        stored = alpha.upload(content, "bytes.bin", "application/octet-stream", expires_after=LOW - 1)

        assert stored["expires_at"] - stored["created_at"] == LOW
        assert alpha.content(stored["id"]).content == content


def test_an_absent_field_counts_as_another_default(with_fault):
    """One that is given does not."""
    with with_fault("generateImage.request.n.default-another") as alpha:
        assert len(alpha.image().json()["data"]) == SPEC.schema("GenerateImage")["properties"]["n"]["maximum"]
        assert len(alpha.image(n=2).json()["data"]) == 2


def test_a_missing_field_is_not_noticed(with_fault):
    """What was asked for beside it is kept."""
    with with_fault("generateImage.request.prompt.required-let-through") as alpha:
        answer = alpha.http.post("/v1/images/generations", json={"n": 2})

        assert answer.status_code == 200
        assert len(answer.json()["data"]) == 2


def test_null_is_refused(with_fault):
    """Left out is something else."""
    with with_fault("createPublicUrl.request.expires_after.type-refused.null") as alpha:
        file = alpha.upload()["id"]

        assert alpha.create(file, expires_after=None).status_code == 400
        assert alpha.create(file).status_code == 200


def test_a_body_that_is_no_object_counts_as_one_without_fields():
    """An object stays as it is."""
    name = "createPublicUrl.request.body.type-let-through"
    fault = next(each for each in of_operations(SPEC) if each.name == name)
    none, some = Document([1]), Document({"expires_after": LOW})

    assert (fault.change(none), none.value) == (Effect.CHANGED, {})
    assert (fault.change(some), some.value) == (Effect.NOTHING, {"expires_after": LOW})


def test_of_two_ways_the_first_is_read(with_fault, alpha_with):
    """Where exactly one may be given."""
    both = {"url": "data:image/png;base64,AAAA", "file_id": "file_none"}
    with alpha_with() as alpha:
        before = alpha.edit(image=both).json()
    with with_fault("editImage.request.image.oneOf-let-through") as alpha:
        assert alpha.edit(image=both).json() != before


# --- answers


def test_a_required_field_is_left_out_of_every_item(with_fault):
    """Of a list as well."""
    with with_fault("listFiles.answer.data.each.bytes.required-left-out") as alpha:
        alpha.upload()
        alpha.upload()
        page = alpha.page().json()["data"]

        assert len(page) == 2
        assert all("bytes" not in file and "id" in file for file in page)


def test_an_answer_of_another_type(with_fault):
    """Of the operation alone."""
    with with_fault("retrieveFile.answer.created_at.type-another") as alpha:
        stored = alpha.upload()

        assert alpha.get(stored["id"]).json()["created_at"] == "1"
        assert isinstance(stored["created_at"], int)


def test_a_refusal_is_not_taken_for_an_answer(with_fault):
    """Only what was done is answered wrongly."""
    with with_fault("retrieveFile.answer.body.type-another") as alpha:
        assert isinstance(alpha.get(alpha.upload()["id"]).json(), str)
        assert set(alpha.get("file_none").json()) == {"code", "error"}


def test_a_status_is_changed_and_the_body_is_not(with_fault):
    """Of a refusal."""
    with with_fault("retrieveFile.answer.status.404-answered-418") as alpha:
        answer = alpha.get("file_none")

        assert answer.status_code == 418
        assert "error" in answer.json()


def test_a_refusal_is_accepted(with_fault):
    """With nothing in the answer."""
    with with_fault("retrieveFile.answer.status.404-accepted") as alpha:
        answer = alpha.get("file_none")

        assert (answer.status_code, answer.json()) == (200, {})


def test_json_is_called_plain_text(with_fault):
    """And is JSON all the same."""
    with with_fault("retrieveFile.answer.media-type") as alpha:
        stored = alpha.upload()
        answer = alpha.get(stored["id"])

        assert answer.headers["content-type"] == "text/plain"
        assert answer.json()["id"] == stored["id"]


def test_a_status_of_what_is_no_json(with_fault):
    """Bytes pass as they are."""
    with with_fault("retrieveFileContent.answer.status.200-answered-203") as alpha:
        answer = alpha.content(alpha.upload(b"bytes", "a.txt", "text/plain")["id"])

        assert (answer.status_code, answer.content) == (203, b"bytes")


# --- sockets


def _said(emulator: EmulatorProcess, text="Good morning.", **query) -> list[dict]:
    """What the socket that speaks says until the utterance is done, or for a second."""
    asked = httpx.QueryParams({"language": "en", **query})
    address = f"{emulator.url.replace('http', 'ws')}{SPEECH.path}?{asked}"
    key = {"authorization": f"Bearer {emulator.keys['alpha']}"}
    heard = []
    with connect(address, additional_headers=key) as socket:
        socket.send(json.dumps({"type": "text.delta", "delta": text}))
        socket.send(json.dumps({"type": "text.done"}))
        try:
            while not heard or heard[-1]["type"] != "audio.done":
                heard.append(json.loads(socket.recv(timeout=1)))
        except TimeoutError:
            return heard
        with contextlib.suppress(TimeoutError):
            heard.append(json.loads(socket.recv(timeout=0.3)))
    return heard


def _heard(fault: str, **query) -> list[dict]:
    with EmulatorProcess(faults=[fault]) as emulator:
        return _said(emulator, **query)


def test_a_message_never_comes():
    """All others do."""
    heard = _heard("speech-socket.answer.audio.done.protocol-left-out")

    assert {each["type"] for each in heard} == {"audio.delta"}


def test_a_message_comes_twice():
    """The same one."""
    heard = _heard("speech-socket.answer.audio.done.protocol-twice")

    assert [each["type"] for each in heard[-2:]] == ["audio.done", "audio.done"]
    assert heard[-1] == heard[-2]


def test_a_field_of_a_message_is_of_another_type():
    """Of messages of that type alone."""
    heard = _heard("speech-socket.answer.audio.done.trace_id.type-another")

    assert not isinstance(heard[-1]["trace_id"], str)
    assert all(isinstance(each["delta"], str) for each in heard[:-1])


def test_a_handshake_is_refused_that_should_not_be():
    """For the value of one field."""
    codec = SPEECH.parameter("codec")["enum"][-1]
    with pytest.raises(InvalidStatus) as refusal:
        _heard(f"speech-socket.request.codec.enum-refused.{codec}", codec=codec)
    assert refusal.value.response.status_code == 400


def test_a_handshake_is_refused_with_another_status():
    """Which no document names."""
    with (
        EmulatorProcess(faults=["speech-socket.answer.status.401-answered-418"]) as emulator,
        pytest.raises(InvalidStatus) as refusal,
        connect(f"{emulator.url.replace('http', 'ws')}{SPEECH.path}?language=en"),
    ):
        pass
    assert refusal.value.response.status_code == 418


# --- what is not touched


def _exchanges(client: httpx.Client) -> list[tuple[int, dict[str, str], bytes]]:
    """Answers of many kinds, without what differs from one server or moment to the next."""
    answers = []

    def send(method, path, **more):
        answer = client.request(method, path, **more)
        answers.append(answer)
        return answer

    file = send("POST", "/v1/files", files={"file": ("a.png", b"\x89PNG\r\n\x1a\n", "image/png")}).json()[
        "id"
    ]
    send("GET", f"/v1/files/{file}")
    send("GET", f"/v1/files/{file}/content")
    send("GET", f"/v1/files/{file}/content", headers={"range": "bytes=0-1"})
    send("POST", f"/v1/files/{file}/public-url", json={"expires_after": LOW - 1})
    send("POST", f"/v1/files/{file}/public-url", content=b'{"expires_after": ')
    send("POST", f"/v1/files/{file}/public-url", json={"expires_after": LOW})
    send("GET", "/v1/files?limit=1&limit=2")
    send("GET", "/v1/files?filter=name%20%3D%20%22a%22&order=")
    send("HEAD", f"/v1/files/{file}/content")
    send("PUT", "/v1/files")
    send("GET", "/nowhere")
    send("POST", "/v1/files", data={"purpose": "x" * 2_000_000}, files={"file": ("b.txt", b"b")})
    send("DELETE", f"/v1/files/{file}")
    moving = ("date", "x-request-id")
    return [
        (
            answer.status_code,
            {name: value for name, value in answer.headers.items() if name not in moving},
            _still(answer),
        )
        for answer in answers
    ]


def _still(answer: httpx.Response) -> bytes:
    """The body, without ids and times where it is JSON."""
    if not answer.headers.get("content-type", "").startswith("application/json"):
        return answer.content
    body = answer.json()
    moving = {"id", "created_at", "expires_at", "public_url", "pagination_token", "public_url_expires_at"}
    still = {name: "" if name in moving else value for name, value in body.items()}
    return json.dumps(still).encode()


def test_a_server_that_takes_notes_answers_like_one_that_does_not(alpha_with, tmp_path):
    """Status, headers, bodies."""
    with alpha_with() as alpha:
        plain = _exchanges(alpha.http)
    with alpha_with(trace=tmp_path / "notes") as alpha:
        assert _exchanges(alpha.http) == plain


def test_a_fault_of_another_operation_changes_nothing(alpha_with):
    """It is not even asked."""
    with alpha_with() as alpha:
        plain = _exchanges(alpha.http)
    with alpha_with(faults=["createSpeech.answer.status.400-answered-418"]) as alpha:
        assert _exchanges(alpha.http) == plain


def test_notes_name_what_would_have_shown(alpha_with, tmp_path):
    """One line an exchange, with its time; each fault that is named there does change something."""
    notes = tmp_path / "notes"
    with alpha_with(trace=notes) as alpha:
        file = alpha.upload()["id"]
        alpha.create(file, expires_after=LOW - 1)
    uploaded, created = [json.loads(line) for line in notes.read_text().splitlines()]

    assert uploaded["time"] < created["time"]
    assert "uploadFile.answer.id.required-left-out" in uploaded["faults"]
    assert {
        "createPublicUrl.request.expires_after.minimum-let-through",
        "createPublicUrl.answer.status.400-answered-418",
        "createPublicUrl.answer.status.400-accepted",
    } == {*created["faults"]}
    assert {*uploaded["faults"], *created["faults"]} <= {*generated()}


def test_notes_of_a_socket(tmp_path):
    """Of the handshake, and of each message."""
    notes = tmp_path / "notes"
    with EmulatorProcess(trace=notes) as emulator:
        _said(emulator)
    named = {name for line in notes.read_text().splitlines() for name in json.loads(line)["faults"]}

    assert "speech-socket.answer.audio.done.protocol-twice" in named
    assert "speech-socket.request.codec.default-another" in named
    assert "speech-socket.answer.error.protocol-twice" not in named


# --- forms


def test_a_form_is_what_it_was_when_nothing_is_changed():
    """Files, orders, line ends: byte by byte."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n\r\n--y\r\n\0\r\n'
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\ntwo\r\n--x--\r\n'
    )
    form = Form.read(b"multipart/form-data; boundary=x", body)

    assert form is not None
    assert form.fields() == {"a": ["one", "two"]}
    assert form.with_fields(form.fields()) == body


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (b"application/json", b"{}"),
        (b"multipart/form-data", b"--x--"),
        (b"multipart/form-data; boundary=x", b"prose"),
        (b"multipart/form-data; boundary=x", b"--x\r\nno end"),
        (b"multipart/form-data; boundary=x", b"--x\r\nno head\r\n--x--"),
    ],
)
def test_what_is_no_plain_form_is_none(content_type, body):
    """It passes as it is."""
    assert Form.read(content_type, body) is None
