"""Answers about voice are judged by what is promised of their surface, and by nothing that is promised of files."""

import json

import pytest

import specs
from conformance import trial
from conformance.monitors import monitors
from conformance.monitors.surfaces import (
    FILES,
    IMAGES,
    SECRETS,
    SPEECH,
    TRANSCRIPTION,
    VIDEOS,
    VOICES,
    surface,
)
from conformance.targets.exchange import Exchange

SPEC = specs.load()
JSON = {"content-type": "application/json"}
VOICE = {"voice_id": "eve", "name": "Eve"}


@pytest.fixture(autouse=True)
def _a_trial():
    trial.start("a check", "speech.accepted")


def broken(operation, status, body=b"", *, headers=JSON, identity="first", method=None):
    """The requirements that one exchange breaks."""
    described = SPEC.operations[operation]
    watching = monitors(SPEC)
    exchange = Exchange(
        operation=operation,
        identity=identity,
        method=method or described.method,
        url=f"http://target{described.path}",
        request_headers={},
        status=status,
        response_headers=headers,
        response_body=body if isinstance(body, bytes) else json.dumps(body).encode(),
    )
    for monitor in watching:
        monitor.watch(exchange, described)
    return {monitor.requirement for monitor in watching if monitor.violations}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("uploadFile", FILES),
        ("fetchPublicUrl", FILES),
        ("editImage", IMAGES),
        ("getVideo", VIDEOS),
        ("createSpeech", SPEECH),
        ("listVoices", SPEECH),
        ("retrieveVoice", SPEECH),
        ("createCustomVoice", VOICES),
        ("retrieveCustomVoiceAudio", VOICES),
        ("transcribe", TRANSCRIPTION),
        ("createClientSecret", SECRETS),
    ],
)
def test_surfaces(operation, expected):
    assert surface(SPEC.operations[operation]) == expected


@pytest.mark.parametrize(
    ("operation", "status", "body", "headers"),
    [
        ("createSpeech", 200, b"\xff\xfb", {"content-type": "audio/mpeg"}),
        ("createSpeech", 400, {"error": "no", "code": "x"}, JSON),
        ("createSpeech", 400, {"error": {"message": "no"}}, JSON),
        ("createSpeech", 400, b"no", {"content-type": "text/plain"}),
        ("createSpeech", 404, b"", {}),
        ("createSpeech", 415, b"what", JSON),
        ("createSpeech", 422, {"detail": []}, JSON),
        ("createSpeech", 503, b"later", {}),
        ("listVoices", 200, {"voices": []}, JSON),
        ("listVoices", 200, {"voices": [{**VOICE, "language": None, "more": 1}]}, JSON),
        (
            "retrieveVoice",
            200,
            {**VOICE, "language": "en"},
            {"content-type": "application/json; charset=utf-8"},
        ),
        ("retrieveVoice", 403, {"error": "no"}, JSON),
    ],
)
def test_what_is_documented_breaks_nothing(operation, status, body, headers):
    assert broken(operation, status, body, headers=headers) == set()


@pytest.mark.parametrize(
    ("operation", "status", "body", "headers", "requirement"),
    [
        ("createSpeech", 500, {"error": "no"}, JSON, "speech.answers.no-server-error"),
        ("createSpeech", 201, b"\xff\xfb", {}, "speech.answers.statuses"),
        ("createSpeech", 409, {"error": "no"}, JSON, "speech.answers.statuses"),
        ("createSpeech", 400, {"reason": "no"}, JSON, "speech.answers.error-shape"),
        ("createSpeech", 400, b"no", JSON, "speech.answers.error-shape"),
        ("listVoices", 200, [VOICE], JSON, "speech.answers.fields"),
        ("listVoices", 200, {"voices": [{"voice_id": "eve"}]}, JSON, "speech.answers.fields"),
        ("retrieveVoice", 200, {**VOICE, "name": None}, JSON, "speech.answers.fields"),
        ("retrieveVoice", 200, VOICE, {"content-type": "text/html"}, "speech.answers.json"),
        ("retrieveVoice", 404, {}, JSON, "speech.answers.error-shape"),
    ],
)
def test_what_is_not_breaks_its_requirement_alone(operation, status, body, headers, requirement):
    assert broken(operation, status, body, headers=headers) == {requirement}


def test_a_wrong_key_may_be_refused_with_any_documented_status():
    assert broken("createSpeech", 403, {"error": "no"}, identity="wrong") == set()


def test_another_method_is_not_judged_by_the_statuses_of_the_operation():
    assert broken("createSpeech", 409, {"error": "no"}, method="PUT") == set()
