"""A service that misbehaves on request, and scripts run against it."""

import json
import os
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from reports.reproducers.script import script

BOUNDS = "public-url.expiry.bounds"


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
        self.images = 1
        self.jobs = {}
        self.pending = 1

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

    def generated(self, extension):
        """What comes of a generation, stored as a file."""
        file_id = f"file_made-{len(self.server.files) + 1}"
        self.server.files[file_id] = b""
        output = {"file_id": file_id, "filename": f"mine.{extension}"}
        return {"url": f"{self.server.url}/gen/{file_id}.{extension}", "duration": 1, "file_output": output}

    def fetch(self):
        """What anyone gets."""
        found = self.server.urls.get(self.path)
        if self.path.startswith("/gen/"):
            self.answer(200, content=b"other bytes every time")
        else:
            self.answer(
                404 if found is None else 200, content=b"hello" if found in self.server.files else b""
            )

    def generate(self, path):
        """Images at once; a video after some questions, to which the body or the status says that it is pending."""
        service = self.server
        job = path[2]
        if path[1] == "images":
            self.answer(200, {"data": [self.generated("jpg") for _ in range(service.images)]})
        elif self.command == "POST":
            job = f"job-new-{len(service.jobs) + 1}"
            service.jobs[job] = [service.pending, None]
            self.answer(200, {"request_id": job})
        elif job not in service.jobs:
            self.answer(404, {"error": "no such video"})
        elif service.jobs[job][0]:
            service.jobs[job][0] -= 1
            self.answer(202, {"status": "pending"} if service.jobs[job][0] % 2 else None)
        else:
            service.jobs[job][1] = service.jobs[job][1] or {"status": "done", "video": self.generated("mp4")}
            self.answer(200, service.jobs[job][1])

    def respond(self):
        """Judge the request by method and path."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        service = self.server
        service.seen.append((self.command, self.path, dict(self.headers), body))
        path = self.path.partition("?")[0].strip("/").split("/")
        if path[0] in {"cdn", "gen"}:
            self.fetch()
        elif self.headers.get("Authorization") not in service.keys:
            self.answer(401, {"error": "who are you?\x1b[31m"})
        elif service.slow_down:
            self.answer(429, {"error": "slow down"})
        elif self.command == "POST" and path == ["v1", "files"]:
            file_id = f"file_new-{len(service.files) + 1}"
            service.files[file_id] = body
            metadata = {"bytes": service.size, "created_at": 1_800_000_000, "filename": "hello.txt"}
            self.answer(200, {"id": file_id, "object": "file", **metadata})
        elif path[1] in {"images", "videos"}:
            self.generate(path)
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
    if not all(map(shutil.which, ("sh", "curl", "python3"))):
        pytest.skip("needs sh, curl and python3")

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
