"""Conversations on the socket that transcribes: short audio in every form, turns, and what is no message.

The covers hold at most eight moves a conversation and two seconds of audio, simplest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from strategies.audio import Recorded, Silence, Speech, Tone
from strategies.conversations.moves import (
    Await,
    AwaitEnd,
    Close,
    Conversation,
    Cut,
    Deaf,
    InPieces,
    Linger,
    Move,
    Ping,
    Play,
    Send,
    SendBytes,
    SendText,
)
from strategies.conversations.transcription_settings import (
    ENDPOINTING,
    NAME,
    Query,
    channel_counts,
    encodings,
    rates,
    schema_of,
    several,
)
from strategies.inputs import Inputs

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

GREETED: Final = Await("transcript.created")
PARTIAL: Final = Await("transcript.partial")
DONE: Final = Send({"type": "audio.done"})
ENDED: Final = Await("transcript.done")
HANGS_UP: Final = AwaitEnd(1.0)

#: The wish to end the utterance at hand.
FINALIZE: Final = Send({"type": "finalize"})
#: Texts that may be the same wish. That is disputed, and whether the word stands in quotes is not told.
BARE: Final = ('"Finalize"', "finalize")
#: Texts that are no message of the protocol, by what is wrong with them.
MALFORMED: Mapping[str, Move] = {
    "no JSON": SendText("{"),
    "unknown type": Send({"type": "nope"}),
    "no type": Send({}),
    "a list": SendText("[]"),
    "a type that is no text": Send({"type": 1}),
    "nothing": SendText(""),
}

#: Words, then a silence that ends the utterance; half a second of words is enough for an interim partial.
WORDS: Final = Speech(3)
REST: Final = Silence(0.5)
PER_SECOND: Final = 10  # pieces of audio, as clients send it


def play(*sounds: Any, chunk: int = 0, rate: int | None = None, encoding: str | None = None) -> Play:
    """Sounds in the agreed form; by default the documented one."""
    rate = schema_of("sample_rate")["default"] if rate is None else rate
    encoding = schema_of("encoding")["default"] if encoding is None else encoding
    return Play(Recorded(sounds, rate=rate, encoding=encoding), chunk)


def conversation(*moves: Move, query: Query | None = None) -> Conversation:
    """A conversation that waits for its greeting."""
    return Conversation(NAME, {**ENDPOINTING, **(query or {})}, (GREETED, *moves))


def turn(*moves: Move, query: Query | None = None, channels: int = 1) -> Conversation:
    """A conversation of one turn. At its end the client listens for what the target may still have to say."""
    query = {**(several(channels) if channels > 1 else {}), **(query or {})}
    return conversation(*moves, DONE, Await(ENDED.event, times=channels), Linger(), query=query)


def ordinary() -> Conversation:
    """The simplest turn in which somebody speaks."""
    return turn(play(WORDS, REST))


def turns() -> Inputs[Conversation]:
    """Turns with audio in every documented form, one after the other."""
    return Inputs("turns", _turns, _drawn)


def utterances() -> Inputs[Conversation]:
    """Turns of several utterances, with silences between that are longer than what was agreed on."""
    return Inputs("utterances", _utterances, _drawn_utterances)


def finalized() -> Inputs[Conversation]:
    """Turns in which the client finalizes, in each form and at each place."""
    return Inputs.listed("finalized turns", _finalized)


def misread() -> Inputs[Conversation]:
    """Turns with a text that is no message before, within and after the audio."""
    return Inputs("misread turns", _misread, lambda: _drawn(malformed=True))


def asides() -> Inputs[Conversation]:
    """Turns in which the client does what no server should mind: pings, fragments, not reading for a while."""
    return Inputs.listed("turns with asides", _asides)


def broken_off() -> Inputs[Conversation]:
    """Connections that the client ends before the transcript is done."""
    return Inputs.listed("connections broken off", _broken_off)


def next_turns() -> Inputs[Conversation]:
    """Two turns on one connection, of which the second is only for a target that stays on the line."""
    return Inputs.listed("next turns", _next_turns)


def every() -> Inputs[Conversation]:
    """All of the above."""
    return Inputs.union(turns(), utterances(), finalized(), misread(), asides(), next_turns(), broken_off())


def sparing() -> Inputs[Conversation]:
    """A few that have something of everything, for where somebody pays: about ten seconds of audio."""
    return Inputs.listed("sparing conversations", _sparing)


def several_channels(count: int, *lanes: tuple[Any, ...], **form: Any) -> Play:
    """Interleaved channels; those without sounds of their own are silent."""
    quiet = ((Silence(0.02),),) * (count - len(lanes))
    return Play(Recorded((*lanes, *quiet), rate=schema_of("sample_rate")["default"], **form))


def _turns() -> Iterable[Conversation]:
    yield ordinary()
    yield turn(play(Silence(0.5)))
    yield turn(play(Tone(0.5)))
    yield turn(play(WORDS))
    for query in (
        {"interim_results": "true"},
        {"diarize": "true"},
        {"filler_words": "true"},
        {"keyterm": ("a", "b")},
    ):
        yield turn(play(WORDS, REST), query=query)
    sure = schema_of("smart_turn")
    for query in ({"smart_turn": str(sure["minimum"])}, {"smart_turn": "0.7", "smart_turn_timeout": "400"}):
        yield turn(play(WORDS, REST), query={**query, "interim_results": "true"})
    word, breath = Speech(1), Silence(0.3)
    yield turn(play(word, breath, word, breath, word), query={"smart_turn": str(sure["maximum"])})
    for encoding in encodings():
        yield turn(play(WORDS, rate=rates()[0], encoding=encoding), query=_form(rates()[0], encoding))
    for rate in rates():
        yield turn(play(Speech(1), rate=rate), query=_form(rate, encodings()[0]))
    # From a single sample to a megabyte in a frame, and frames that end within a sample.
    least, usual = rates()[0], schema_of("sample_rate")["default"]
    yield turn(play(Tone(0.02), chunk=2, rate=least), query=_form(least, encodings()[0]))
    yield turn(play(Tone(0.05), chunk=1, rate=least, encoding="mulaw"), query=_form(least, "mulaw"))
    yield turn(play(WORDS, REST, chunk=2 * usual // PER_SECOND))
    yield turn(play(WORDS, REST, chunk=999))
    fewest, most = min(channel_counts()), max(channel_counts())
    yield turn(several_channels(fewest, (WORDS, REST), (REST, WORDS)), channels=fewest)
    yield turn(several_channels(fewest, (WORDS, REST)), channels=fewest, query={"interim_results": "true"})
    yield turn(several_channels(most, (Speech(1),)), channels=most)
    biggest = Recorded((Speech(5),), rate=max(rates()), channels=most)
    yield turn(Play(biggest), channels=most, query=_form(max(rates()), encodings()[0]))


def _utterances() -> Iterable[Conversation]:
    yield turn(play(Speech(2), REST, Speech(2), REST))
    yield turn(play(Speech(2), REST), play(Speech(2)))
    yield turn(play(Speech(2), REST), PARTIAL, play(Speech(2), REST))
    yield turn(play(Tone(0.3), REST, Tone(0.3), REST), query={"interim_results": "true"})
    fewest = min(channel_counts())
    yield turn(
        several_channels(fewest, (Speech(2), REST, Speech(2)), (REST, Speech(2), REST)), channels=fewest
    )


def _finalized() -> Iterable[Conversation]:
    wish = FINALIZE
    yield turn(play(WORDS), wish)
    yield turn(play(WORDS), wish, play(WORDS))
    yield turn(play(WORDS, REST), wish)
    yield turn(wish, play(WORDS))
    yield turn(play(WORDS), wish, wish, play(WORDS))
    fewest = min(channel_counts())
    yield turn(
        several_channels(fewest, (WORDS,), (WORDS,)),
        Send({"type": "finalize", "channel": 1}),
        channels=fewest,
    )


def _misread() -> Iterable[Conversation]:
    for text in MALFORMED.values():
        yield turn(play(WORDS), text, Await("error"), play(REST))
    text = MALFORMED["unknown type"]
    yield turn(text, Await("error"), play(WORDS, REST))
    yield turn(play(WORDS, REST), text, MALFORMED["no JSON"], Await("error", times=2))


def _asides() -> Iterable[Conversation]:
    yield turn(Ping(b"still there"), play(WORDS, REST), Linger())
    piece = Recorded((Speech(1),)).read()
    yield turn(InPieces(SendBytes(piece), 3), InPieces(Send({"type": "finalize"}), 2))
    yield turn(Deaf(), play(Speech(2), REST, Speech(2), REST))
    yield turn(SendBytes(b""), play(WORDS, REST))


def _broken_off() -> Iterable[Conversation]:
    yield conversation(Close())
    yield conversation(play(WORDS), Close())
    yield conversation(play(WORDS), Cut())
    yield conversation(play(WORDS), DONE, Close())
    yield conversation(Cut())


def _next_turns() -> Iterable[Conversation]:
    again = Await(ENDED.event)
    yield conversation(play(WORDS), DONE, ENDED, HANGS_UP, play(WORDS), DONE, again)


def _sparing() -> Iterable[Conversation]:
    chosen = {
        "turns": (ordinary(), turn(play(WORDS, REST), query=_full())),
        "utterances": (turn(play(Speech(2), REST, Speech(2), REST)),),
        "finalized": (turn(play(WORDS), FINALIZE),),
        "misread": tuple(_misread())[:2],
        "asides": tuple(_asides())[:1],
        "channels": (turn(several_channels(2, (WORDS, REST), (REST, WORDS)), channels=2),),
        "ends": (*_next_turns(), *tuple(_broken_off())[:2]),
    }
    return (each for those in chosen.values() for each in those)


def _full() -> Query:
    return {"interim_results": "true", "diarize": "true", "smart_turn": "0.7", "smart_turn_timeout": "400"}


def _form(rate: int, encoding: str) -> Query:
    return {"sample_rate": str(rate), "encoding": encoding}


def _drawn(*, malformed: bool = False) -> SearchStrategy[Conversation]:
    """Any moves within a turn, few of them; the least is a turn without any."""
    from hypothesis import strategies as st

    usual = 2 * schema_of("sample_rate")["default"]
    sound = st.one_of(
        st.builds(Silence, _seconds()),
        st.builds(Speech, st.integers(1, 4), st.integers(0, 9)),
        st.builds(Tone, _seconds(), st.integers(100, 1000)),
    )
    audio = st.builds(
        lambda sounds, chunk: play(*sounds, chunk=chunk),
        st.lists(sound, min_size=1, max_size=3),
        st.sampled_from([0, usual // PER_SECOND, usual // 50, 999, usual * 2]),
    )
    wish = st.just(FINALIZE)
    wrong = st.sampled_from(list(MALFORMED.values()))
    aside = st.sampled_from([Ping(), Linger(), SendBytes(b"")])
    kinds = [audio, audio, wish, aside, wrong] if malformed else [audio, audio, audio, wish, aside]
    moves = st.tuples(audio, st.lists(st.one_of(kinds), max_size=4)).map(lambda drawn: (drawn[0], *drawn[1]))
    query = st.fixed_dictionaries(
        {},
        optional={
            "interim_results": st.just("true"),
            "diarize": st.just("true"),
            "endpointing": st.integers(0, 1000).map(str),
            "smart_turn": st.sampled_from(["0", "0.5", "1"]),
        },
    )
    return st.builds(lambda chosen, asked: turn(*chosen, query=asked), moves, query)


def _drawn_utterances() -> SearchStrategy[Conversation]:
    from hypothesis import strategies as st

    return st.builds(
        lambda words, rest, chunk: turn(
            play(*(sound for count in words for sound in (Speech(count), Silence(rest))), chunk=chunk)
        ),
        st.lists(st.integers(1, 4), min_size=2, max_size=4),
        st.sampled_from([0.6, 0.9]),
        st.sampled_from([0, 3200, 999]),
    )


def _seconds() -> SearchStrategy[float]:
    """Up to a second, in hundredths."""
    from hypothesis import strategies as st

    return st.integers(2, 100).map(lambda hundredths: hundredths / 100)
