"""Judges of calls of gRPC, by the request of REST that says the same, as the emulator writes both down."""

from __future__ import annotations

import json
from typing import Any

import pytest

import specs
from conformance.monitors.requests import Called, Sent, request_monitors

SPEC = specs.load()
KEY = "a-key"
PROMPT = {"model": "m", "prompt": "a cat"}
STORED = {"filename": "a.png"}


def body(value: Any) -> dict[str, Any]:
    """A body of JSON."""
    written = json.dumps(value)
    return {"size": len(written), "sha256": "", "complete": True, "text": written}


def call(operation: str, message: Any, as_rest: dict[str, Any] | None = None) -> Sent:
    """A call that said `message` and was answered with success."""
    return Sent.of({
        "number": 1, "at": 1.0, "ended": 1.1, "transport": "grpc", "operation": operation, "method": "/a/Method",
        "path": "/a/Method", "query": "", "headers": {"authorization": f"Bearer {KEY}"}, "body": body(message),
        "status": None, "code": "OK", "planned": None, "as_rest": as_rest,
    })  # fmt: skip


def rest(method: str, path: str, value: Any = None, *, query: str = "") -> dict[str, Any]:
    """The request of REST that says the same."""
    said = {"size": 0, "sha256": "", "complete": True} if value is None else body(value)
    media_type = None if value is None else "application/json"
    return {"method": method, "path": path, "query": query, "media_type": media_type, "body": said}


def image(said: dict[str, Any]) -> Sent:
    """A call for an image."""
    return call("generateImage", {}, rest("POST", "/v1/images/generations", said))


def upload(messages: list[Any], **fields: str) -> Sent:
    """An upload of these messages, with `fields` before the file."""
    parts = [*fields.items(), ("file", None)]
    said = [
        {"name": name, "filename": None, "content_type": None, "size": 4, "text": text}
        for name, text in parts
    ]
    form = {"size": 4, "sha256": "", "complete": True, "parts": said}
    same = {
        "method": "POST",
        "path": "/v1/files",
        "query": "",
        "media_type": "multipart/form-data",
        "body": form,
    }
    return call("uploadFile", messages, same)


def broken(operation: str, arguments: dict[str, Any], sent: Sent) -> list[str]:
    """The requirements that a call breaks."""
    called = Called(operation=operation, arguments=arguments, identity="first", key=KEY, sent=(sent,))
    monitors = request_monitors(SPEC)
    for monitor in monitors:
        monitor.watch(called)
    return [monitor.requirement for monitor in monitors if monitor.violations]


@pytest.mark.parametrize(
    "said",
    [
        {**PROMPT, "n": 11},
        {**PROMPT, "n": 0},
        {**PROMPT, "resolution": 77},
        {**PROMPT, "response_format": 77},
        {"model": "m"},
        {**PROMPT, "storage_options": {}},
        {**PROMPT, "storage_options": {**STORED, "expires_after": 1}},
        {**PROMPT, "storage_options": {**STORED, "public_url": {"expires_after": 10**9}}},
    ],
)
def test_a_message_that_no_schema_allows(said: dict[str, Any]) -> None:
    """It is the SDK's doing, where what was asked for is as documented."""
    assert broken("generateImage", {"body": PROMPT}, image(said)) == ["sdk.wire.body"]


def test_a_message_as_documented() -> None:
    """Also with fields that no document knows."""
    said = {**PROMPT, "n": 1, "quality": "low", "storage_options": {**STORED, "public_url": True}}

    assert broken("generateImage", {"body": PROMPT}, image(said)) == []


def test_what_a_check_asks_wrongly_on_purpose() -> None:
    """It is not the SDK's doing."""
    said = {**PROMPT, "n": 11}

    assert broken("generateImage", {"body": said}, image(said)) == []


def test_an_empty_text_that_was_asked_for() -> None:
    """Messages cannot tell it from none."""
    empty = {**PROMPT, "prompt": ""}

    assert broken("generateImage", {"body": empty}, image({"model": "m"})) == []
    native = {"function": "image.sample", "keywords": empty}
    assert broken("sdk.native", native, image({"model": "m"})) == []
    assert broken("sdk.native", {**native, "keywords": PROMPT}, image({"model": "m"})) == ["sdk.wire.body"]


def test_a_null_that_was_asked_for() -> None:
    """It is none, too: here a source that the schema allows to be null."""
    asked = {"prompt": "a", "reference_images": [{"file_id": None}, {"file_id": "file_1"}]}
    said = {**asked, "reference_images": [{}, {"file_id": "file_1"}]}
    sent = call("generateVideo", {}, rest("POST", "/v1/videos/generations", said))

    assert broken("generateVideo", {"body": asked}, sent) == []
    given = {**asked, "reference_images": [{"file_id": "file_0"}, {"file_id": "file_1"}]}
    assert broken("generateVideo", {"body": given}, sent) == ["sdk.wire.body"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=5&order=asc&sort_by=size", []),
        ("order=77", ["sdk.wire.query"]),
        ("order=asc&sort_by=77", ["sdk.wire.query"]),
        ("order=asc&limit=-1", []),  # which the file of the protocol says to mean none,
        ("order=asc&limit=101", []),  # and this, the most
    ],
)
def test_a_query(query: str, expected: list[str]) -> None:
    """Numbers beyond the bounds have a meaning over gRPC; those of enums, which nobody knows, have none."""
    sent = call("listFiles", {}, rest("GET", "/v1/files", query=query))

    assert broken("listFiles", {"limit": 5}, sent) == expected


@pytest.mark.parametrize(("message", "expected"), [({"file_id": "file_1"}, []), ({}, ["sdk.wire.operation"])])
def test_an_id_that_is_lacking(message: dict[str, Any], expected: list[str]) -> None:
    """A path of REST would have no place without it."""
    sent = call("retrieveFile", message, rest("GET", "/v1/files/x"))

    assert broken("retrieveFile", {"file_id": "file_1"}, sent) == expected


OPENING, DATA = {"init": {"name": "a.txt"}}, {"data": {"size": 4}}


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([OPENING, DATA, DATA], []),
        ([OPENING], []),
        ([], []),  # a client that was gone before it said anything
        ([DATA, OPENING], ["sdk.wire.chunk-order"]),
        ([OPENING, DATA, OPENING], ["sdk.wire.chunk-order"]),
        ([OPENING, {}], ["sdk.wire.chunk-order"]),
    ],
)
def test_the_order_of_messages(messages: list[Any], expected: list[str]) -> None:
    """One that opens the upload, and then data."""
    assert broken("uploadFile", {"content": b"abcd", "filename": "a.txt"}, upload(messages)) == expected


@pytest.mark.parametrize(("expiry", "expected"), [("3600", []), ("1", ["sdk.wire.body"])])
def test_the_expiry_of_an_upload(expiry: str, expected: list[str]) -> None:
    """It is what the form would say."""
    sent = upload([OPENING, DATA], expires_after=expiry)

    asked = {"content": b"abcd", "filename": "a.txt", "expires_after": 3600}
    assert broken("uploadFile", asked, sent) == expected


def test_what_has_no_counterpart_is_not_judged() -> None:
    """The media type of a message, and the parts that an upload over gRPC does not have."""
    called = Called(
        operation="uploadFile", arguments={"content": b"abcd", "filename": "a.txt"}, identity="first", key=KEY,
        sent=(upload([OPENING, DATA]), image(PROMPT)),
    )  # fmt: skip
    monitors = {monitor.requirement: monitor for monitor in request_monitors(SPEC)}
    for monitor in monitors.values():
        monitor.watch(called)

    for requirement in ("sdk.wire.content-type", "sdk.wire.part-order"):
        assert not monitors[requirement].judged
        assert monitors[requirement].grpc
        assert monitors[requirement].not_grpc
