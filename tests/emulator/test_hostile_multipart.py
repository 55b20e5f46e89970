"""Bodies that are made to hurt: the emulator answers, stores nothing, and goes on."""

import contextlib
import re
import socket

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.emulator.errors import Refusal
from conformance.emulator.form import HEADER_SIZE, PARTS, Begin, Data, End, FormReader

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32

HEAD = b'--X\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
GOOD = HEAD + PNG + b"\r\n--X--\r\n"


def exchange(emulator, data, *, finish=False):
    """Send raw bytes, and return the status and all that came back."""
    port = int(emulator.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(data)
        if finish:
            connection.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    status = re.match(rb"HTTP/1.1 (\d+)", received)
    return int(status[1]) if status else None, received


def post(body, content_type=b"multipart/form-data; boundary=X"):
    """The raw request that uploads `body`."""
    return (
        b"POST /v1/files HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: Bearer emulator-key-alpha\r\n"
        b"content-type: %s\r\ncontent-length: %d\r\n\r\n%s" % (content_type, len(body), body)
    )


def numbered(count):
    """So many parts without a meaning."""
    return b"".join(
        b'--X\r\ncontent-disposition: form-data; name="p%d"\r\n\r\n\r\n' % n for n in range(count)
    )


HOSTILE = {
    "no closing delimiter": GOOD[:-9],
    "cut in the headers": HEAD[:40],
    "cut in the closing delimiter": GOOD[:-4],
    "nothing": b"",
    "a preamble without an end": b"\r\n" + b"a" * 2_000_000,
    "a preamble of dashes": b"\r\n" + b"-" * 2_000_000,
    "thousands of parts": numbered(5000) + GOOD,
    "one part too many": numbered(PARTS) + GOOD,
    "a header line too long": b"--X\r\nx: " + b"a" * HEADER_SIZE + b"\r\n" + GOOD[5:],
    "a header name without an end": b"--X\r\n" + b"a" * 2_000_000,
    "many headers": b"--X\r\n" + b"a: b\r\n" * 5000 + GOOD[5:],
    "a header twice": GOOD.replace(b"\r\n\r\n", b"\r\ncontent-disposition: form-data; name=a\r\n\r\n", 1),
    "a header with a NUL in its name": GOOD.replace(b"content-d", b"content\0d"),
    "another delimiter": GOOD.replace(b"--X", b"--Y"),
    "a lone line feed as line end": GOOD.replace(b"\r\n", b"\n"),
    "a lone carriage return as line end": GOOD.replace(b"\r\n", b"\r"),
    "a line break in the name": GOOD.replace(b"a.png", b"a\r\n.png"),
    "a NUL in the name": GOOD.replace(b"a.png", b"a\0.png"),
    "a name that is not UTF-8": GOOD.replace(b"a.png", b"\xff.png"),
    "an open quote": GOOD.replace(b'a.png"', b"a.png"),
    "an encoded part": GOOD.replace(b"\r\n\r\n", b"\r\ncontent-transfer-encoding: base64\r\n\r\n", 1),
    "multipart within multipart": GOOD.replace(
        b'; filename="a.png"\r\n', b"\r\ncontent-type: multipart/mixed; boundary=Z\r\n"
    ),
    "a text part that is not UTF-8": GOOD.replace(
        b'name="file"; filename="a.png"', b'name="purpose"'
    ).replace(PNG, b"\xff"),
    "a text part without an end": GOOD.replace(b'name="file"; filename="a.png"', b'name="purpose"').replace(
        PNG, b"a" * 2_000_000
    ),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_is_refused_and_stores_nothing(emulator, alpha, body):
    """Each of them, in JSON."""
    before = alpha.ids(limit=1)

    status, received = exchange(emulator, post(body))

    assert status == 400, received[:300]
    assert b'"error":"' in received
    assert alpha.ids(limit=1) == before


@pytest.mark.parametrize(
    "content_type",
    [
        b"multipart/form-data",
        b"multipart/form-data; boundary=",
        b'multipart/form-data; boundary="X',
        b"multipart/form-data; boundary=X; boundary=Y",
        b"multipart/form-data; boundary=" + b"x" * 300,
    ],
)
def test_delimiters_that_are_none(emulator, content_type):
    """Missing, empty, unfinished, doubled, too long."""
    assert exchange(emulator, post(GOOD, content_type))[0] == 400


def test_what_only_looks_hostile_is_stored(emulator, alpha):
    """A line break before, text after, a blank in the delimiter."""
    for body in (
        b"\r\n" + GOOD,
        GOOD + b"epilogue",
        GOOD.replace(b"--X", b"--a b").replace(b"a b--", b"a b--"),
    ):
        boundary = b'"a b"' if b"a b" in body else b'"X"'
        status, received = exchange(
            emulator, post(body, b"multipart/form-data; charset=utf-8; boundary=" + boundary)
        )
        assert status == 200, received


def test_what_is_no_http_is_refused_in_json(emulator):
    """In the shape of every other refusal."""
    for raw in (b"\0\0\0\r\n\r\n", b"GET /\xff HTTP/1.1\r\nhost: a\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
        status, received = exchange(emulator, raw)
        assert status == 400
        assert b'"error": "' in received
        assert b"x-request-id" in received


def read_in(pieces, boundary="X"):
    """The parts that a reader finds in the pieces: name, filename, content."""
    reader = FormReader(f"multipart/form-data; boundary={boundary}")
    parts = []
    for piece in pieces:
        for event in reader.feed(piece):
            if isinstance(event, Begin):
                parts.append([event.name, event.filename, b""])
            elif isinstance(event, Data):
                parts[-1][2] += event.data
            else:
                assert isinstance(event, End)
    reader.finish()
    return parts


@pytest.mark.parametrize(
    ("parameters", "name", "filename"),
    [
        # As HTML has it, a backslash is a backslash: browsers, urllib3.
        (r'name="s\"', "s\\", None),
        (r'name="\"', "\\", None),
        (r'name="a\b"', r"a\b", None),
        (r'name="s\"; filename="a.png"', "s\\", "a.png"),
        (r'name="s"; filename="a\"', "s", "a\\"),
        # As MIME has it, it escapes: email, curl.
        (r'name="s\"t"', 's"t', None),
        (r'name="a\\b"; filename="\"a\".png"', r"a\b", '"a".png'),
    ],
)
def test_a_backslash_in_a_name(parameters, name, filename):
    """Read as the client meant it, whichever of the two ways it writes."""
    body = f"--X\r\ncontent-disposition: form-data; {parameters}\r\n\r\ndata\r\n--X--\r\n"
    assert read_in([body.encode()]) == [[name, filename, b"data"]]


def test_what_requests_sends_is_read_back():
    """Whatever names the parts have, but for the quote and the line ends, which it writes as a URL does."""
    names = ["\\", "a\\", "\\\\x", "ü\\", "a;b", "=", "a\\;b", ""]
    prepared = requests.Request(
        "POST", "http://a", files=[(name, (None, "data")) for name in names]
    ).prepare()
    boundary = prepared.headers["content-type"].partition("boundary=")[2]
    assert [part[0] for part in read_in([prepared.body], boundary)] == [
        name.replace("\\\\", "\\") for name in names
    ]


contents = st.lists(
    st.binary(max_size=20)
    | st.sampled_from([b"\r\n", b"\r", b"\n", b"--", b"\r\n--", b"\r\n--X ", b"--X--", b"X"]),
    max_size=12,
).map(b"".join)


@settings(deadline=None)
@given(content=contents, data=st.data())
def test_content_comes_through_however_it_is_cut(content, data):
    """Delimiter-like content included."""
    boundary = "Xq9"
    body = HEAD.replace(b"--X", b"--Xq9") + content + b"\r\n--Xq9--\r\n"
    cuts = sorted(data.draw(st.sets(st.integers(1, len(body) - 1), max_size=8)))
    pieces = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]

    assert read_in(pieces, boundary) == [["file", "a.png", content]]


@settings(deadline=None)
@given(
    noise=st.lists(
        st.binary(max_size=30) | st.sampled_from([HEAD, GOOD, b"--X\r\n", b"--X--", b"\r\n"]), max_size=6
    )
)
def test_noise_is_read_or_refused(noise):
    """Nothing else happens."""
    with contextlib.suppress(Refusal):
        assert all(name for name, _, _ in read_in(noise))
