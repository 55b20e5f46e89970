"""The automaton of the transcribing socket, over transcripts in a few words."""

import pytest
from said import said

import specs
from conformance.monitors.sockets import judged

SOCKET = specs.load().sockets["transcription"]
HELLO, TURN = (
    "< transcript.created",
    ("> binary", "> audio.done", "< transcript.partial:U", "< transcript.done"),
)

RIGHT = {
    "a turn": (HELLO, *TURN),
    "nothing was heard": (HELLO, "> binary", "> audio.done", "< transcript.done"),
    "several utterances": (
        HELLO,
        "> binary",
        "< transcript.partial:C",
        "< transcript.partial:U",
        "> binary",
        "< transcript.partial:U",
        "> audio.done",
        "< transcript.done",
    ),
    "hung up after the turn": (HELLO, *TURN, "< close 1000"),
    "broken off after the turn": (HELLO, *TURN, "< lost"),
    "the next turn": (HELLO, *TURN, *TURN),
    "no next turn": (HELLO, *TURN, "> binary", "> audio.done", "< close 1006"),
    "finalize": (HELLO, "> binary", "> finalize", "< transcript.partial:U", *TURN),
    "finalize in a word": (HELLO, "> binary", "> text Finalize", "< transcript.partial:U", *TURN),
    "finalize without audio": (HELLO, "> finalize", "< transcript.partial:U", *TURN),
    "finalize without audio, passed over": (HELLO, "> finalize", *TURN),
    "a turn without audio": (HELLO, "> audio.done", "< transcript.done"),
    "a turn without audio, passed over": (HELLO, "> audio.done", "> quiet"),
    "audio before the greeting": ("> binary", HELLO, "> audio.done", "< transcript.done"),
    "an error about a message": (HELLO, "> text nonsense", "< error", *TURN),
    "an error about an unknown type": (HELLO, '> nope {"a": 1}', "< error", *TURN),
    "several errors about messages": (HELLO, "> text a", "> text b", "< error", "< error", *TURN),
    "an error ends everything": (HELLO, "> binary", "< error", "< close 1011"),
    "an error ends the turn": (HELLO, "> binary", "> audio.done", "< error", "> quiet"),
    "no session": ("< error", "< close 1011"),
    "broken off by the client": (HELLO, "> binary", "> lost", "< transcript.partial:U"),
    "the end crossed with the last audio": (
        HELLO,
        "> binary",
        "> audio.done",
        "> quiet",
        "< transcript.done",
    )[:3],
}

WRONG = {
    "no greeting": (("> quiet",), "greeting-first", 0),
    "another first": (("< transcript.partial:U", HELLO), "greeting-first", 0),
    "a second greeting": ((HELLO, HELLO), "greeting-once", 1),
    "a second greeting with the next turn": ((HELLO, *TURN, "> binary", HELLO), "greeting-once", 6),
    "something heard in nothing": ((HELLO, "< transcript.partial:U"), "no-early-partial", 1),
    "the forbidden flags": ((HELLO, "> binary", "< transcript.partial:X"), "flags", 2),
    "unasked interim": ((HELLO, "> binary", "< transcript.partial:I"), "interim", 2),
    "done unasked": ((HELLO, "> binary", "< transcript.done"), "done-once", 2),
    "done twice": ((HELLO, *TURN, "< transcript.done"), "done-once", 5),
    "never done": ((HELLO, "> binary", "> audio.done", "> quiet"), "done-each", 3),
    "hung up instead of done": ((HELLO, "> binary", "> audio.done", "< close 1000"), "done-each", 3),
    "the next turn is never done": (
        (HELLO, *TURN, *TURN[:2], "< transcript.partial:U", "> quiet"),
        "done-each",
        8,
    ),
    "something after done": ((HELLO, *TURN, "< transcript.partial:U"), "nothing-after-done", 5),
    "hung up after an utterance": (
        (HELLO, "> binary", "< transcript.partial:U", "< close 1000"),
        "utterances",
        3,
    ),
    "hung up for a message": ((HELLO, "> text nonsense", "< close 1003"), "parse-error", 2),
    "no error": ((HELLO, "> binary", "> text nonsense", "> quiet"), "parse-error", 3),
    "a negative time": ((HELLO, "> binary", '< transcript.partial {"start": -1}'), "times", 2),
    "a word that ends before it starts": (
        (HELLO, "> binary", '< transcript.partial {"words": [{"text": "a", "start": 2, "end": 1}]}'),
        "words",
        2,
    ),
    "an incomplete word": (
        (HELLO, "> binary", '< transcript.partial {"words": [{"text": "a"}]}'),
        "partial-fields",
        2,
    ),
    "an index of one channel": (
        (HELLO, "> binary", '< transcript.partial {"channel_index": 0}'),
        "channels",
        2,
    ),
    "confidence unasked": (
        (HELLO, "> binary", '< transcript.partial {"end_of_turn_confidence": 0.5}'),
        "confidence",
        2,
    ),
    "a speaker unasked": (
        (
            HELLO,
            "> binary",
            '< transcript.partial {"words": [{"text": "a", "start": 1, "end": 1, "speaker": 0}]}',
        ),
        "speakers",
        2,
    ),
    "back to the beginning": (
        (
            HELLO,
            "> binary",
            '< transcript.partial:C {"start": 2}',
            '< transcript.partial:C {"start": 1}',
        ),
        "starts",
        3,
    ),
    "a binary frame": ((HELLO, "> binary", "< binary"), "frames", 2),
    "no message in an error": ((HELLO, "> text a", '< error {"message": null}'), "error-fields", 2),
    "an id that is none": (('< transcript.created {"id": ""}',), "greeting-id", 0),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_not_found(name):
    assert judged(said("transcription", *RIGHT[name]), SOCKET) == ()


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_found(name):
    lines, requirement, index = WRONG[name]

    first = judged(said("transcription", *lines), SOCKET)[0]

    assert (first.requirement, first.index) == (f"sockets.transcription.{requirement}", index), first


def found(*lines, readings=None, **query):
    findings = judged(said("transcription", *lines, **query), SOCKET, readings)
    return [(each.requirement.rpartition(".")[2], each.index, each.channel) for each in findings]


def test_interim_results_may_be_asked_for():
    lines = (HELLO, "> binary", "< transcript.partial:I", "< transcript.partial:U", *TURN)

    assert found(*lines, interim_results="true") == []


def test_a_start_may_go_back_with_the_next_utterance():
    lines = (HELLO, "> binary", '< transcript.partial:U {"start": 2}', '< transcript.partial:U {"start": 1}')

    assert found(*lines) == []


@pytest.mark.parametrize(
    ("confidence", "is_found"), [("0.5", False), ("0", False), ("1.5", True), ("null", True)]
)
def test_confidence_that_was_asked_for(confidence, is_found):
    lines = (HELLO, "> binary", f'< transcript.partial {{"end_of_turn_confidence": {confidence}}}')

    assert found(*lines, smart_turn="0.5") == ([("confidence", 2, None)] if is_found else [])


def partial(channel, flags="U"):
    return f'< transcript.partial:{flags} {{"channel_index": {channel}}}'


def done(channel):
    return f'< transcript.done {{"channel_index": {channel}}}'


TWO = {"multichannel": "true", "channels": "2"}
TURN_OF_TWO = ("> binary", "> audio.done", partial(1), done(1), partial(0), done(0))


def test_each_channel_is_judged_by_itself():
    assert found(HELLO, *TURN_OF_TWO, **TWO) == []
    assert found(HELLO, *TURN_OF_TWO, *TURN_OF_TWO, **TWO) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("> audio.done", done(0), partial(0), done(1)), ("nothing-after-done", 4, 0)),
        (("> audio.done", done(0), done(0), done(1)), ("done-once", 4, 0)),
        (("> audio.done", done(0), "> quiet"), ("done-each", 4, 1)),
        (("> audio.done", done(2)), ("channels", 3, 0)),
        (("> audio.done", "< transcript.done"), ("channels", 3, 0)),
    ],
)
def test_what_a_channel_breaks(lines, expected):
    assert expected in found(HELLO, "> binary", *lines, **TWO)


def test_the_greeting_concerns_all_channels_once():
    assert found(HELLO, HELLO, **TWO) == [("greeting-once", 1, 0)]


def test_finalize_of_a_channel_concerns_it_alone():
    lines = (HELLO, '> finalize {"channel": 0}', partial(1))

    assert found(*lines, **TWO) == [("no-early-partial", 2, 1)]
    assert found(HELLO, '> finalize {"channel": 0}', partial(0), **TWO) == []


def test_a_profile_says_whether_there_is_a_next_turn():
    lines = (HELLO, *TURN, "> binary", "> audio.done", "> quiet")

    assert found(*lines) == []  # it may be about to hang up
    assert found(*lines, readings={"transcription_after_done": "close"}) == []
    assert found(*lines, readings={"transcription_after_done": "reuse"}) == [("done-each", 7, None)]
    with_turn = (HELLO, *TURN, *TURN)
    assert found(*with_turn, readings={"transcription_after_done": "close"})[0][0] == "nothing-after-done"


def test_more_of_the_same_audio_is_judged_quickly():
    lines = [
        HELLO,
        *["> binary"] * 30_000,
        *["< transcript.partial:U"] * 2_000,
        "> audio.done",
        "< transcript.done",
    ]

    assert found(*lines) == []
