"""`repro.sh`, written and really run."""

import email.parser
import email.policy
import json
import os
import shutil
import stat
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from reports.reproducers.script import script
from reports.writing import write_all

BOUNDS = "public-url.expiry.bounds"
needs_shell = pytest.mark.skipif(
    not all(map(shutil.which, ("sh", "curl", "python3"))), reason="needs sh, curl and python3"
)


class Service(ThreadingHTTPServer):
    """A tiny service of files. `refuses` makes it refuse short expiries; ids differ from any recorded ones."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.refuses = False
        self.keys = {"Bearer one": "first", "Bearer two": "second"}
        self.files = {}
        self.urls = {}
        self.seen = []
        self.slow_down = False
        self.size = 5

    @property
    def url(self):
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """What the service answers."""

    protocol_version = "HTTP/1.1"

    def answer(self, status, document=None, content=b""):
        """Send JSON or bytes."""
        content = json.dumps(document).encode() if document is not None else content
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def respond(self):
        """Judge the request by method and path."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        service = self.server
        service.seen.append((self.command, self.path, dict(self.headers), body))
        path = self.path.partition("?")[0].strip("/").split("/")
        if self.path.startswith("/cdn/"):
            found = service.urls.get(self.path)
            self.answer(404 if found is None else 200, content=b"hello" if found in service.files else b"")
        elif self.headers.get("Authorization") not in service.keys:
            self.answer(401, {"error": "who are you?\x1b[31m"})
        elif service.slow_down:
            self.answer(429, {"error": "slow down"})
        elif self.command == "POST" and path == ["v1", "files"]:
            file_id = f"file_new-{len(service.files) + 1}"
            service.files[file_id] = body
            metadata = {"bytes": service.size, "created_at": 1_800_000_000, "filename": "hello.txt"}
            self.answer(200, {"id": file_id, "object": "file", **metadata})
        elif self.command == "DELETE" and path[2] in service.files:
            del service.files[path[2]]
            self.answer(200, {"id": path[2], "deleted": True})
        elif path[-1] == "public-url" and path[2] in service.files:
            if service.refuses and json.loads(body)["expires_after"] < 3600:
                self.answer(400, {"error": "too short"})
            else:
                address = f"/cdn/token-{len(service.urls)}/{path[2]}.txt"
                service.urls[address] = path[2]
                self.answer(200, {"public_url": service.url + address})
        elif self.command in {"GET", "HEAD"} and path == ["v1", "files"]:
            self.answer(200, {"data": [], "pagination_token": "next/page==of+files"})
        else:
            self.answer(404, {"error": "no such file"})

    do_GET = do_POST = do_DELETE = do_HEAD = respond  # noqa: N815 - the names that http.server calls

    def log_message(self, *arguments):
        """Quiet."""


@pytest.fixture
def service():
    """The service, running in a thread until the test is over."""
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def written(make, spec, tmp_path):
    """The text of the script for these exchanges."""

    def write(exchanges, message="it was accepted", **target):
        target = {"name": "x", "base_url": make.BASE, "embedded": False, **target}
        run = make.run(
            make.started([BOUNDS], target=target),
            make.finished(BOUNDS, "deviates", message, exchanges=exchanges),
            make.ended(),
        )
        return script(run.requirements[BOUNDS], run.target, spec)

    return write


@pytest.fixture
def replayed(written, tmp_path):
    """A script run by `sh`: its exit code and what it printed."""

    def replay(exchanges, url, *, keys=("one", "two"), **options):
        path = tmp_path / "repro.sh"
        path.write_text(written(exchanges, **options))
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "TMPDIR": str(tmp_path),
            "no_proxy": "*",
            **({"XAI_BASE_URL": url} if url else {}),
            **dict(zip(("XAI_API_KEY", "XAI_SECOND_API_KEY"), keys, strict=False)),
        }
        done = subprocess.run(
            ["sh", str(path)], check=False, capture_output=True, text=True, env=environment, cwd=tmp_path
        )
        # Its own folder is gone, whatever happened.
        assert [left.name for left in tmp_path.iterdir()] == ["repro.sh"]
        return done.returncode, done.stdout + done.stderr

    return replay


def test_the_script(make, written, snapshot):
    """What a person reads before running it."""
    assert (
        written(make.bounds_exchanges(), "POST answered 200 to 3599,\nand $(rm -rf /) was no good")
        == snapshot
    )


def test_a_script_for_a_single_request_is_shorter(make, written, snapshot):
    """Nothing is created, nothing captured: no Python, nothing to delete."""
    text = written(
        [make.exchange("GET", "/v1/files?limit=2", 200, {"data": []}, operation="listFiles")], "an odd order"
    )
    assert "python3" not in text
    assert "DELETE" not in text
    assert text == snapshot


@needs_shell
def test_it_shows_the_deviation_and_leaves_nothing(make, service, replayed):
    """Captured ids and URLs take the place of the recorded ones, and the file is deleted."""
    code, output = replayed(make.bounds_exchanges(), service.url)
    assert code == 1, output
    assert "The answers are again those recorded" in output
    assert "Cleaned up file_new-1: DELETE answered 200." in output
    assert not service.files
    assert [(method, path) for method, path, *_ in service.seen] == [
        ("POST", "/v1/files"),
        ("POST", "/v1/files/file_new-1/public-url"),
        ("GET", "/cdn/token-0/file_new-1.txt"),
        ("DELETE", "/v1/files/file_new-1"),
    ]
    assert service.seen[0][2]["Authorization"] == "Bearer one"
    assert json.loads(service.seen[1][3]) == {"expires_after": 3599}
    assert "Authorization" not in service.seen[2][2]


@needs_shell
def test_it_says_when_the_deviation_is_gone(make, service, replayed):
    """The same script against a target that was mended."""
    service.refuses = True
    code, output = replayed(make.bounds_exchanges(), service.url)
    assert code == 0, output
    assert "does not show" in output
    assert not service.files


@needs_shell
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


@needs_shell
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


@needs_shell
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


@needs_shell
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


@needs_shell
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


@needs_shell
def test_an_absent_type_stays_absent(make, service, replayed):
    """Curl would name one."""
    replayed([make.exchange("POST", "/v1/files", 200, request_body=make.body("x"))], service.url)
    assert "Content-Type" not in service.seen[0][2]


@needs_shell
def test_a_token_is_captured_and_encoded_anew(make, service, replayed):
    """It stands percent-encoded in the next request, and raw in the answer."""
    first = make.exchange(
        "GET", "/v1/files?limit=1", 200, {"data": [], "pagination_token": "old/token+of=files"}
    )
    second = make.exchange("GET", "/v1/files?limit=1&pagination_token=old%2Ftoken%2Bof%3Dfiles", 200)
    code, output = replayed([first, second], service.url)
    assert code == 1, output
    assert service.seen[1][1] == "/v1/files?limit=1&pagination_token=next%2Fpage%3D%3Dof%2Bfiles"


@needs_shell
def test_part_of_a_public_url_is_captured(make, service, replayed):
    """A request for the same token with another name, at the CDN that the answer named."""
    upload, create, _ = make.bounds_exchanges()
    file_id = "file_0f3c2a4e-77aa-4b6e-9a3b-6a3c1d2e4f50"
    other = make.exchange(
        "HEAD", f"https://cdn.example/tok_8c1b7a/{file_id}.jpg?x=1", 404, identity="none", response_body=None
    )
    # In the recorded URL the token is the first segment; here it is the second, after /cdn.
    code, output = replayed([upload, create, other], service.url)
    assert code in {0, 1}, output
    method, path, *_ = service.seen[2]
    assert method == "HEAD"
    assert path.endswith("/file_new-1.jpg?x=1")


@needs_shell
def test_two_teams_use_two_keys(make, service, replayed):
    """And each team deletes its own files."""
    code, output = replayed([make.upload(identity="second")], service.url)
    assert code == 1, output
    assert [headers["Authorization"] for _, _, headers, _ in service.seen] == ["Bearer two", "Bearer two"]


@needs_shell
def test_the_clock_of_an_emulator_is_turned_again(make, service, replayed):
    """The control plane is part of what was recorded."""
    turn = make.exchange(
        "POST",
        "/.well-known/xai-conformance/clock",
        404,
        identity="none",
        request_body=make.body('{"advance": 3600}'),
    )
    replayed([turn], service.url)
    assert service.seen[0][1] == "/.well-known/xai-conformance/clock"
    assert service.seen[0][3] == b'{"advance": 3600}'


@needs_shell
def test_a_missing_key_is_asked_for(make, service, replayed):
    """Before anything is sent."""
    code, output = replayed([make.upload()], service.url, keys=())
    assert code == 2
    assert "Set XAI_API_KEY" in output
    code, output = replayed([make.upload(identity="second")], service.url, keys=("one",))
    assert code == 2
    assert "Set XAI_SECOND_API_KEY" in output
    assert not service.seen


@needs_shell
def test_a_wrong_key_is_no_sign_of_a_mended_target(make, service, replayed):
    """Nothing can be said, and the answer cannot steer the terminal."""
    code, output = replayed(make.bounds_exchanges(), service.url, keys=("three",))
    assert code == 2, output
    assert "does not know the key of the first team" in output
    assert "\x1b" not in output


@needs_shell
def test_a_limited_rate_is_no_sign_of_a_mended_target(make, service, replayed):
    """Unless it is the last answer that changed."""
    service.slow_down = True
    code, output = replayed(make.bounds_exchanges(), service.url)
    assert code == 2, output


@needs_shell
@pytest.mark.parametrize("embedded", [True, False])
def test_a_target_that_is_gone_is_said_to_be(make, replayed, embedded):
    """The recorded address is the default; that of an embedded target answers no more."""
    gone = "http://127.0.0.1:9"
    record = make.exchange("GET", f"{gone}/v1/files", 200)
    code, output = replayed([record], None, base_url=gone, embedded=embedded)
    assert code == 2, output
    assert "Nothing answers" in output
    assert ("emulator" in output) == embedded


@needs_shell
def test_an_answer_without_the_captured_value_differs(make, service, replayed):
    """The next request could not be the recorded one."""
    first = make.exchange("GET", "/v1/files", 200, {"data": [{"id": "file_12345678"}]})
    second = make.exchange("GET", "/v1/files/file_12345678", 200)
    code, output = replayed([first, second], service.url)
    assert code == 0, output
    assert "Answer 1 has no text at data.0.id." in output
    assert len(service.seen) == 1


@needs_shell
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


def test_what_is_written_can_be_run(sample, spec, tmp_path):
    """The file is executable, and its exchanges are the recorded ones."""
    write_all(sample, tmp_path, spec=spec)
    folder = tmp_path / "failures" / BOUNDS
    assert (folder / "repro.sh").stat().st_mode & stat.S_IXUSR
    document = json.loads((folder / "exchanges.json").read_text())
    found = sample.requirements[BOUNDS]
    assert document["exchanges"] == [exchange.as_json() for exchange in found.exchanges]


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="needs shellcheck")
def test_shellcheck_has_nothing_to_say(make, sample, spec, written, tmp_path):
    """Scripts are read by careful people."""
    write_all(sample, tmp_path, spec=spec)
    single = tmp_path / "failures" / "single" / "repro.sh"
    single.parent.mkdir()
    single.write_text(written([make.exchange("GET", "/v1/files", 200)]))
    scripts = sorted(map(str, tmp_path.glob("failures/*/repro.sh")))
    done = subprocess.run(["shellcheck", *scripts], check=False, capture_output=True, text=True)
    assert done.stdout == ""
