"""Conversations with the socket that speaks: what is enumerated, what is drawn, and how it shrinks."""

import json

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import specs
from strategies.conversations import slips, speech, speech_queries
from strategies.conversations.moves import (
    AtOnce,
    Await,
    Conversation,
    Cut,
    Deaf,
    Linger,
    Send,
    SendText,
)
from strategies.conversations.speaking import (
    TEXT,
    conversation,
    delta,
    done,
    in_one_piece,
    say,
    texts_of,
    timed,
)

SOCKET = specs.load().sockets["speech"]
MOST_MOVES = 8
COVERS = {
    "rounds": speech.rounds(),
    "broken off": speech.broken_off(),
    "codecs": speech.codecs(),
    "timed": speech.timed_rounds(),
    "split": speech.split(),
    "too long": speech.too_long(),
    "cleared": speech.cleared(),
    "after clearing": speech.spoken_after_clearing(),
    "pipelined": speech.pipelined(),
    "slips": slips.answered(),
    "slips, then an utterance": slips.then_spoken(),
}
LEAN = (
    speech.rounds,
    speech.broken_off,
    speech.codecs,
    speech.timed_rounds,
    speech.split,
    speech.cleared,
    speech.spoken_after_clearing,
)
FEW = settings(max_examples=30, database=None, deadline=None)


def characters(held):
    return sum(
        len(move.message["delta"])
        for move in held.moves
        if isinstance(move, Send) and isinstance(move.message.get("delta"), str)
    )


@pytest.mark.parametrize("name", COVERS)
def test_what_is_enumerated_is_short_and_always_the_same(name):
    cover = COVERS[name].cover()

    assert all(len(held.moves) <= MOST_MOVES for held in cover)
    assert all(held.socket == "speech" and held.query["language"] for held in cover)
    assert len({repr(held) for held in cover}) == len(cover)


@pytest.mark.parametrize("name", COVERS)
def test_what_is_drawn_is_of_the_same_sort(name):
    @FEW
    @given(COVERS[name].strategy)
    def drawn(held):
        assert isinstance(held, Conversation)
        assert held.moves
        assert all(
            move.message.get("type") is None
            or move.message["type"] in SOCKET.messages
            or "no-such" in move.message["type"]
            for move in held.moves
            if isinstance(move, Send)
        )

    drawn()


@pytest.mark.parametrize("make", LEAN, ids=lambda make: make.__name__)
def test_a_lean_cover_is_a_cheap_part_of_the_whole(make):
    lean, whole = make(lean=True).cover(), make().cover()

    assert len(lean) <= len(SOCKET.parameter("codec")["enum"])
    assert sum(map(characters, lean)) <= sum(map(characters, whole)) / 1.5
    assert sum(map(characters, lean)) < 200


@pytest.mark.parametrize("name", ["rounds", "timed", "split", "codecs"])
def test_every_utterance_can_be_heard_and_is_waited_for(name):
    @FEW
    @given(COVERS[name].strategy)
    def drawn(held):
        texts = texts_of(held)
        assert all(any(char.isalnum() for char in text) for text in texts)
        assert texts
        assert sum(move.times for move in held.moves if isinstance(move, Await)) == len(texts)

    drawn()


def test_an_utterance_shrinks_to_one_letter():
    shortest = find(speech.rounds().strategy, lambda held: True)

    assert shortest == conversation(*say("A"), Linger())


def test_a_conversation_shrinks_to_what_takes_part():
    shortest = find(
        speech.rounds().strategy, lambda held: len(texts_of(held)) == 2, settings=settings(database=None)
    )

    assert shortest == conversation(*say("A"), *say("A"), Linger())


def test_deaf_clients_and_broken_connections_are_drawn():
    find(speech.rounds().strategy, lambda held: Deaf() in held.moves)
    find(speech.broken_off().strategy, lambda held: held.moves[-1] == Cut())


def test_pieces_become_a_whole():
    held = conversation(*say("a", "b"), *say(TEXT), query=timed())

    assert in_one_piece(held) == conversation(*say("ab"), *say(TEXT), query=timed())


def test_the_bound_of_a_piece_is_met_from_both_sides():
    most = SOCKET.messages["text.delta"].schema["properties"]["delta"]["maxLength"]

    assert characters(speech.pieces_of(most)) == most
    assert characters(speech.too_long().cover()[0]) == most + 1
    whole = speech.longer_than_a_piece()
    assert characters(whole) > most
    assert all(len(move.message["delta"]) <= most for move in whole.moves[:2])


@FEW
@given(slips.slips().strategy)
def test_a_slip_is_no_message(slip):
    try:
        value = json.loads(slip.text)
    except ValueError:
        return
    assert not isinstance(value, dict) or value.get("type") not in SOCKET.messages
    assert isinstance(slip, Send | SendText)


def test_every_value_of_every_parameter_is_asked_for():
    asked = speech_queries.documented().cover()

    for parameter in SOCKET.parameters:
        values = {query[parameter["name"]] for query in asked if parameter["name"] in query}
        assert values >= {str(value) for value in parameter["schema"].get("enum", ())}, parameter
    assert {"0.7", "1.5"} <= {query.get("speed") for query in asked}


@pytest.mark.parametrize("parameter", ["voice", "language", "codec", "sample_rate"])
def test_a_refused_value_is_none_of_the_documented(parameter):
    misses = speech_queries.refused(parameter)
    known = {str(value) for value in SOCKET.parameter(parameter).get("enum", ())}
    known |= set(specs.load().limit("speech-languages")) | set(specs.load().limit("built-in-voices"))

    assert {miss.rule for miss in misses.cover()} <= set(SOCKET.refusals)

    @FEW
    @given(st.sampled_from(misses.cover()) | misses.strategy)
    def drawn(miss):
        assert miss.value[parameter] not in known
        assert {k: v for k, v in miss.value.items() if k != parameter} == {
            k: v for k, v in miss.twin.items() if k != parameter
        }

    drawn()


@pytest.mark.parametrize(
    "inputs", [slips.unclear_slips(), speech.unclear_messages(), speech_queries.unclear()]
)
def test_what_is_unclear_has_names_of_its_own(inputs):
    names = [each.what for each in inputs.cover()]

    assert len(set(names)) == len(names)


def test_messages_at_once_are_said_as_well():
    held = conversation(AtOnce((delta("Yes."), done())), *say("No."))
    assert texts_of(held) == ["Yes.", "No."]
