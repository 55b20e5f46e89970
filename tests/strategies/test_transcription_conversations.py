"""Conversations with the socket that transcribes: short, simplest first, and what they say they are."""

import json

import pytest
from hypothesis import find, given, settings
from hypothesis.errors import NoSuchExample

import specs
from strategies.conversations import Await, Close, Cut, Play, Send, SendText
from strategies.conversations import transcription as spoken
from strategies.conversations.transcription_settings import (
    ENDPOINTING,
    channel_counts,
    encodings,
    rates,
    refused_settings,
    schema_of,
)
from strategies.conversations.transcription_settings import settings as queries

SOCKET = specs.load().sockets["transcription"]
MOVES, SECONDS = 8, 2.0
ALL = {
    "turns": spoken.turns,
    "utterances": spoken.utterances,
    "finalized": spoken.finalized,
    "misread": spoken.misread,
    "asides": spoken.asides,
    "broken off": spoken.broken_off,
    "next turns": spoken.next_turns,
    "sparing": spoken.sparing,
}


def played(conversation):
    """The moves that play something."""
    return [move for move in conversation.moves if isinstance(move, Play)]


def seconds(conversation):
    """How long the audio is."""
    return sum(move.recording.seconds for move in played(conversation))


@pytest.mark.parametrize("name", ALL)
def test_covers_are_short_and_cheap(name):
    for conversation in ALL[name]().cover():
        assert len(conversation.moves) <= MOVES, conversation
        assert seconds(conversation) <= SECONDS, conversation


@pytest.mark.parametrize("name", ALL)
def test_covers_are_always_the_same_and_repeat_nothing(name):
    shown = list(map(repr, ALL[name]().cover()))

    assert shown == list(map(repr, ALL[name]().cover()))
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("name", ALL)
def test_conversations_wait_for_the_greeting_and_agree_on_a_silence(name):
    for conversation in ALL[name]().cover():
        assert conversation.socket == SOCKET.id
        assert conversation.moves[0] == Await("transcript.created")
        assert "endpointing" in conversation.query


@pytest.mark.parametrize("name", ["turns", "utterances", "finalized", "misread", "asides"])
def test_turns_end_with_as_many_transcripts_as_channels(name):
    for conversation in ALL[name]().cover():
        channels = int(conversation.query.get("channels", "1"))
        assert conversation.moves.count(spoken.DONE) == 1
        assert Await("transcript.done", times=channels) in conversation.moves


@pytest.mark.parametrize("name", ALL)
def test_audio_is_in_the_form_that_was_agreed_on(name):
    for conversation in ALL[name]().cover():
        agreed = {p["name"]: p["schema"].get("default") for p in SOCKET.parameters} | dict(conversation.query)
        for move in played(conversation):
            assert str(move.recording.rate) == str(agreed["sample_rate"])
            assert move.recording.encoding == agreed["encoding"]
            assert str(move.recording.channels) == str(agreed["channels"])


def test_turns_have_every_form_and_size():
    covers = spoken.turns().cover()
    asked = [conversation.query for conversation in covers]
    sizes = {max(map(len, move.frames())) for each in covers for move in played(each)}

    assert {query.get("encoding") for query in asked} >= set(encodings())
    assert {query.get("sample_rate") for query in asked} >= {str(rate) for rate in rates()}
    assert {query.get("channels") for query in asked} >= {
        str(min(channel_counts())),
        str(max(channel_counts())),
    }
    assert min(sizes) == 1
    assert max(sizes) > 900_000


def test_what_is_malformed_is_no_message():
    kinds = {
        value
        for message in SOCKET.messages.values()
        if message.direction == "sent" and not message.binary
        for schema in (message.schema["properties"]["type"],)
        for value in schema.get("enum", [schema.get("const")])
    }
    bare = {message.bare for message in SOCKET.messages.values()}
    for move in spoken.MALFORMED.values():
        assert isinstance(move, Send | SendText)
        try:
            value = json.loads(move.text)
        except ValueError:
            assert move.text.lower() not in bare
            continue
        assert not isinstance(value, dict) or value.get("type") not in kinds


def test_connections_are_broken_off_in_both_ways():
    assert {type(conversation.moves[-1]) for conversation in spoken.broken_off().cover()} == {Close, Cut}


@given(spoken.turns().strategy)
@settings(max_examples=50, deadline=None, database=None)
def test_drawn_turns_are_turns(conversation):
    assert conversation.moves[0] == spoken.GREETED
    assert conversation.moves.count(spoken.DONE) == 1
    assert len(played(conversation)) >= 1
    assert seconds(conversation) <= 15


def test_drawn_turns_shrink_to_the_shortest():
    smallest = find(spoken.turns().strategy, lambda _: True, settings=settings(database=None))

    assert len(smallest.moves) == 5  # greeted, a sound, the end, its answer, and a moment
    assert smallest.query == ENDPOINTING
    assert seconds(smallest) <= 0.02


def test_drawn_turns_shrink_to_what_matters():
    def wanted(conversation):
        return spoken.FINALIZE in conversation.moves

    smallest = find(spoken.turns().strategy, wanted, settings=settings(database=None, max_examples=2000))

    assert len(smallest.moves) == 6


def test_drawn_turns_have_no_mistakes_and_misread_ones_have():
    def mistaken(conversation):
        return any(move in conversation.moves for move in spoken.MALFORMED.values())

    found = find(spoken.misread().strategy, mistaken, settings=settings(database=None, max_examples=2000))
    assert len(found.moves) == 6
    with pytest.raises(NoSuchExample):
        find(spoken.turns().strategy, mistaken, settings=settings(database=None, max_examples=200))


def test_settings_reach_both_ends_of_every_range():
    covered = queries().cover()
    for parameter in SOCKET.parameters:
        name, schema = parameter["name"], parameter["schema"]
        values = {query[name] for query in covered if name in query}
        if "enum" in schema:
            assert values == {str(value) for value in schema["enum"]}
        if "minimum" in schema and name != "channels":
            assert values >= {str(schema["minimum"]), str(schema["maximum"])}
    assert {q["channels"] for q in covered if "channels" in q} == {
        str(min(channel_counts())),
        str(max(channel_counts())),
    }


def test_settings_that_are_refused_break_one_rule_and_their_twins_none():
    for miss in refused_settings().cover():
        name = miss.at.strip("/")
        wrong, right = miss.value.get(name), miss.twin[name]
        assert wrong != right
        schema = schema_of(name)
        if miss.rule in ("minimum", "maximum") and name != "channels":
            assert not schema["minimum"] <= float(wrong) <= schema["maximum"]
            assert schema["minimum"] <= float(right) <= schema["maximum"]
        if miss.rule == "enum":
            assert wrong not in map(str, schema["enum"])
            assert right in map(str, schema["enum"])
