"""The automaton of the speaking socket, over transcripts in a few words."""

from dataclasses import replace

import pytest
from said import said

import specs
from conformance.monitors.sockets import judged

SOCKET = specs.load().sockets["speech"]
ROUND = ("> text.delta hello", "> text.done", "< audio.delta", "< audio.done")

RIGHT = {
    "a round": ROUND,
    "two rounds": ROUND * 2,
    "audio before the text is complete": (
        "> text.delta a",
        "< audio.delta",
        "> text.done",
        "< audio.delta",
        "< audio.done",
    ),
    "cleared": ("> text.delta a", "> text.clear", "< audio.delta", "< audio.clear", *ROUND),
    "cleared while nothing is said": ("> text.clear", "< audio.clear", *ROUND),
    "cleared when the end was under way": (
        "> text.delta a",
        "> text.done",
        "> text.clear",
        "< audio.delta",
        "< audio.done",
        "< audio.clear",
    ),
    "cleared twice at once": (
        "> text.delta a",
        "> text.clear",
        "> text.clear",
        "< audio.clear",
        "< audio.clear",
    ),
    "the next text before the clearing is confirmed": (
        "> text.delta a",
        "> text.clear",
        "> text.delta b",
        "< audio.clear",
        "> text.done",
        "< audio.delta",
        "< audio.done",
    ),
    "nothing said, answered": ("> text.done", "< audio.done", "> quiet"),
    "nothing said, passed over": ("> text.done", "> quiet"),
    "nothing said, refused": ("> text.done", "< error"),
    "an error ends the utterance": ("> text.delta a", "> text.done", "< error", "> quiet"),
    "an error ends the connection": ("> text.delta a", "> text.done", "< error", "< close 1011"),
    "no message, passed over": ("> text nonsense", *ROUND, "> quiet"),
    "no message, refused": ("> text nonsense", "< error", *ROUND),
    "no message, hung up": ("> text nonsense", "< close 1003"),
    "broken off by the client": ("> text.delta a", "> text.done", "> lost", "< audio.delta", "< audio.done"),
    "two utterances one after the other at once": (
        "> text.delta a",
        "> text.done",
        "> text.delta b",
        "> text.done",
        "< audio.delta",
        "< audio.done",
        "< audio.delta",
        "< audio.done",
    ),
    "the second of them dropped": (
        "> text.delta a",
        "> text.done",
        "> text.delta b",
        "> text.done",
        "< audio.delta",
        "< audio.done",
        "> quiet",
    ),
    "left by the client, and not let go": (*ROUND[:2], "> close 1000", "> quiet"),
    "a blank text has no audio": ('> text.delta {"delta": "  "}', "> text.done", "< audio.done"),
}

WRONG = {
    "hung up before anything was said": (("< close 1000",), "stays-open", 0),
    "hung up at once instead of speaking": (
        ("> text.delta a", "> text.done", "< close 1000"),
        "done-each",
        2,
    ),
    "a greeting": (("< audio.delta",), "quiet-between", 0),
    "done unasked": (("> text.delta a", "< audio.done"), "done-once", 1),
    "done twice": ((*ROUND, "< audio.done"), "done-once", 4),
    "done twice, seen in the next round": ((*ROUND, "> text.delta a", "< audio.done"), "done-once", 5),
    "audio after the end": ((*ROUND, "< audio.delta"), "quiet-between", 4),
    "never done": ((*ROUND[:3], "> quiet"), "done-each", 3),
    "never done in the second round": (
        (*ROUND, "> text.delta a", "> text.done", "< audio.delta", "> quiet"),
        "done-each",
        7,
    ),
    "hung up instead of done": ((*ROUND[:3], "< close 1000"), "done-each", 3),
    "broken off instead of done": ((*ROUND[:3], "< lost"), "done-each", 3),
    "hung up after a round": ((*ROUND, "< close 1000"), "stays-open", 4),
    "silent": (("> text.delta a", "> text.done", "< audio.done"), "audio", 2),
    "silent in the second round": ((*ROUND, "> text.delta a", "> text.done", "< audio.done"), "audio", 6),
    "the clearing is not confirmed": (("> text.delta a", "> text.clear", "> quiet"), "clear-each", 2),
    "the clearing is confirmed twice": (
        ("> text.delta a", "> text.clear", "< audio.clear", "< audio.clear"),
        "clear-once",
        3,
    ),
    "a clearing that nobody asked for": (("> text.delta a", "< audio.clear"), "clear-once", 1),
    "audio after the clearing": (
        ("> text.delta a", "> text.clear", "< audio.clear", "< audio.delta"),
        "clear-silences",
        3,
    ),
    "done after the clearing": (
        ("> text.delta a", "> text.done", "> text.clear", "< audio.clear", "< audio.done"),
        "clear-silences",
        4,
    ),
    "a binary frame": (("> text.delta a", "< binary"), "frames", 1),
    "no JSON": (("> text.delta a", "< text nonsense"), "frames", 1),
    "no type": (("> text.delta a", "< text {}"), "frames", 1),
    "an unknown type": (("> text.delta a", "< session.started"), "known-types", 1),
    "no base64": (("> text.delta a", '< audio.delta {"delta": "***"}'), "base64", 1),
    "no audio in a delta": (("> text.delta a", '< audio.delta {"delta": ""}'), "base64", 1),
    "no trace": ((*ROUND[:3], '< audio.done {"trace_id": null}'), "done-fields", 3),
    "no message in an error": (("> text nonsense", '< error {"message": null}'), "error-fields", 1),
    "after the close": ((*ROUND, "> close 1000", "< close 1000", "< audio.delta"), "after-close", 6),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_not_found(name):
    assert judged(said("speech", *RIGHT[name], language="en"), SOCKET) == ()


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_found(name):
    lines, requirement, index = WRONG[name]

    first = judged(said("speech", *lines, language="en"), SOCKET)[0]

    assert (first.requirement, first.index) == (f"sockets.speech.{requirement}", index), first


TIMES = '"audio_duration": 1.0'


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        ('["a", "b"], "graph_times": [[0, 0.1], [0.1, 0.2]]', None),
        ('["a"], "graph_times": [{"start": 0, "end": 0.1}]', None),
        ('["a", "b"], "graph_times": [[0, 0.1]]', "graph_chars has 2"),
        ('["a"], "graph_times": [[0.2, 0.1]]', "ends at 0.1, before it starts"),
        ('["a", "b"], "graph_times": [[0.5, 0.6], [0.1, 0.7]]', "before the one before it"),
        ('["a"], "graph_times": [[1]]', "neither a pair of seconds"),
    ],
)
def test_timestamps(spans, found):
    frame = f'< audio.delta {{"audio_timestamps": {{"graph_chars": {spans}}}, {TIMES}}}'
    findings = judged(said("speech", "> text.delta ab", frame, language="en", with_timestamps="true"), SOCKET)

    assert [each.requirement for each in findings] == ([] if found is None else [findings[0].requirement])
    assert found is None or found in findings[0].sentence


def test_times_go_on_over_frames_and_begin_anew_with_an_utterance():
    def frame(start):
        return f'< audio.delta {{"audio_timestamps": {{"graph_chars": ["a"], "graph_times": [[{start}, {start}]]}}}}'

    begin, end = ("> text.delta ab", "> text.done"), "< audio.done"
    settings = {"language": "en", "with_timestamps": "true"}

    assert (
        judged(said("speech", *begin, frame(0), frame(1), end, *begin, frame(0), end, **settings), SOCKET)
        == ()
    )
    (found,) = judged(said("speech", *begin, frame(1), frame(0), end, **settings), SOCKET)
    assert (found.requirement, found.index) == ("sockets.speech.timestamps", 3)


def test_a_frame_of_times_alone_needs_no_audio():
    frame = (
        '< audio.delta {"delta": null, "audio_timestamps": {"graph_chars": ["a"], "graph_times": [[0, 1]]}}'
    )

    settings = {"language": "en", "with_timestamps": "true"}
    assert judged(said("speech", "> text.delta a", frame, "< audio.delta", **settings), SOCKET) == ()


def test_a_connection_that_ends_after_a_long_silence_is_not_judged():
    transcript = said("speech", *ROUND, "< close 1000", language="en")
    late = transcript.lines[-1]
    slow = replace(transcript, lines=(*transcript.lines[:-1], replace(late, at=late.at + 600)))

    assert judged(slow, SOCKET) == ()


def test_a_long_text_in_single_characters_is_judged_quickly():
    many = ["> text.delta a"] * 20_000

    assert (
        judged(said("speech", *many, "> text.done", *["< audio.delta"] * 2_000, "< audio.done"), SOCKET) == ()
    )
