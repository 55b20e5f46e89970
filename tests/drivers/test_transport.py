"""What an SDK cannot say or does not tell is not offered; what it raises is read as who uses it would."""

from __future__ import annotations

import pytest

import specs
from conformance.drivers.protocol import Ready, SdkError
from conformance.drivers.protocol.names import Names
from conformance.outcomes import NotOffered
from conformance.targets.call import Call, Upload
from conformance.targets.driver.answers import NO_STATUS, status_of
from conformance.targets.driver.arguments import arguments_of
from conformance.targets.driver.exchange import SdkExchange
from conformance.targets.driver.programs import calls_of
from conformance.targets.driver.told import Place, guarded
from strategies.multipart import Encoded, Form
from strategies.multipart.form import Part

OPERATIONS = specs.load().operations
READY = Ready.of({
    "name": "an-sdk", "version": "1", "language": "python", "runtime": "Python",
    "implements": {
        "uploadFile": {"arguments": ["content", "filename", "expires_after", "purpose"], "results": ["id"]},
        "generateImage": {"arguments": ["body.prompt", "body.storage_options.filename"], "results": ["data[].url"]},
        "retrieveFile": {"arguments": ["file_id"], "results": ["id"]},
    },
})  # fmt: skip


def call(operation, **arguments):
    """A call of an operation."""
    return Call(operation=OPERATIONS[operation], **arguments)


def test_says_what_the_sdk_has_a_place_for():
    upload = Upload(content=b"a", filename="a.txt", expires_after=3600)
    said = arguments_of(call("uploadFile", upload=upload), "first", READY)
    assert said == {"content": b"a", "filename": "a.txt", "expires_after": 3600}
    form = Form((Part.of("expires_after", 3600), Part("file", b"a", "a.txt")))
    assert arguments_of(call("uploadFile", form=form), "first", READY) == said


@pytest.mark.parametrize(
    ("sent", "identity", "sentence"),
    [
        (call("deleteFile", path={"file_id": "f"}), "first", "an-sdk 1 has no deleteFile"),
        (call("retrieveFile", path={"file_id": "f"}), "none", "an-sdk 1 makes no request without a key"),
        (
            call(
                "generateImage", json={"prompt": "a", "storage_options": {"public_url": True}}, has_json=True
            ),
            "first",
            "an-sdk 1 has no place for body.storage_options.public_url in generateImage",
        ),
        (call("generateImage", json=[], has_json=True), "first", "no place for body in generateImage"),
        (call("generateImage", json="text", has_json=True), "first", "no place for body in generateImage"),
        (call("retrieveFile", headers={"x": "y"}), "first", "only REST can send the header x (retrieveFile)"),
        (call("retrieveFile", method="PUT"), "first", "only REST can send the method PUT"),
        (call("uploadFile", raw=Encoded("text/plain", (b"a",))), "first", "a body of one's own making"),
        (
            call("uploadFile", form=Form((Part("file", b"a", "a"), Part.of("purpose", "x")))),
            "first",
            "an order",
        ),
        (call("uploadFile", form=Form((Part.of("purpose", "x"),))), "first", "a form without a file"),
        (call("uploadFile", form=Form((Part("other", b"a", "a"),))), "first", "a file as the part other"),
        (
            call("uploadFile", form=Form((Part.of("expires_after", "1e4"), Part("file", b"a", "a")))),
            "first",
            "'1e4'",
        ),
    ],
)
def test_what_it_cannot_say_is_not_offered(sent, identity, sentence):
    with pytest.raises(NotOffered) as caught:
        arguments_of(sent, identity, READY)
    assert sentence in str(caught.value)


def told(content, *names):
    """An answer of which these names are told."""
    return guarded(content, Names.of(names), Place("an-sdk 1", "listFiles"))


def test_what_it_does_not_tell_is_never_absent():
    answer = told({"data": [{"id": "f"}]}, "data[].id", "token")
    assert answer["data"][0]["id"] == "f"
    assert answer.get("token") is None
    for look in (
        lambda: answer["other"],
        lambda: answer.get("other"),
        lambda: "other" in answer,
        lambda: answer["data"][0].get("name"),
    ):
        with pytest.raises(NotOffered, match=r"an-sdk 1 does not tell (other|data\[\]\.name) of listFiles"):
            look()


def test_answers_are_equal_in_what_both_tell():
    assert told({"id": 1, "name": "a"}, "id", "name") == {"id": 1, "name": "a", "size": 3}
    assert told({"id": 1}, "id") == told({"id": 1, "name": "a"}, "id", "name")
    assert told({"id": 1}, "id") != told({"id": 2}, "id")
    assert told({"id": 1}, "id", "name") != {"id": 1, "name": "a"}
    assert told({"id": 1}, "id") != 1


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SdkError(kind="refused", message="", status=404), (404, False)),
        (SdkError(kind="refused", message="", code="NOT_FOUND"), (404, True)),
        (SdkError(kind="refused", message="", code="UNKNOWN"), (500, True)),
        (SdkError(kind="refused", message=""), (400, True)),
        (SdkError(kind="invalid", message=""), (400, True)),
        (SdkError(kind="unexpected", message="", type="TypeError"), (400, True)),
        (SdkError(kind="unexpected", message="", type="IndexError"), (NO_STATUS, True)),
        (SdkError(kind="malformed", message=""), (NO_STATUS, True)),
        (SdkError(kind="timeout", message=""), (NO_STATUS, True)),
    ],
)
def test_errors_have_a_status_if_they_are_refusals(error, status):
    assert status_of(error) == status


def test_a_program_names_what_earlier_calls_gave():
    first = SdkExchange.of(call("uploadFile"), "first", {"content": b"a", "filename": "a"})
    first.result = {"id": "file_1"}
    second = SdkExchange.of(call("retrieveFile"), "second", {"file_id": "file_1"})
    calls = list(calls_of([first, second]))
    assert calls[1] == {
        "operation": "retrieveFile", "identity": "second", "arguments": {"file_id": {"$answer": [0, "id"]}},
    }  # fmt: skip
