"""The suite's side of a WebSocket: the handshake, every move, and the transcript of it."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from websockets.sync.server import serve

from conformance import trial
from conformance.targets.call import Answer
from conformance.targets.sockets.conversing import held, open_socket
from conformance.targets.sockets.talk import Talk
from conformance.targets.sockets.transcript import Line, Transcript, TranscriptError, read_transcripts
from peers import KEY, Described, accepted, frame, raw, saying, text, transport
from strategies.conversations import (
    AtOnce,
    Await,
    AwaitEnd,
    Close,
    Conversation,
    Cut,
    InPieces,
    Linger,
    Pause,
    Ping,
    Play,
    Send,
    SendBytes,
    SendText,
)

SPEECH = Described(refusals={"unknown-voice": (404,)})
DELTA = Send({"type": "text.delta", "delta": "Grüß Gott"})
DONE = Send({"type": "text.done"})


@dataclass
class Recording:
    """Bytes of all kinds."""

    times: int = 20

    def read(self):
        """All of them."""
        return bytes(range(256)) * self.times


def answering(connection):
    """Answers `text.done`, an unknown message, and `bye`; tells how many bytes of a binary frame came."""
    for message in connection:
        if isinstance(message, bytes):
            connection.send(json.dumps({"type": "heard", "bytes": len(message)}))
            continue
        kind = json.loads(message).get("type")
        if kind == "text.done":
            connection.send(json.dumps({"type": "audio.delta", "delta": "AAAA"}))
            connection.send(json.dumps({"type": "audio.done"}))
        elif kind == "bye":
            connection.close(4321, "bye")
            return
        elif kind != "text.delta":
            connection.send(json.dumps({"type": "error", "message": message}))


@contextmanager
def polite(handler=answering, **options):
    with serve(handler, "127.0.0.1", 0, **options) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.socket.getsockname()[1]
        server.shutdown()


@pytest.fixture(scope="module")
def port():
    with polite() as port:
        yield port


@pytest.fixture
def target(port):
    target = transport(port)
    yield target
    target.close()


def conversation(*moves):
    return Conversation("speech", {"voice": "eve"}, moves)


def short(said):
    return [(line.who, line.frame, line.type or line.code or line.size) for line in said.lines]


def test_a_conversation(target):
    said = held(target, SPEECH, conversation(DELTA, DONE, Await("audio.done")))

    assert isinstance(said, Transcript)
    assert (said.socket, said.query) == ("speech", {"voice": "eve"})
    assert short(said) == [
        ("client", "text", "text.delta"),
        ("client", "text", "text.done"),
        ("server", "text", "audio.delta"),
        ("server", "text", "audio.done"),
        ("client", "close", 1000),
        ("server", "close", 1000),
    ]
    assert said.lines[0].text == '{"type":"text.delta","delta":"Grüß Gott"}'
    assert [line.at for line in said.lines] == sorted(line.at for line in said.lines)


def test_each_await_waits_for_events_that_none_has_waited_for_before(target):
    said = held(target, SPEECH, conversation(DONE, Await("audio.done"), DONE, DONE, Await("audio.done", 2)))

    assert [line.type for line in said.lines].count("audio.done") == 3
    assert "quiet" not in [line.frame for line in said.lines]


def test_an_error_ends_an_await_once(target):
    said = held(
        target, SPEECH, conversation(SendText('{"type":"?"}'), Await("audio.done"), DONE, Await("audio.done"))
    )

    kinds = [line.type for line in said.lines if line.who == "server"]
    assert kinds[:3] == ["error", "audio.delta", "audio.done"]
    assert "quiet" not in [line.frame for line in said.lines]


def test_a_message_in_pieces_is_one(target):
    said = held(
        target, SPEECH, conversation(InPieces(DELTA, 3), InPieces(SendBytes(b"abc"), 5), Await("heard"))
    )

    assert short(said)[:3] == [
        ("client", "text", "text.delta"),
        ("client", "binary", 3),
        ("server", "text", "heard"),
    ]
    assert said.lines[2].message == {"type": "heard", "bytes": 3}


def test_messages_at_once_leave_before_anything_is_heard(target):
    """Whatever the target would say in between."""
    said = held(target, SPEECH, conversation(AtOnce((DONE, DELTA, DONE)), Await("audio.done", 2)))

    assert [who for who, _, _ in short(said)[:7]] == ["client"] * 3 + ["server"] * 4
    assert [line.type for line in said.lines[:3]] == ["text.done", "text.delta", "text.done"]


def test_audio_in_frames(target):
    said = held(
        target,
        SPEECH,
        conversation(Play(Recording(), 2000), Await("heard", 3), Play(Recording()), Await("heard")),
    )

    sent = [line for line in said.lines if (line.who, line.frame) == ("client", "binary")]
    assert [line.size for line in sent] == [2000, 2000, 1120, 5120]
    assert {line.data for line in sent} == {None}
    assert all(len(line.sha256) == 64 for line in sent)
    heard = [line.message["bytes"] for line in said.lines if line.type == "heard"]
    assert heard == [2000, 2000, 1120, 5120]


def test_pings_are_answered_and_written_down():
    with raw(saying(frame(9, b"hi"), text('{"type":"done"}'))) as port:
        said = held(transport(port, timeout=0.3), SPEECH, conversation(Await("done")))

    assert short(said)[:3] == [("server", "ping", 2), ("client", "pong", 2), ("server", "text", "done")]


def test_a_ping_of_ours(target):
    said = held(target, SPEECH, conversation(Ping(b"well?"), Linger()))

    assert [(line.who, line.frame) for line in said.lines[:4]] in (
        [("client", "ping"), ("client", "ping"), ("server", "pong"), ("server", "pong")],
        [("client", "ping"), ("server", "pong"), ("client", "ping"), ("server", "pong")],
    )


def test_lingering_hears_what_was_under_way(target):
    said = held(target, SPEECH, conversation(DONE, Linger()))

    assert [line.type for line in said.lines].count("audio.done") <= 1
    assert said.lines[-1].frame == "close"


def test_a_pause_listens(target):
    said = held(target, SPEECH, conversation(DONE, Pause(0.3)))

    assert short(said)[2] == ("server", "text", "audio.done")


def test_the_target_hangs_up_with_a_code_of_its_own(target):
    said = held(target, SPEECH, conversation(Send({"type": "bye"}), AwaitEnd(), DELTA))

    assert short(said)[1:] == [("server", "close", 4321), ("client", "close", 4321)]
    assert said.lines[1].text == "bye"


def test_a_close_of_ours_with_any_code(target):
    assert short(held(target, SPEECH, conversation(Close(4000)))) == [
        ("client", "close", 4000),
        ("server", "close", 4000),
    ]
    odd = held(target, SPEECH, conversation(Close(1006)))
    assert short(odd)[0] == ("client", "close", 1006)


def test_breaking_off(target):
    said = held(target, SPEECH, conversation(DELTA, Cut(), DONE))

    assert [(line.who, line.frame) for line in said.lines] == [("client", "text"), ("client", "lost")]


def test_a_refusal_is_an_answer_of_http():
    def refuse(peer, request):
        peer.sendall(
            b"HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\r\n"
        )
        peer.sendall(b'{"error":"voi"}')

    with raw(refuse) as port:
        target = transport(port)
        answer = open_socket(target, SPEECH, {"voice": "nobody"})

    assert isinstance(answer, Answer)
    assert answer.status == 404
    assert answer.refused("unknown-voice")
    assert answer.json == {"error": "voi"}
    assert answer.exchange.operation == "openSpeech"
    assert target.meter.requests == {"openSpeech": 1}


def seen(**options):
    """The request of a handshake."""
    requests = []

    def keep(peer, request):
        requests.append(request.decode())
        peer.sendall(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")

    query = options.pop("query", {})
    with raw(keep) as port:
        open_socket(transport(port, path="/base"), SPEECH, query, **options)
    return requests[0].split("\r\n")


def test_the_request_of_a_handshake():
    lines = seen(query={"voice": "a&b ü", "keyterm": ("one", "two")})

    assert lines[0] == "GET /base/v1/tts?voice=a%26b%20%C3%BC&keyterm=one&keyterm=two HTTP/1.1"
    assert f"authorization: Bearer {KEY}" in lines
    assert "upgrade: websocket" in lines
    assert "connection: Upgrade" in lines
    assert "sec-websocket-extensions: permessage-deflate; client_max_window_bits" in lines


def test_headers_of_a_handshake_can_be_replaced_and_left_out():
    lines = seen(
        headers={"Authorization": "Basic x", "sec-websocket-extensions": None, "Sec-WebSocket-Version": "7"}
    )

    assert "authorization: Basic x" in lines
    assert "sec-websocket-version: 7" in lines
    assert not any(line.startswith("sec-websocket-extensions") for line in lines)
    assert not any("authorization" in line for line in seen(identity="none"))


def test_a_subprotocol_may_be_agreed_on():
    with raw(saying(text('{"type":"done"}'), headers=("Sec-WebSocket-Protocol: secret.one",))) as port:
        talk = open_socket(
            transport(port, timeout=0.3), SPEECH, {}, headers={"sec-websocket-protocol": "secret.one, two"}
        )
        talk.do(Await("done"))
        assert talk.events == [{"type": "done"}]
        talk.close()


def test_what_comes_with_the_answer_is_not_lost():
    def behave(peer, request):
        peer.sendall(accepted(request) + text('{"type":"created"}') + frame(8, b"\x03\xe8"))
        peer.recv(1000)

    with raw(behave) as port:
        said = held(transport(port), SPEECH, conversation(Await("created"), AwaitEnd()))

    assert short(said) == [
        ("server", "text", "created"),
        ("server", "close", 1000),
        ("client", "close", 1000),
    ]


def test_a_busy_target_is_asked_again_and_may_answer_429_where_that_is_an_answer():
    def busy(peer, request):
        peer.sendall(b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n")

    with raw(busy) as port:
        target = transport(port)
        answer = open_socket(target, SPEECH, {}, too_many_is_answer=True)

    assert answer.status == 429
    assert target.meter.requests["openSpeech"] == 3


def test_the_talk_tells_of_itself(target):
    talk = open_socket(target, SPEECH, {})

    assert isinstance(talk, Talk)
    assert talk.open
    assert talk.answer.status == 101
    talk.do(DONE)
    talk.do(Await("audio.done"))
    assert [event["type"] for event in talk.events] == ["audio.delta", "audio.done"]
    talk.close()
    assert not talk.open
    talk.close()
    talk.do(DONE)
    assert [line.frame for line in talk.transcript().lines] == ["text"] * 3 + ["close"] * 2


def test_what_was_said_is_kept_with_the_example(target):
    current = trial.start("check", "requirement")
    current.begin({})
    talk = open_socket(target, SPEECH, {})
    talk.do(DELTA)
    current.fail()
    talk.close()

    ((said, marks),) = current.failure.transcripts
    assert [line.frame for line in said.lines] == ["text"]
    assert marks == ()
    current.recall_transcript(talk.transcript(), [(0, "Why?")])
    assert [marks for _, marks in current.transcripts()] == [((0, "Why?"),)]
    current.begin({})
    assert current.transcripts() == ()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_socket_over_tls(tmp_path, monkeypatch):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {key} -out {certificate} -days 2 -subj /CN=test"
    )
    subprocess.run(
        [*command.split(), "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr("httpcore.default_ssl_context", lambda: trusting)
    with polite(ssl=context) as port:
        target = transport(port, scheme="https")
        long = Play(Recording(20000), 1 << 16)
        said = held(target, SPEECH, conversation(long, Await("heard", 79), DONE, Await("audio.done")))
        target.close()

    assert [line.type for line in said.lines].count("heard") == 79
    assert short(said)[-2:] == [("client", "close", 1000), ("server", "close", 1000)]


def test_a_transcript_can_be_written_down_and_read_back():
    lines = (
        Line(at=0.25, who="client", frame="text", text='{"type":"ü"}'),
        Line(at=0.5, who="client", frame="binary", size=5000, sha256="ab" * 32),
        Line(at=0.5, who="server", frame="binary", data=b"\x00\xff", size=2),
        Line(at=1.0, who="server", frame="close", code=1000, text="bye"),
        Line(at=1.5, who="client", frame="quiet", seconds=2.5),
    )
    said = Transcript(socket="speech", query={"voice": "eve", "keyterm": ("a", "b")}, lines=lines)

    assert list(read_transcripts((said.jsonl() * 2).splitlines())) == [said, said]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("{", "line 1 is no line"),
        ("[]", "line 1 is no line"),
        (
            '{"at":1}',
            "line 1 is no line of a transcript: a transcript begins with a line that names its socket",
        ),
        ('{"transcript":2,"socket":"speech"}', "transcripts of version 2 are not known"),
        ('{"transcript":1}', "'socket' is missing"),
        ('{"transcript":1,"socket":"x"}\n{"at":1,"from":"me","frame":"text"}', "line 2 .* not 'me'"),
        ('{"transcript":1,"socket":"x"}\n{"at":1,"from":"client","frame":"nod"}', "there is no frame 'nod'"),
        ('{"transcript":1,"socket":"x"}\n{"at":1,"from":"client"}', "'frame' is missing"),
    ],
)
def test_what_is_no_transcript_is_refused_in_a_sentence(written, why):
    with pytest.raises(TranscriptError, match=why):
        list(read_transcripts(written.splitlines()))
