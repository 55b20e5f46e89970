"""Judges of what SDKs put on the wire, by entries as the emulator writes them down."""

from __future__ import annotations

import json
from typing import Any

import pytest

import specs
from conformance import trial
from conformance.monitors.requests import Called, Sent, request_monitors

SPEC = specs.load()
KEY = "a-key"


def entry(operation: str | None, method: str, path: str, **more: Any) -> dict[str, Any]:
    """An entry of the log, answered with success."""
    body = more.pop("body", {"size": 0, "sha256": "", "complete": True})
    headers = {"authorization": f"Bearer {KEY}", **more.pop("headers", {})}
    return {
        "number": 1, "at": 1.0, "ended": 1.1, "transport": "rest", "operation": operation, "method": method,
        "path": path, "query": "", "headers": headers, "body": body, "status": 200, "code": None, "planned": None,
        **more,
    }  # fmt: skip


def text(value: Any) -> dict[str, Any]:
    """A body of JSON."""
    written = json.dumps(value)
    return {"size": len(written), "sha256": "", "complete": True, "text": written}


def found(operation: str, arguments: dict[str, Any], *entries: dict[str, Any]) -> dict[str, list[str]]:
    """Requirement → sentences, of a call that led to these entries."""
    called = Called(
        operation=operation, arguments=arguments, identity="first", key=KEY, sent=tuple(map(Sent.of, entries))
    )
    monitors = request_monitors(SPEC)
    for monitor in monitors:
        monitor.watch(called)
    return {m.requirement: [v.sentence for v in m.violations] for m in monitors if m.violations}


FILE = "/v1/files/file_1"
URL = f"{FILE}/public-url"
JSON = {"content-type": "application/json"}
CREATE = entry("createPublicUrl", "POST", URL, headers=JSON, body=text({"expires_after": 3600}))


def test_a_good_request_is_left_alone() -> None:
    assert found("createPublicUrl", {"file_id": "file_1", "body": {"expires_after": 3600}}, CREATE) == {}


def test_what_the_sdk_changes_is_its_doing() -> None:
    sent = entry("createPublicUrl", "POST", URL, headers=JSON, body=text({"expires_after": "3600"}))

    assert list(found("createPublicUrl", {"file_id": "file_1", "body": {"expires_after": 3600}}, sent)) == [
        "sdk.wire.body"
    ]


def test_what_a_check_sent_wrongly_on_purpose_is_not() -> None:
    sent = entry("createPublicUrl", "POST", URL, headers=JSON, body=text({"expires_after": 1}))

    assert found("createPublicUrl", {"file_id": "file_1", "body": {"expires_after": 1}}, sent) == {}


def test_what_a_check_passes_by_its_own_is_not_judged() -> None:
    current = trial.current()
    current.watched = False
    try:
        assert found("retrieveFile", {"file_id": "file_1"}, entry(None, "GET", "/v1/nothing")) == {}
    finally:
        current.watched = True


@pytest.mark.parametrize(
    ("requirement", "sent"),
    [
        ("sdk.wire.operation", entry(None, "GET", "/v1/file/file_1")),
        ("sdk.wire.key", entry("retrieveFile", "GET", FILE, headers={"authorization": "Bearer another"})),
        ("sdk.wire.key", entry("retrieveFile", "GET", FILE, headers={"authorization": f"Basic {KEY}"})),
        ("sdk.wire.unasked", entry("deleteFile", "DELETE", FILE)),
        ("sdk.wire.unasked", entry(None, "/xai_api.Auth/GetApiKeyInfo", "", transport="grpc", code="OK")),
        ("sdk.wire.query", entry("listFiles", "GET", "/v1/files", query="limit=101")),
    ],
)
def test_bad_manners(requirement: str, sent: dict[str, Any]) -> None:
    called = sent["operation"] if requirement == "sdk.wire.query" else "retrieveFile"
    arguments = {} if requirement == "sdk.wire.query" else {"file_id": "file_1"}
    sentences = found(called, arguments, sent)

    assert list(sentences) == [requirement]
    assert KEY not in str(sentences)


def test_generations_are_judged_once() -> None:
    body = {"model": "m", "prompt": "p"}
    made = entry("generateImage", "POST", "/v1/images/generations", headers=JSON, body=text(body))
    refused = {**made, "status": 503}

    assert "sdk.wire.once" in found("generateImage", {"body": body}, made, made)
    assert "sdk.wire.once" not in found("generateImage", {"body": body}, refused, made)
    assert "sdk.wire.once" not in found("generateImage", {"body": {**body, "n": 2}}, made, made)


@pytest.mark.parametrize(
    ("names", "late"), [(("expires_after", "file"), False), (("file", "expires_after"), True)]
)
def test_the_order_of_parts(names: tuple[str, ...], late: bool) -> None:  # noqa: FBT001 - a row of a table
    parts = [
        {
            "name": n,
            "filename": None,
            "content_type": None,
            "size": 4,
            **({} if n == "file" else {"text": "3600"}),
        }
        for n in names
    ]
    sent = entry(
        "uploadFile", "POST", "/v1/files", headers={"content-type": "multipart/form-data; boundary=b"},
        body={"size": 9, "sha256": "", "complete": True, "parts": parts},
    )  # fmt: skip

    broken = found("uploadFile", {"content": b"abcd", "filename": "a.txt", "expires_after": 3600}, sent)
    assert list(broken) == (["sdk.wire.part-order"] if late else [])
