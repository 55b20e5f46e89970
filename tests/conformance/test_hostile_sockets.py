"""Whatever a hostile server does on a socket ends as lines of a transcript: no exception, no hang, no memory."""

from __future__ import annotations

import contextlib
import resource
import struct
import time
import zlib

import pytest

from conformance.outcomes import NoVerdict
from conformance.targets.sockets import limits
from conformance.targets.sockets.conversing import held, open_socket
from peers import Described, accepted, frame, raw, saying, text, transport
from strategies.conversations import (
    Await,
    AwaitEnd,
    Conversation,
    Deaf,
    Linger,
    Play,
    Send,
    SendBytes,
    SendText,
)

HELLO = SendText('{"type":"hello"}')
AWAIT = Conversation("speech", {}, (HELLO, Await("done")))


def lines_of(behave, conversation=AWAIT, timeout=0.4):
    with raw(behave) as port:
        target = transport(port, timeout=timeout)
        try:
            said = held(target, Described(), conversation)
        finally:
            target.close()
    return said.lines


def last(behave, conversation=AWAIT, timeout=0.4):
    line = lines_of(behave, conversation, timeout)[-1]
    return line.who, line.frame, line.text


class Silence:
    """More of it than any buffer holds."""

    def read(self):
        """All of it."""
        return bytes(4 << 20)


def test_one_that_never_says_a_word():
    lines = lines_of(saying())

    assert [line.frame for line in lines] == ["text", "quiet", "close", "quiet", "lost"]
    assert lines[1].seconds >= 0.4
    assert (lines[-1].who, lines[-1].text) == (
        "client",
        "the target has not answered the close frame within 0.25 s",
    )


def test_one_that_hangs_up():
    assert last(saying(then="close")) == ("server", "lost", "the target hung up without a close frame")


def test_one_that_hangs_up_in_the_middle_of_a_frame():
    assert (
        last(saying(text("x" * 100)[:50], then="close"))[2] == "the target hung up in the middle of a message"
    )


def test_one_that_hangs_up_in_the_middle_of_a_fragmented_message():
    said = saying(frame(1, b"{", fin=False), then="close")

    assert last(said)[2] == "the target hung up in the middle of a message"


def test_one_that_resets_the_connection():
    assert last(saying(text("{}"), then="reset"))[:2] == ("server", "lost")


def test_one_that_talks_nonsense():
    who, kind, words = last(saying(b"HTTP/1.1 200 OK\r\n\r\n" * 10))

    assert (who, kind) == ("server", "lost")
    assert "no WebSocket frame" in words


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (frame(1, b"{}", mask=True), "incorrect masking"),
        (frame(1, b"{}", rsv=4), "reserved bits must be 0"),
        (frame(1, b"{}", rsv=2), "reserved bits must be 0"),
        (frame(3, b"{}"), "invalid opcode"),
        (frame(0, b"{}"), "unexpected continuation frame"),
        (frame(1, b"{", fin=False) + frame(1, b"}"), "expected a continuation frame"),
        (frame(9, b"x" * 126), "control frame too long"),
        (frame(9, b"x", fin=False), "fragmented control frame"),
    ],
)
def test_frames_that_nobody_may_send(sent, why):
    assert last(saying(sent)) == ("server", "lost", f"the target sent what is no WebSocket frame ({why})")


def test_a_text_that_is_not_utf_8():
    lines = lines_of(saying(frame(1, b'{"type":"\xff"}')))

    assert (lines[-2].frame, lines[-2].text) == ("text", '{"type":"\ufffd"}')
    assert lines[-1].text == "the target sent a text frame that is not UTF-8"


@pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1015, 2999, 65535])
def test_a_close_code_that_nobody_may_send_is_shown(code):
    lines = lines_of(saying(frame(8, struct.pack("!H", code) + b"why")))

    assert (lines[-2].frame, lines[-2].code, lines[-2].text) == ("close", code, "why")
    assert "invalid status code" in lines[-1].text


def test_a_close_frame_with_half_a_code():
    lines = lines_of(saying(frame(8, b"\x03")))

    assert (lines[-2].frame, lines[-2].code) == ("close", None)
    assert "close frame too short" in lines[-1].text


def test_a_close_frame_with_a_reason_that_is_not_utf_8():
    lines = lines_of(saying(frame(8, b"\x03\xe8\xff")))

    assert (lines[-2].code, lines[-2].text) == (1000, "\ufffd")
    assert lines[-1].text == "the target sent a close frame whose reason is not UTF-8"


def test_a_close_frame_in_the_middle_of_a_message():
    assert "incomplete" in last(saying(frame(1, b"{", fin=False) + frame(8, b"\x03\xe8")))[2]


def test_a_frame_that_claims_to_be_enormous():
    head = bytes([0x82, 127]) + struct.pack("!Q", 1 << 62)

    assert last(saying(head)) == ("server", "lost", "the target sent a message of more than 16 MiB")


def test_a_message_of_many_fragments_that_is_too_long():
    piece = bytes(1 << 20)
    said = saying(frame(2, piece, fin=False), *[frame(0, piece, fin=False)] * 20)

    assert last(said, timeout=5)[2] == "the target sent a message of more than 16 MiB"


def test_a_hundred_megabytes_are_not_held():
    def behave(peer, request):
        peer.sendall(accepted(request))
        peer.sendall(bytes([0x82, 127]) + struct.pack("!Q", 100 << 20))
        with contextlib.suppress(OSError):
            for _ in range(100):
                peer.sendall(bytes(1 << 20))

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert last(behave)[1] == "lost"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 << 10


def bomb(mebibytes, *, fin=True):
    packer = zlib.compressobj(wbits=-15)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(mebibytes))
    packed += packer.flush(zlib.Z_SYNC_FLUSH)
    return frame(2, packed[:-4] if fin else packed, rsv=4, fin=fin)


DEFLATE = ("Sec-WebSocket-Extensions: permessage-deflate",)


def test_a_bomb():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = saying(bomb(500), headers=DEFLATE)

    assert last(said, timeout=5) == ("server", "lost", "the target sent a message of more than 16 MiB")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120 << 10


def test_a_bomb_behind_a_message_of_the_greatest_length():
    first = bomb(16, fin=False)
    second = bomb(200)
    said = saying(first, bytes([second[0] & 0xB0]) + second[1:], headers=DEFLATE)

    assert last(said, timeout=5)[1] == "lost"


def test_many_bombs_that_are_small_enough_each():
    said = saying(*[bomb(15)] * 20, headers=DEFLATE)

    assert last(said, timeout=5)[2] == f"the target sent more than {limits.MOST_BYTES >> 20} MiB"


def test_compression_that_is_broken():
    said = saying(frame(1, b"\xff\xff\xff\xff", rsv=4), headers=DEFLATE)

    assert "decompression failed" in last(said)[2]


@pytest.mark.parametrize("data", [frame(1), frame(9), frame(1, b"{}"), frame(2, b"x")])
def test_a_flood_of_frames(data, monkeypatch):
    monkeypatch.setattr("conformance.targets.sockets.connection.MOST_FRAMES", 2000)
    monkeypatch.setattr("conformance.targets.sockets.connection.FRAMES_A_BYTE", 0)

    def behave(peer, request):
        peer.sendall(accepted(request))
        with contextlib.suppress(OSError):
            while True:
                peer.sendall(data * 100)

    assert last(behave, timeout=5) == ("server", "lost", "the target sent more than 2000 frames")


@pytest.mark.parametrize(("length", "ending"), [(2000, "done"), (10, "lost")])
def test_a_long_text_may_be_answered_in_many_frames(length, ending, monkeypatch):
    """As many as it would take to speak it."""
    monkeypatch.setattr("conformance.targets.sockets.connection.MOST_FRAMES", 1000)
    said = Conversation("speech", {}, (SendText("a" * length), Await("done")))
    lines = lines_of(
        saying(text('{"type":"more","delta":"%s"}' % ("A" * 90)) * 3000, text('{"type":"done"}')),
        said,
        timeout=5,
    )

    broke = [line for line in lines if line.frame == "lost" and line.who == "server"]
    assert any(line.type == "done" for line in lines) is (ending == "done")
    assert any(limits.beyond(line.text) for line in broke) is (ending == "lost")


def test_only_the_limits_of_the_suite_are_its_own():
    enormous = bytes([0x82, 127]) + struct.pack("!Q", 1 << 62)

    assert limits.beyond(last(saying(enormous))[2])
    assert not limits.beyond(last(saying(then="close"))[2])
    assert not limits.beyond(None)


def test_one_that_floods_and_never_reads(monkeypatch):
    monkeypatch.setattr("conformance.targets.sockets.connection.MOST_FRAMES", 5000)

    def behave(peer, request):
        peer.sendall(accepted(request))
        with contextlib.suppress(OSError):
            while True:
                peer.sendall(frame(9, b"x" * 125) * 50)

    said = Conversation("speech", {}, (Play(Silence(), 1 << 16), Await("done")))
    assert last(behave, said, timeout=5)[1] == "lost"


def test_one_that_drips_for_ever():
    def behave(peer, request):
        peer.sendall(accepted(request))
        with contextlib.suppress(OSError):
            while True:
                peer.sendall(text('{"type":"more"}'))
                time.sleep(0.02)

    assert last(behave, timeout=0.2) == ("client", "lost", "the conversation took more than 1 s")


def test_one_that_drips_a_frame_byte_by_byte():
    def behave(peer, request):
        peer.sendall(accepted(request))
        with contextlib.suppress(OSError):
            for byte in text("x" * 60000):
                peer.sendall(bytes([byte]))
                time.sleep(0.01)

    lines = lines_of(behave, timeout=0.2)
    assert [line.frame for line in lines] == ["text", "quiet", "close", "quiet", "lost"]


def test_pings_are_no_sign_of_an_answer():
    def behave(peer, request):
        peer.sendall(accepted(request))
        with contextlib.suppress(OSError):
            while True:
                peer.sendall(frame(9))
                time.sleep(0.05)

    assert "quiet" in [line.frame for line in lines_of(behave, timeout=0.3)]


def test_one_that_takes_nothing():
    def behave(peer, request):
        peer.sendall(accepted(request))
        time.sleep(5)

    said = Conversation("speech", {}, (Play(Silence(), 1 << 16),) * 8)
    assert last(behave, said, timeout=0.3) == (
        "client",
        "lost",
        "the target has not taken what was sent for 0.3 s",
    )


def test_two_who_both_talk_without_listening():
    """What both sides have to say is more than all buffers between them hold."""

    def behave(peer, request):
        peer.sendall(accepted(request))
        for _ in range(200):
            peer.sendall(frame(2, bytes(64 << 10)))
        while peer.recv(1 << 20):
            pass

    said = Conversation("speech", {}, (Play(Silence(), 1 << 16), Play(Silence()), Linger()))
    lines = lines_of(behave, said, timeout=1)

    assert sum(line.size for line in lines if line.who == "client" and line.frame == "binary") == 8 << 20
    assert sum(line.frame == "binary" for line in lines if line.who == "server") == 200


def test_one_who_talks_to_a_deaf_client_is_heard_later(monkeypatch):
    monkeypatch.setattr("conformance.targets.sockets.talk.DEAF", 0.1)

    def behave(peer, request):
        peer.sendall(accepted(request))
        for _ in range(200):
            peer.sendall(frame(2, bytes(64 << 10)))
        peer.sendall(text('{"type":"done"}'))
        while peer.recv(1 << 20):
            pass

    said = Conversation("speech", {}, (Deaf(), Play(Silence()), HELLO, Await("done")))
    lines = lines_of(behave, said, timeout=1)

    assert [line.frame for line in lines[:2]] == ["binary", "text"]
    assert lines[202].type == "done"


def test_one_that_says_yes_to_the_handshake_and_proves_nothing():
    def behave(peer, request):
        peer.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
        peer.recv(1)

    assert last(behave) == (
        "server",
        "lost",
        "the target answered 101, but not as a WebSocket has to: missing Sec-WebSocket-Accept header",
    )


@pytest.mark.parametrize(
    "header",
    [
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=8",
        "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99",
        "Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate",
        "Sec-WebSocket-Extensions: x-unheard-of",
        "Sec-WebSocket-Extensions: ;;;",
        "Sec-WebSocket-Protocol: never-asked-for",
        "Sec-WebSocket-Accept: twice",
        "Upgrade: h2c",
    ],
)
def test_a_handshake_with_something_nobody_asked_for(header):
    assert last(saying(text("{}"), headers=(header,)))[1:2] == ("lost",)


def test_one_that_never_answers_the_handshake():
    with (
        raw(lambda peer, _: peer.recv(1)) as port,
        pytest.raises(NoVerdict, match="no complete answer within"),
    ):
        open_socket(transport(port, timeout=0.2), Described(), {})


def test_one_that_hangs_up_at_the_handshake():
    with raw(lambda *_: None) as port, pytest.raises(NoVerdict, match="not well-formed HTTP"):
        open_socket(transport(port), Described(), {})


def test_a_target_that_is_gone_is_not_waited_for_again_and_again():
    with raw(lambda peer, _: peer.recv(1)) as port:
        target = transport(port, timeout=0.2)
        for _ in range(3):
            with pytest.raises(NoVerdict, match="no complete answer"):
                open_socket(target, Described(), {})
        with pytest.raises(NoVerdict, match="stopped answering"):
            open_socket(target, Described(), {})


def test_quiet_is_waited_for_with_less_patience_once_it_has_come_several_times():
    with raw(saying()) as port:
        target = transport(port, timeout=3)
        for _ in range(limits.TRIP):
            target.switchboard.ended(quiet=True)
        lines = held(target, Described(), AWAIT).lines

    quiet = next(line for line in lines if line.frame == "quiet")
    assert 1 <= quiet.seconds < 2


def test_an_end_that_does_not_come():
    lines = lines_of(saying(text("{}")), Conversation("speech", {}, (AwaitEnd(0.2),)))

    assert [line.frame for line in lines[:2]] == ["text", "quiet"]


def test_what_is_said_after_the_end_is_not_said():
    said = Conversation("speech", {}, (AwaitEnd(2), Send({}), SendBytes(b"x"), Linger()))

    assert [line.frame for line in lines_of(saying(frame(8, b"\x03\xe8")), said)] == ["close", "close"]
