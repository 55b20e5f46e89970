"""What `repro.sh` sends, and what it makes of bodies."""

import email.parser
import email.policy

import pytest


@pytest.mark.parametrize(("size", "code"), [(6, 1), (5, 0)])
def test_a_deviation_in_a_body_is_told_by_the_last_answer(make, service, replayed, size, code):
    """All statuses are as recorded, and what is neither id nor time decides."""
    record = make.upload(
        answer={
            "id": "file_0f3c2a4e",
            "object": "file",
            "bytes": 6,
            "created_at": 1_781_200_000,
            "filename": "hello.txt",
        }
    )
    service.size = size
    found, output = replayed([record], service.url)
    assert found == code, output
    assert ("differs: bytes was 6, and is 5" in output) == (code == 0)


def test_ids_and_times_may_change_although_requests_hold_them(make, service, replayed):
    """What an answer made and a request repeats is not the same the next time."""
    file_id = "file_0f3c2a4e-77aa-4b6e-9a3b-6a3c1d2e4f50"
    gone = make.exchange("GET", f"/v1/files/{file_id}x", 404, {"error": "no such file"})
    code, output = replayed([make.upload(), gone], service.url)
    assert code == 1, output
    answer = {"id": file_id, "bytes": 5, "created_at": 1_000_000_001, "filename": "hello.txt", "odd": None}
    code, output = replayed([make.upload(), make.upload(answer=answer)], service.url)
    assert code == 0, output
    assert [line.partition("differs: ")[2] for line in output.splitlines() if "differs:" in line] == [
        "odd is missing",
        "object was not there",
    ]
    answer = {
        "id": file_id,
        "object": "file",
        "bytes": 5,
        "created_at": 1_000_000_001_000,
        "filename": "hello.txt",
    }
    code, output = replayed([make.upload(answer=answer)], service.url)
    assert code == 0, output
    assert 'differs: created_at was "<13 digits>", and is 1800000000' in output


@pytest.mark.parametrize(("content", "code"), [("hello", 1), ("hullo", 0)])
def test_changed_content_is_told_by_its_bytes(make, service, replayed, content, code):
    """Of a file, every byte must come again."""
    *before, fetch = make.bounds_exchanges()
    changed = {
        **fetch,
        "response_body": make.body(content),
        "response_headers": {"content-type": "text/plain"},
    }
    found, output = replayed([*before, changed], service.url)
    assert found == code, output


def test_the_parts_of_an_upload_arrive_as_recorded(make, service, replayed):
    """Order, names, file names, types and bytes."""
    parts = [
        make.part("expires_after[anchor]", "created_at"),
        make.part("purpose", 'it\'s a "test"; $(id) @x\nline'),
        make.part(
            "file", [{"base64": "iVBORw0KGgo="}, {"fill": "61", "count": 100_000}], "a b.png", "image/png"
        ),
    ]
    code, output = replayed([make.upload(form=parts)], service.url)
    assert code == 1, output
    *_, headers, body = service.seen[0]
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(
        f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode() + body
    )
    found = [
        (part.get_param("name", header="content-disposition"), part.get_filename(), part.get("content-type"))
        for part in message.iter_parts()
    ]
    assert found == [
        ("expires_after[anchor]", None, None),
        ("purpose", None, None),
        ("file", "a b.png", "image/png"),
    ]
    contents = [part.get_payload(decode=True) for part in message.iter_parts()]
    assert contents[0] == b"created_at"
    assert contents[1].replace(b"\r\n", b"\n") == b'it\'s a "test"; $(id) @x\nline'
    assert contents[2] == bytes.fromhex("89504e470d0a1a0a") + b"a" * 100_000


HOSTILE_PART = 'Content-Disposition: form-data; name="file"; filename="a\\"; x\u202e\x85.png"'
HOSTILE = [
    f"--b\r\n{HOSTILE_PART}\r\n\r\n\t%s \\n 'x\r\n--b--\r\n",
    "@/etc/hostname",
    "{broken",
    "a\0b",
    [{"base64": "iVBORw0KGgo="}, {"fill": "00", "count": 70_000}, {"fill": "0a", "count": 3}],
    [{"base64": "A" * 4000}],
    "x" * 30_000 + "\r\n",
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_body_arrives_byte_for_byte(make, service, replayed, content):
    """Whatever is broken in it is what must arrive."""
    body = make.body(content)
    record = make.exchange(
        "POST",
        "/v1/files",
        400,
        headers={"Content-Type": "multipart/form-data; boundary=b"},
        request_body=body,
    )
    code, output = replayed([record], service.url)
    assert code == 0, output
    *_, headers, received = service.seen[0]
    assert headers["Content-Type"] == "multipart/form-data; boundary=b"
    assert make.event(make.finished("a", exchanges=[record])).exchanges[0].request_body.content() == received
    # What should have been refused was stored, and is deleted all the same.
    assert not service.files


def test_an_absent_type_stays_absent(make, service, replayed):
    """Curl would name one."""
    replayed([make.exchange("POST", "/v1/files", 200, request_body=make.body("x"))], service.url)
    assert "Content-Type" not in service.seen[0][2]


def test_no_recorded_text_becomes_shell(make, service, replayed, tmp_path):
    """Not from a message, an answer, an address, a name or an id."""
    evil = '\'; touch owned; echo "$(touch owned)" `touch owned`\n touch owned\r# '
    exchanges = [
        make.upload(
            200, {"id": evil, evil: evil}, form=[make.part(evil, evil), make.part("file", evil, evil, evil)]
        ),
        make.exchange("GET", f"/v1/files?{evil}", 200, {"id": evil}, operation=evil, headers={"X-Odd": evil}),
        make.exchange("BREW", "/v1/files", None, error=evil, request_body=make.body(evil)),
    ]
    code, output = replayed(exchanges, service.url, message=evil)
    assert code in {0, 1, 2}
    assert not (tmp_path / "owned").exists()
    assert "Syntax error" not in output
