"""The end of a transcript: it comes when the client says that its audio is done, and what comes after it."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.sockets.heard import (
    DONE,
    PARTIAL,
    conversations,
    needs_partials,
    numbers,
    plain,
    seconds_sent,
    utterances,
)
from strategies.audio import Recorded, Silence, Speech
from strategies.conversations import Close, Linger, Move, Play
from strategies.conversations import transcription as spoken
from strategies.conversations.transcription_settings import rates
from strategies.inputs import Inputs

#: Seconds by which the duration of a transcript may differ from that of what was sent.
TOLERANCE = 0.25
#: And by which it may differ between two ways of sending the same.
ROUNDED = 0.05


@requirement("sockets.transcription.done-once")
@given(
    conversation=lambda booth: conversations(
        booth,
        spoken.turns(),
        spoken.utterances(),
        spoken.finalized(),
        spoken.next_turns(),
        spoken.broken_off(),
    )
)
def test_no_transcript_is_done_unasked(booth, conversation):
    """Nor twice."""
    assert booth.held(conversation).keeps("sockets.transcription.done-once")


@requirement("sockets.transcription.done-each")
@given(
    conversation=lambda booth: conversations(
        booth, spoken.turns(), spoken.utterances(), spoken.finalized(), spoken.asides()
    )
)
def test_every_transcript_gets_done(booth, conversation):
    """Once for each channel, however the audio came."""
    assert booth.held(conversation).keeps("sockets.transcription.done-each")


@requirement("sockets.transcription.nothing-after-done")
@given(
    conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances(), spoken.finalized())
)
def test_nothing_is_transcribed_after_the_end(booth, conversation):
    """Of the same channel, unless there is another turn."""
    assert booth.held(conversation).keeps("sockets.transcription.nothing-after-done")


@requirement("sockets.transcription.done-fields")
@given(
    conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances(), spoken.finalized())
)
def test_ends_have_their_fields(booth, conversation):
    """Each with its type."""
    needs_done(booth)
    assert booth.held(conversation).keeps("sockets.transcription.done-fields")


def plain_turn(conversation):
    """Whether it is one turn, since several may be told as one, whose audio comes in as few frames as it can."""
    once = conversation.moves.count(spoken.DONE) == 1
    return once and not any(isinstance(move, Play) and move.chunk for move in conversation.moves)


@requirement("sockets.transcription.done-duration")
@given(
    conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances()).filter(plain_turn)
)
def test_the_duration_is_that_of_the_audio(booth, conversation):
    """On every channel, silence included."""
    needs_done(booth)
    sent = seconds_sent(conversation)
    for duration in numbers(booth.held(conversation).received(DONE), "duration"):
        assert abs(duration - sent) <= TOLERANCE, f"{sent:g} s were sent, and {duration:g} s are told"


@requirement("sockets.transcription.chunking")
@given(chunk=Inputs.of(3200, 999, 64, 1))
def test_pieces_change_nothing(booth, chunk):
    """The same audio in one frame, and in many."""
    needs_done(booth)
    query = {"sample_rate": str(rates()[0])}
    audio = Recorded((Speech(1), Silence(0.1)), rate=rates()[0])
    whole, pieces = (
        booth.held(spoken.turn(Play(audio, size), query=query)).received(DONE) for size in (0, chunk)
    )
    assert len(pieces) == len(whole), (
        f"it got done {len(pieces)} times in pieces, and {len(whole)} times as a whole"
    )
    for one, other in zip(numbers(whole, "duration"), numbers(pieces, "duration"), strict=True):
        assert abs(one - other) <= ROUNDED, (
            f"{one:g} s in one frame are {other:g} s in frames of {chunk} bytes"
        )


def ending(booth, conversation):
    """The text of the end, and what it could be: all that the finals said, in both forms, and the rest of it.

    Raises:
        Untestable: there was nothing to say.
    """
    held = booth.held(conversation)
    ends, found = held.received(DONE), utterances(held)
    if not ends or not found:
        raise Untestable("nothing was heard, or the transcript was never done")
    finals = plain("".join(each.parts[-1]["text"] for each in found))
    parts = plain("".join(part["text"] for each in found for part in each.parts))
    rest = plain("".join(part["text"] for each in found if not each.over for part in each.parts))
    return ends[-1], {"nothing": "", "all of it": finals, "all parts": parts, "the rest": rest}


@requirement("sockets.transcription.done-text")
@given(conversation=Inputs.of(spoken.ordinary(), spoken.turn(spoken.play(spoken.WORDS))))
def test_the_text_of_the_end(booth, conversation):
    """All, the rest, or nothing; a rest that no final has told has words of its own."""
    needs_partials(booth)
    end, possible = ending(booth, conversation)
    told = [
        p["start"] + p["duration"]
        for p in booth.held(conversation).received(PARTIAL)
        if p.get("speech_final")
    ]
    later = bool(end["words"]) and all(word["start"] >= max(told, default=0) for word in end["words"])
    assert later or plain(end["text"]) in possible.values(), (
        f"it is {end['text']!r}, where finals said {possible}"
    )


@requirement("sockets.transcription.done-text-form")
def test_the_form_of_the_text_of_the_end(booth):
    """Three sources, three forms."""
    end, possible = ending(booth, spoken.turn(spoken.play(spoken.WORDS)))
    observe("the end holds", [form for form, text in possible.items() if text == plain(end["text"])])


@requirement("sockets.transcription.done-empty")
def test_the_end_of_nothing(booth):
    """A transcript without any audio."""
    held = booth.held(spoken.turn())
    observe("done without audio", [[m.get("text"), m.get("duration")] for m in held.received(DONE)])


@requirement("sockets.transcription.after-done")
def test_no_connection_falls_silent(booth):
    """After the transcript is done, it ends, or it takes another turn."""
    needs_done(booth)
    held = booth.held(next(iter(spoken.next_turns().cover())))
    assert held.end is not None or held.errors or len(held.received(DONE)) > 1, (
        "the connection neither ended nor took another turn"
    )


@requirement("sockets.transcription.after-done-form")
def test_what_follows_the_end(booth):
    """A connection that ends, with which code, or another turn."""
    needs_done(booth)
    held = booth.held(next(iter(spoken.next_turns().cover())))
    if held.end is None:
        observe("after the end", f"{len(held.received(DONE))} turns")
        observe("durations of turns", [message.get("duration") for message in held.received(DONE)])
    else:
        observe("after the end", [held.end.frame, held.end.code])


@requirement("sockets.transcription.late-words")
@given(what=Inputs.of("audio", "end", "finalize"))
def test_words_that_come_too_late(booth, what):
    """After the client has said that its audio is done."""
    late: dict[str, Move] = {
        "audio": spoken.play(spoken.WORDS),
        "end": spoken.DONE,
        "finalize": spoken.FINALIZE,
    }
    said = (spoken.play(spoken.WORDS), spoken.DONE, late[what], spoken.ENDED, Linger())
    held = booth.held(spoken.conversation(*said))
    observe(f"{what} after the end", [len(held.received(DONE)), len(held.errors)])


@requirement("sockets.transcription.after-close")
@given(
    conversation=lambda booth: conversations(booth, spoken.broken_off()).filter(
        lambda each: isinstance(each.moves[-1], Close)
    )
)
def test_both_hang_up(booth, conversation):
    """When the client has; what is under way may still arrive."""
    held = booth.held(conversation)
    assert held.keeps("sockets.transcription.after-close")
    lines = held.transcript.lines
    closed = next(
        (n for n, line in enumerate(lines) if (line.who, line.frame) == ("client", "close")), len(lines)
    )
    assert not any(line.frame == "quiet" for line in lines[closed:]), "the close frame was not answered"


def needs_done(booth):
    """Make sure that transcripts get done at all.

    Raises:
        Untestable: the plainest does not.
    """
    if not booth.held(spoken.ordinary()).received(DONE):
        raise Untestable("no transcript gets done (sockets.transcription.done-each)")
