"""Clients that are slow, break off, or go on sending after they were refused."""

import socket
import threading
import time

import httpx
import pytest

from conformance.emulator.process import EmulatorProcess

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
BODY = (
    b'--X\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + PNG + b"\r\n--X--\r\n"
)
HEAD = (
    b"POST /v1/files HTTP/1.1\r\nhost: a\r\nauthorization: Bearer emulator-key-alpha\r\n"
    b"content-type: multipart/form-data; boundary=X\r\n"
)


@pytest.fixture(scope="module")
def hasty():
    """An emulator that waits two seconds for a body, and has nothing to log in the end."""
    with EmulatorProcess(body_seconds=2) as process:
        yield process
        assert process.log == ""


def connected(emulator):
    """A raw connection."""
    return socket.create_connection(("127.0.0.1", int(emulator.url.rpartition(":")[2])))


def answer(connection):
    """All that comes until the emulator hangs up."""
    received = b""
    while chunk := connection.recv(65536):
        received += chunk
    return received


def listed(emulator):
    """How many files there are."""
    headers = {"authorization": "Bearer emulator-key-alpha"}
    return len(httpx.get(f"{emulator.url}/v1/files", headers=headers).json()["data"])


def test_a_body_that_dribbles_in_is_given_up(hasty):
    """Answered with 408, though every byte came soon after the one before."""
    stop = threading.Event()
    with connected(hasty) as connection:
        connection.sendall(HEAD + b"content-length: %d\r\n\r\n" % (len(BODY) + 10_000))

        def dribble():
            for byte in BODY * 100:
                if stop.wait(0.05):
                    return
                try:
                    connection.sendall(bytes([byte]))
                except OSError:
                    return

        sender = threading.Thread(target=dribble)
        sender.start()
        received = b""
        try:
            received = answer(connection)
        except ConnectionResetError:
            pass
        finally:
            stop.set()
            sender.join()

    assert received.startswith(b"HTTP/1.1 408 ")
    assert b"2 seconds" in received
    assert listed(hasty) == 0


@pytest.mark.parametrize("sent", [0, 30, len(BODY) - 1])
@pytest.mark.parametrize("orderly", [True, False])
def test_a_client_that_breaks_off_stores_nothing(hasty, sent, orderly):
    """Whether it closes or resets the connection."""
    connection = connected(hasty)
    connection.sendall(HEAD + b"content-length: %d\r\n\r\n" % len(BODY) + BODY[:sent])
    if not orderly:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()

    assert listed(hasty) == 0


def test_one_client_that_waits_does_not_stop_another(hasty):
    """A second upload goes through in the meantime."""
    with connected(hasty) as waiting:
        waiting.sendall(HEAD + b"content-length: %d\r\n\r\n" % len(BODY))
        with connected(hasty) as connection:
            connection.sendall(HEAD + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(BODY) + BODY)
            assert answer(connection).startswith(b"HTTP/1.1 200 ")
        waiting.sendall(BODY[:-5])
    assert listed(hasty) == 1


@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.parametrize(("key", "status"), [(b"emulator-key-alpha", b"413"), (b"wrong", b"401")])
def test_whoever_still_sends_gets_to_read_the_refusal(emulator, chunked, key, status):
    """Of a body far over the cap, however its length is said: an answer, not a reset."""
    filler = b"\0" * 2**20
    length = b"transfer-encoding: chunked" if chunked else b"content-length: %d" % (80 * 2**20)
    with connected(emulator) as connection:
        connection.sendall(HEAD.replace(b"emulator-key-alpha", key) + length + b"\r\n\r\n")
        for number in range(80):
            piece = BODY[:70] + b"\r\n\r\n" + filler[74:] if number == 0 else filler
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
        if chunked:
            connection.sendall(b"0\r\n\r\n")
        received = answer(connection)

    assert received.startswith(b"HTTP/1.1 " + status), received[:200]
    assert b'"error":"' in received
    assert b"connection: close" in received


def test_a_client_that_asks_first_is_refused_before_it_sends(emulator):
    """With `Expect: 100-continue`, no body travels for nothing."""
    with connected(emulator) as connection:
        connection.sendall(HEAD + b"expect: 100-continue\r\ncontent-length: 90000000\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_a_refusal_of_a_small_body_keeps_the_connection(emulator):
    """The next request goes over the same one."""
    bad = BODY.replace(b"a.png", b"")
    good = (
        HEAD.replace(b"\r\n", b"\r\n", 1)
        + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(BODY)
        + BODY
    )
    with connected(emulator) as connection:
        connection.sendall(HEAD + b"content-length: %d\r\n\r\n" % len(bad) + bad)
        time.sleep(0.1)
        connection.sendall(good)
        received = answer(connection)

    assert received.startswith(b"HTTP/1.1 400 ")
    assert b"HTTP/1.1 200 OK" in received
