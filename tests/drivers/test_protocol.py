"""What a driver does wrong is told in one sentence, and blamed on it."""

from __future__ import annotations

import sys
from pathlib import Path

import jsonschema
import pytest

from conformance.drivers.checking import checked
from conformance.drivers.protocol import Driver, DriverProblem, Place, SdkError, Told, undeclared
from conformance.drivers.protocol.driver import Deadlines, Silent
from conformance.drivers.protocol.schemas import FROM_DRIVER, TO_DRIVER, document

BROKEN = Path(__file__).with_name("broken.py")
NOWHERE = Place(base_url="http://127.0.0.1:9", keys={"first": "key"})
SHORT = Deadlines(start=5, call=5, generation=5, stop=5)
WHO = "the driver of an-sdk 1.0 "


def broken(how="", **deadlines):
    """The driver that is broken in this way."""
    short = Deadlines(start=deadlines.get("start", 30), call=deadlines.get("call", 30), stop=5)
    return Driver([sys.executable, str(BROKEN), *([how] if how else [])], NOWHERE, deadlines=short)


def problem_of(how, operation="retrieveFileContent", **deadlines):
    """The sentence that it ends in."""
    driver = broken(how, **deadlines)
    try:
        with pytest.raises(DriverProblem) as caught:
            driver.call(operation, {"file_id": "file_1"})
    finally:
        driver.stop()
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("dies in the middle", "ended with exit code 139; the last it said was: Segmentation fault, after "),
        ("garbage", "said something that is no JSON, after retrieveFileContent: '<html>'"),
        ("half a line", "ended with exit code 0, after retrieveFileContent"),
        ("no object", "said something that is no result of the protocol, after retrieveFileContent: "),
        ("wrong id", "answered call 1 (retrieveFileContent) with the id 2"),
        ("neither", "said something that is no result of the protocol, after retrieveFileContent: "),
        (
            "unknown kind",
            "said something that is no error of the protocol, after retrieveFileContent: error.kind: ",
        ),
        (
            "unsupported",
            "says that it implements retrieveFileContent, and calls it unsupported when asked: not yet",
        ),
        ("tells more", "told id as a result of retrieveFileContent, which it does not say that it tells"),
        (
            "no bytes",
            "answered retrieveFileContent with bytes that are none: a value that has to be base64 is none",
        ),
        ("foreign file", "lies outside of the scratch folder"),
        ("wrong size", "has 4 bytes, not 5"),
        ("speaks unasked", "'by the way'"),
    ],
)
def test_tells_in_a_sentence(how, sentence):
    said = problem_of(how)
    assert said.startswith(WHO)
    assert sentence in said


def test_one_that_cannot_be_started():
    for command, sentence in (
        (
            ["no-such-program"],
            "the driver no-such-program cannot be started: there is no program no-such-program here",
        ),
        ([sys.executable, "-c", "pass"], "ended with exit code 0, after being started"),
    ):
        driver = Driver(command, NOWHERE)
        with pytest.raises(DriverProblem, match=sentence):
            driver.start()
        driver.stop()
    assert "exit code 3; the last it said was: no module named an_sdk" in problem_of("dies at once")
    assert "no ready of the protocol, after being started: ready.implements" in problem_of("not ready")
    assert "did not answer within 0.5 s, after being started" in problem_of("never ready", start=0.5)


def test_one_that_hangs_is_killed_and_started_anew():
    driver = broken("hangs", call=0.5)
    with pytest.raises(Silent, match=r"did not answer within 0\.5 s, after uploadFile"):
        driver.call("uploadFile", {"content": b"", "filename": "a"})
    assert driver.call("nothing", {}) == SdkError(kind="unsupported", message="no such operation")
    for _ in range(4):
        with pytest.raises(Silent):
            driver.call("uploadFile", {"content": b"", "filename": "a"})
    with pytest.raises(DriverProblem, match="did not answer so many times that it is not asked any more"):
        driver.call("uploadFile", {"content": b"", "filename": "a"})
    driver.stop()


def test_one_that_dies_between_two_calls():
    driver = broken("dies afterwards")
    assert driver.call("uploadFile", {"content": b"", "filename": "a"}) == Told({"id": "file_1"})
    with pytest.raises(DriverProblem, match="ended with exit code 0"):
        driver.call("uploadFile", {"content": b"", "filename": "a"})
    assert driver.call("uploadFile", {"content": b"", "filename": "a"}) == Told({"id": "file_1"})
    driver.stop()


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("bad program", "no program of the protocol, after being asked for a program: program.extension"),
        ("no reset", "no reset of the protocol, after being reset"),
        ("bad end", "ended with exit code 7 when it was told to stop"),
        ("never stops", "did not end when it was told to stop"),
        ("swallows refusals", "did not tell as refused that there is no such file: the result"),
        ("dies at once", "exit code 3"),
    ],
)
def test_the_check_of_drivers_finds_it(how, sentence):
    findings = checked(broken(how))
    assert [said for said in findings.sentences if sentence in said], findings.sentences


def test_large_contents_go_through_files_that_are_removed():
    driver = broken()
    driver.start()
    folder = driver._folder
    assert driver.call("uploadFile", {"content": bytes(1 << 20), "filename": "a"}) == Told({"id": "file_1"})
    assert list(folder.iterdir()) == []
    assert driver.stop() == 0
    assert not folder.exists()


def test_names_cover_what_is_below_unless_that_is_listed_too():
    body = {"image": {"file_id": "f"}, "n": 1}
    assert undeclared(["body"], {"body": body}) == []
    assert undeclared(["body.*"], {"body": body}) == []
    assert undeclared(["body.n"], {"body": body}) == ["body.image"]
    assert undeclared(["body.n", "body.image.url"], {"body": body}) == ["body.image.file_id"]
    assert undeclared(["body.n", "body.image", "body.image.url"], {"body": body}) == ["body.image.file_id"]
    assert undeclared(["body.images[].url"], {"body": {"images": [{"url": 1}, {"file_id": 2}]}}) == [
        "body.images[].file_id"
    ]
    assert undeclared(["body.images[].url"], {"body": {"images": "none"}}) == ["body.images"]
    assert undeclared(["content"], {"content": {"base64": ""}}) == []


def test_the_schemas_are_schemas():
    for direction in (TO_DRIVER, FROM_DRIVER):
        jsonschema.Draft202012Validator.check_schema(document(direction))
