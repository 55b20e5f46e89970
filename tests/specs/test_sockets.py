"""The sockets of the specs: what `load()` makes of them, and what `specs check` says of mistakes in them."""

import copy
from dataclasses import replace

import pytest

import specs
from specs.extraction.annotations import places_of
from specs.extraction.checking import check
from specs.loading import HERE
from specs.socket_loading import socket

SPEC = specs.load()


def problems(change, name="speech"):
    """What `specs check` says of the sockets once `change` was made to the document of one."""
    document = copy.deepcopy(SPEC.asyncapi[name])
    change(document)
    spec = replace(
        SPEC,
        asyncapi={**SPEC.asyncapi, name: document},
        sockets={**SPEC.sockets, name: socket(name, document)},
    )
    report = check(spec, waivers=(), suite=HERE)  # no checks there: those problems are not looked at
    return [line for line in report.problems if line.startswith("sockets/")]


def test_a_socket_has_its_messages_both_ways():
    messages = SPEC.sockets["transcription"].messages

    assert {m.name for m in messages.values() if m.direction == "sent"} == {"audio", "finalize", "audio.done"}
    assert [m.name for m in messages.values() if m.binary] == ["audio"]
    assert messages["finalize"].bare == "finalize"
    assert messages["transcript.done"].schema["required"] == ["type", "text", "words", "duration"]


def test_a_socket_has_its_query_and_its_refusals():
    speech = SPEC.sockets["speech"]

    assert speech.path == "/v1/tts"
    assert [p["name"] for p in speech.parameters if p["required"]] == ["language"]
    assert 24000 in speech.parameter("sample_rate")["enum"]
    assert speech.refusals["unknown-voice"] == (400, 404)
    with pytest.raises(KeyError):
        speech.parameter("pitch")


def test_the_limits_of_sockets_are_limits_like_any():
    assert SPEC.limit("speech-sessions") == SPEC.asyncapi["speech"]["x-limits"]["speech-sessions"]["maximum"]


def test_the_numbers_of_sockets_have_places():
    found = {place.where for place in places_of(SPEC)}

    assert "sockets/speech.yaml: #/x-limits/speech-sessions" in found
    assert "sockets/speech.yaml: #/channels/speech/bindings/ws/query/properties/speed" in found
    assert "sockets/speech.yaml: #/components/messages/text.delta/payload/properties/delta" in found


def test_the_shipped_sockets_are_sound():
    assert problems(lambda document: None) == []


def test_a_number_without_origin():
    def change(document):
        del document["x-limits"]["speech-sessions"]["x-source"]

    (line,) = problems(change)
    assert line == (
        "sockets/speech.yaml: #/x-limits/speech-sessions: maximum without origin; "
        "add x-fact (an id of facts.yaml) or x-source"
    )


def test_a_rule_of_an_unknown_requirement():
    def change(document):
        document["x-protocol"]["owes"][0]["requirement"] = "sockets.speech.no-such"

    (line,) = problems(change)
    assert "sockets.speech.no-such is not in the catalogue" in line


def test_a_transition_by_an_unknown_message():
    def change(document):
        document["x-protocol"]["states"]["idle"]["sent"]["text.dleta"] = {}

    (line,) = problems(change)
    assert line.endswith("/states/idle: text.dleta is no message of this socket; correct the name")
