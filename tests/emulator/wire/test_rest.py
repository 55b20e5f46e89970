"""The wire over HTTP: what is written down, and what planned answers do to clients."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from conformance.emulator.process import EmulatorProcess

WIRE = "/.well-known/xai-conformance/wire"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


class Wired:
    """An emulator, a client of it, and its control plane."""

    def __init__(self, emulator: EmulatorProcess) -> None:
        self.emulator = emulator
        key = {"authorization": f"Bearer {emulator.keys['alpha']}"}
        self.client = httpx.Client(base_url=emulator.url, headers=key, timeout=20)

    def entries(self, after: int = 0) -> list[dict[str, Any]]:
        """What came after that entry."""
        answer = self.client.get(WIRE, params={"after": after}).json()
        found: list[dict[str, Any]] = answer["entries"]
        return found

    def plan(self, operation: str, times: int = 1, **answer: Any) -> None:
        """Plan an answer."""
        body = {"operation": operation, "times": times, "answer": answer}
        assert self.client.post(f"{WIRE}/answers", json=body).status_code == 200

    def upload(self, **fields: Any) -> httpx.Response:
        """Store a file."""
        file = {"file": ("söme.png", PNG, "image/png")}
        return self.client.post("/v1/files", data=fields, files=file)

    def mark(self) -> int:
        """The number of the last entry: there is none so large."""
        number: int = self.client.get(WIRE, params={"after": 10**9}).json()["next"]
        return number


@pytest.fixture(scope="module")
def emulator() -> Iterator[EmulatorProcess]:
    with EmulatorProcess(wire=True) as process:
        yield process


@pytest.fixture
def wired(emulator: EmulatorProcess) -> Iterator[Wired]:
    wired = Wired(emulator)
    with wired.client:
        yield wired
        wired.client.delete(f"{WIRE}/answers")


def test_notes_a_request_with_its_head_and_body(wired: Wired) -> None:
    mark = wired.mark()
    file = wired.upload(purpose="assistants").json()
    wired.client.post(f"/v1/files/{file['id']}/public-url", json={"expires_after": 3600})
    wired.client.get("/v1/files", params={"limit": 2})
    upload, url, listing = wired.entries(mark)

    assert [e["operation"] for e in (upload, url, listing)] == ["uploadFile", "createPublicUrl", "listFiles"]
    assert upload["number"] == mark + 1
    assert upload["transport"] == "rest"
    assert upload["status"] == 200
    assert upload["headers"]["authorization"] == f"Bearer {wired.emulator.keys['alpha']}"
    purpose, content = upload["body"]["parts"]
    assert (purpose["name"], purpose["text"], purpose["filename"]) == ("purpose", "assistants", None)
    assert (content["name"], content["filename"], content["size"]) == ("file", "söme.png", len(PNG))
    assert "text" not in content
    assert json.loads(url["body"]["text"]) == {"expires_after": 3600}
    assert url["body"]["sha256"] == hashlib.sha256(url["body"]["text"].encode()).hexdigest()
    assert url["path"] == f"/v1/files/{file['id']}/public-url"
    assert (listing["query"], listing["body"]["size"]) == ("limit=2", 0)
    assert upload["at"] <= upload["ended"] <= url["at"] <= time.time()


def test_keeps_no_text_of_what_is_large(wired: Wired) -> None:
    mark = wired.mark()
    wired.client.post("/v1/files", files={"file": ("a.txt", b"a" * 3_000_000, "text/plain")})
    (entry,) = wired.entries(mark)

    assert "text" not in entry["body"]
    assert "text" not in entry["body"]["parts"][0]
    assert entry["body"]["parts"][0]["size"] == 3_000_000


def test_notes_neither_itself_nor_the_clock(wired: Wired) -> None:
    mark = wired.mark()
    wired.client.get("/.well-known/xai-conformance")
    wired.client.get(WIRE)

    assert wired.entries(mark) == []


def test_notes_what_nobody_documents_too(wired: Wired) -> None:
    mark = wired.mark()
    wired.client.get("/v1/nothing")
    (entry,) = wired.entries(mark)

    assert (entry["operation"], entry["status"], entry["path"]) == (None, 404, "/v1/nothing")


def test_answers_as_planned_instead_of_carrying_out(wired: Wired) -> None:
    wired.plan("uploadFile", kind="status", status=503, headers={"retry-after": "1"})
    mark = wired.mark()
    before = len(wired.client.get("/v1/files").json()["data"])
    refused, accepted = wired.upload(), wired.upload()

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
    assert accepted.status_code == 200
    assert len(wired.client.get("/v1/files").json()["data"]) == before + 1
    planned = [e["planned"] for e in wired.entries(mark) if e["operation"] == "uploadFile"]
    assert planned == ["status", None]


def test_carries_out_before_the_answer_where_planned(wired: Wired) -> None:
    wired.plan("uploadFile", kind="status", status=500, carried_out=True)
    before = len(wired.client.get("/v1/files").json()["data"])

    assert wired.upload().status_code == 500
    assert len(wired.client.get("/v1/files").json()["data"]) == before + 1


def test_changes_fields(wired: Wired) -> None:
    wired.upload()
    wired.plan("listFiles", kind="drop-fields", fields=["data[].filename"])
    wired.plan("listFiles", kind="null-fields", fields=["data[].filename", "data[].none"])
    wired.plan("listFiles", kind="add-fields")
    wired.plan("listFiles", kind="set-field", field="data[].filename", value=7)
    dropped, nulled, added, changed = (wired.client.get("/v1/files").json()["data"][0] for _ in range(4))

    assert "filename" not in dropped
    assert nulled["filename"] is None
    assert nulled["none"] is None
    assert "x_added_by_the_wire" in added
    assert changed["filename"] == 7


def test_ends_the_connection_in_the_middle_of_an_answer(wired: Wired) -> None:
    file = wired.upload().json()
    wired.plan("retrieveFileContent", kind="truncate", bytes=10)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        wired.client.get(f"/v1/files/{file['id']}/content")

    assert wired.client.get(f"/v1/files/{file['id']}/content").content == PNG
    assert wired.emulator.log == ""


def test_ends_the_connection_without_an_answer_once_it_is_done(wired: Wired) -> None:
    file = wired.upload().json()
    wired.plan("deleteFile", kind="lost")
    with pytest.raises(httpx.RemoteProtocolError):
        wired.client.delete(f"/v1/files/{file['id']}")

    assert wired.client.get(f"/v1/files/{file['id']}").status_code == 404
    assert wired.emulator.log == ""


def test_is_late_as_planned(wired: Wired) -> None:
    wired.plan("listFiles", kind="late", seconds=0.5)
    began = time.monotonic()

    assert wired.client.get("/v1/files").status_code == 200
    assert time.monotonic() - began >= 0.5


def test_says_nothing_as_planned(wired: Wired) -> None:
    wired.plan("listFiles", kind="empty", status=202)
    answer = wired.client.get("/v1/files")

    assert (answer.status_code, answer.content) == (202, b"")


def test_forgets_plans(wired: Wired) -> None:
    wired.plan("listFiles", times=3, kind="status", status=503)

    assert wired.client.delete(f"{WIRE}/answers").json() == {"left": 3}
    assert wired.client.get("/v1/files").status_code == 200


@pytest.mark.parametrize(
    "plan",
    [
        None,
        [],
        {},
        {"operation": "listFiles"},
        {"operation": 3, "answer": {"kind": "add-fields"}},
        {"operation": "listFiles", "answer": {"kind": "nonsense"}},
        {"operation": "listFiles", "answer": {"kind": "status"}},
        {"operation": "listFiles", "answer": {"kind": "status", "status": True}},
        {"operation": "listFiles", "answer": {"kind": "status", "status": 99}},
        {"operation": "listFiles", "answer": {"kind": "late", "seconds": -1}},
        {"operation": "listFiles", "answer": {"kind": "late", "seconds": 1e9}},
        {"operation": "listFiles", "answer": {"kind": "truncate", "bytes": -1}},
        {"operation": "listFiles", "answer": {"kind": "set-field"}},
        {"operation": "listFiles", "answer": {"kind": "drop-fields", "fields": "data"}},
        {"operation": "listFiles", "answer": {"kind": "empty", "surprise": 1}},
        {"operation": "listFiles", "times": 0, "answer": {"kind": "empty"}},
        {"operation": "listFiles", "times": 10**9, "answer": {"kind": "empty"}},
    ],
)
def test_refuses_plans_that_are_none(wired: Wired, plan: object) -> None:
    answer = wired.client.post(f"{WIRE}/answers", json=plan)

    assert answer.status_code == 400
    assert wired.client.get("/v1/files").status_code == 200


def test_refuses_other_methods_and_numbers(wired: Wired) -> None:
    assert wired.client.put(WIRE).status_code == 405
    assert wired.client.get(f"{WIRE}/answers").headers["allow"] == "POST, DELETE"
    assert wired.client.get(WIRE, params={"after": "x"}).status_code == 400
    assert wired.client.get(WIRE, params={"after": "9" * 30}).status_code == 400


def test_writes_nothing_down_unless_asked_to() -> None:
    with EmulatorProcess() as emulator:
        assert httpx.get(f"{emulator.url}{WIRE}").status_code == 404
