"""Requests for transcripts: forms with a recording and options, those that break a rule, and those nobody describes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import specs
from specs import Spec
from strategies.audio import AudioFile, Recorded, Silence, Sound, Speech, Tone
from strategies.inputs import Inputs
from strategies.media import Media
from strategies.multipart import Body, Form, Part
from strategies.multipart.uploads import file_part
from strategies.near_misses import NearMiss
from strategies.requests import LeftOut
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

FILE, URL = "file", "url"
ENCODING, RATE, CHANNELS, KEYTERM = "audio_format", "sample_rate", "channels", "keyterm"
LANGUAGE, FORMAT, APART, SPEAKERS, FILLERS = "language", "format", "multichannel", "diarize", "filler_words"
RULES: Final = ("missing-source", "missing-rate", "unsupported-format", "format-without-language", "rate", "channels",
                "keyterms")  # fmt: skip

#: Two people who talk, with silence before, between and after.
TALK: Final[tuple[Sound, ...]] = (
    Silence(0.3), Speech(4, 1), Silence(0.9), Speech(3, 2, hertz=210), Silence(1.5),
)  # fmt: skip
SHORT: Final[tuple[Sound, ...]] = (Speech(3, 1), Silence(0.25))
_PAIR: Final = (SHORT, (Silence(0.6), Speech(2, 3, hertz=200)))


def fields(spec: Spec | None = None) -> Mapping[str, Mapping[str, Any]]:
    """The documented fields of the form, each with its schema."""
    properties: Mapping[str, Mapping[str, Any]] = (spec or specs.load()).schema("Transcribe")["properties"]
    return properties


def asked(recording: Body | None = None, /, **options: Any) -> Form:
    """A form with `options` as text and then the recording, if there is one.

    What raw audio needs is said of it, unless `options` has something else. A list becomes several parts of one name;
    an option that is `LeftOut()` is none.
    """
    if isinstance(recording, Recorded):
        options = {ENCODING: recording.encoding, RATE: recording.rate, **options}
        if recording.channels > 1 and options.get(APART) is True:
            options = {CHANNELS: recording.channels, **options}
    parts = [part for name, value in options.items() for part in _parts(name, value)]
    return Form((*parts, *(() if recording is None else (file_part(recording),))))


def _parts(name: str, value: Any) -> Iterator[Part]:
    if isinstance(value, LeftOut):
        return
    for each in value if isinstance(value, list | tuple) else (value,):
        yield Part.of(name, str(each).lower() if isinstance(each, bool) else each)


def talks() -> Inputs[tuple[Sound, ...]]:
    """Sounds with words in them: two who talk, one alone, and others."""

    def draws() -> SearchStrategy[tuple[Sound, ...]]:
        from hypothesis import strategies as st

        pauses = st.integers(0, 12).map(lambda tenths: Silence(tenths / 10))
        speech = st.builds(
            Speech, st.integers(1, 6), st.integers(0, 99), st.sampled_from((90, 120, 160, 210))
        )
        turns = st.lists(st.tuples(pauses, speech), min_size=1, max_size=3)
        return turns.map(lambda found: tuple(sound for turn in found for sound in turn))

    return Inputs("talks()", lambda: [TALK, SHORT, (Speech(1),)], draws)


def recordings() -> Inputs[AudioFile]:
    """The same in files."""
    return talks().map(lambda sounds: AudioFile("wav", Recorded(sounds)))


def containers(*, spec: Spec | None = None) -> Inputs[AudioFile]:
    """The same speech in every documented container."""
    return _named("transcription-containers", "{}", spec)


def codecs_in_mkv(*, spec: Spec | None = None) -> Inputs[AudioFile]:
    """MKV with every documented codec in it."""
    return _named("transcription-codecs-in-mkv", "mkv-{}", spec)


def _named(limit: str, name: str, spec: Spec | None) -> Inputs[AudioFile]:
    def files() -> Iterator[AudioFile]:
        for each in (spec or specs.load()).limit(limit):
            yield AudioFile(name.format(each), Recorded(SHORT))

    return Inputs.listed(limit, files)


def raw(*, short: bool = False, spec: Spec | None = None) -> Inputs[Recorded]:
    """Raw audio in every encoding at every rate; a `short` list has each of them once."""

    def listed() -> Iterator[Recorded]:
        encodings, rates = fields(spec)[ENCODING]["enum"], fields(spec)[RATE]["enum"]
        for encoding in encodings:
            for rate in rates if not short or encoding == encodings[0] else rates[:1]:
                yield Recorded(SHORT, rate, encoding)

    return Inputs.listed("transcription.raw()", listed)


def lengths(*, short: bool = False) -> Inputs[AudioFile]:
    """Files that last so long; the end of most of them is silent."""

    def listed() -> Iterator[AudioFile]:
        yield AudioFile("wav", Recorded(TALK))
        yield AudioFile("flac", Recorded((*SHORT, Silence(3)), 48000))
        if not short:
            yield AudioFile("mp3", Recorded((Tone(1),), 44100))
            yield AudioFile("wav", Recorded((Silence(2), *SHORT), 8000, "mulaw"))
            yield AudioFile("opus", Recorded((*SHORT, Silence(8)), 24000))
            yield AudioFile("wav", Recorded((Speech(120),), 8000))

    def draws() -> SearchStrategy[AudioFile]:
        from hypothesis import strategies as st

        rates = st.sampled_from(fields()[RATE]["enum"])
        silent = st.integers(0, 40).map(lambda tenths: Silence(tenths / 10))
        return st.builds(
            lambda sounds, more, rate, kind: AudioFile(kind, Recorded((*sounds, more), rate)),
            talks().strategy,
            silent,
            rates,
            st.sampled_from(("wav", "flac", "mp3")),
        )

    return Inputs("transcription.lengths()", listed, draws)


def stereo(*, spec: Spec | None = None) -> Inputs[AudioFile]:
    """Files with two channels, and with more, in which different things are said."""
    del spec
    lanes = tuple((Silence(0.5 * number), Speech(2, number)) for number in range(4))
    return Inputs.of(
        *(AudioFile(kind, Recorded(_PAIR)) for kind in ("wav", "flac")), AudioFile("wav", Recorded(lanes))
    )


def many_channels(*, spec: Spec | None = None) -> Inputs[Recorded]:
    """Raw audio of the fewest and of the most documented channels, and one between."""

    def listed() -> Iterator[Recorded]:
        schema = fields(spec)[CHANNELS]
        for count in dict.fromkeys((schema["minimum"], schema["maximum"], schema["minimum"] + 1)):
            yield Recorded(tuple((Silence(0.2 * number), Speech(2, number)) for number in range(count)), 8000)

    return Inputs.listed("transcription.many_channels()", listed)


def languages(*, short: bool = False, spec: Spec | None = None) -> Inputs[str]:
    """Every documented language, or the first two."""
    return Inputs.listed("languages", lambda: fields(spec)[LANGUAGE]["enum"][: 2 if short else None])


def keyterms(*, spec: Spec | None = None) -> Inputs[list[str]]:
    """One, as many, and as long as the docs allow."""
    return Inputs.listed("keyterms", lambda: ([_term(0)], _most_terms(spec), [_longest_term(spec)]))


def _term(number: int) -> str:
    return f"Term {number}"


def _most_terms(spec: Spec | None) -> list[str]:
    return [_term(number) for number in range(fields(spec)[KEYTERM]["maxItems"])]


def _longest_term(spec: Spec | None) -> str:
    length: int = fields(spec)[KEYTERM]["items"]["maxLength"]
    return ("Xylophone " * length)[: length - 1] + "x"


def near_misses(*, rules: Collection[str] = RULES, spec: Spec | None = None) -> Inputs[NearMiss[Form]]:
    """Forms that break one rule of `RULES`, each with the same form without that.

    Raises (on first use):
        NoInputsError: no rule.
    """

    def listed() -> Iterator[NearMiss[Form]]:
        for rule in RULES:
            if rule in rules:
                yield from _MISSES[rule](spec)

    return Inputs.listed("transcription.near_misses()", listed)


def _without_source(_: Spec | None) -> Iterator[NearMiss[Form]]:
    twin = asked(AudioFile("wav", Recorded(SHORT)), language="en")
    yield NearMiss(twin.without(FILE), "missing-source", f"/{FILE}", twin)
    yield NearMiss(twin.renamed(FILE, "audio"), "missing-source", f"/{FILE}", twin)


def _without_rate(spec: Spec | None) -> Iterator[NearMiss[Form]]:
    for encoding in fields(spec)[ENCODING]["enum"]:
        twin = asked(Recorded(SHORT, 16000, encoding))
        yield NearMiss(twin.without(RATE), "missing-rate", f"/{RATE}", twin)


def _of_no_format(spec: Spec | None) -> Iterator[NearMiss[Form]]:
    recorded = Recorded(SHORT)
    first = fields(spec)[ENCODING]["enum"][0]
    for name in (f"{first}x", "no-such-format", first[:-1]):
        yield NearMiss(
            asked(recorded, audio_format=name), "unsupported-format", f"/{ENCODING}", asked(recorded)
        )


def _formatted_for_nobody(spec: Spec | None) -> Iterator[NearMiss[Form]]:
    file = AudioFile("wav", Recorded(SHORT))
    for language in languages(short=True, spec=spec).cover():
        twin = asked(file, language=language, format=True)
        yield NearMiss(twin.without(LANGUAGE), "format-without-language", f"/{LANGUAGE}", twin)


def _at_no_rate(spec: Spec | None) -> Iterator[NearMiss[Form]]:
    recorded = Recorded(SHORT)
    rates = fields(spec)[RATE]["enum"]
    for rate in (rates[0] - 1, rates[-1] + 1, 0, 4 * rates[-1], "fast"):
        yield NearMiss(asked(recorded, sample_rate=rate), "rate", f"/{RATE}", asked(recorded))


def _of_wrong_channels(spec: Spec | None) -> Iterator[NearMiss[Form]]:
    schema = fields(spec)[CHANNELS]
    for right, wrong in (
        (schema["maximum"], schema["maximum"] + 1),
        (schema["minimum"], schema["minimum"] - 1),
        (schema["minimum"], 0),
        (schema["maximum"], 100 * schema["maximum"]),
    ):
        recorded = Recorded(SHORT, 8000, channels=right)
        twin = asked(recorded, multichannel=True)
        yield NearMiss(asked(recorded, multichannel=True, channels=wrong), "channels", f"/{CHANNELS}", twin)


def _of_too_many_terms(spec: Spec | None) -> Iterator[NearMiss[Form]]:
    file = AudioFile("wav", Recorded(SHORT))
    most, longest = _most_terms(spec), _longest_term(spec)
    for wrong, right in (([*most, "one more"], most), ([f"{longest}x"], [longest])):
        yield NearMiss(asked(file, keyterm=wrong), "keyterms", f"/{KEYTERM}", asked(file, keyterm=right))


_MISSES = {
    "missing-source": _without_source,
    "missing-rate": _without_rate,
    "unsupported-format": _of_no_format,
    "format-without-language": _formatted_for_nobody,
    "rate": _at_no_rate,
    "channels": _of_wrong_channels,
    "keyterms": _of_too_many_terms,
}


def late() -> Inputs[Unclear[Form]]:
    """Forms whose options follow the recording."""
    file = AudioFile("wav", Recorded(TALK))

    def after(**options: Any) -> Form:
        before = asked(file, **options)
        return Form((before.parts[-1], *before.parts[:-1]))

    return Inputs.of(
        Unclear("diarize after the file", after(diarize=True)),
        Unclear("a language and a format after the file", after(language="en", format=True)),
        Unclear("a format of raw audio after it", Form(asked(Recorded(SHORT)).parts[::-1])),
    )


def silent() -> Inputs[Unclear[Form]]:
    """Recordings in which there is nothing to hear."""
    return Inputs.of(
        Unclear("two seconds of silence", asked(AudioFile("wav", Recorded((Silence(2),))))),
        Unclear("a tone", asked(AudioFile("wav", Recorded((Tone(1),))))),
        Unclear("a WAV of no length", asked(AudioFile("wav", Recorded((Silence(0),))))),
        Unclear("raw audio of no length", asked(Recorded((Silence(0),)))),
    )


def unclear(*, spec: Spec | None = None) -> Inputs[Unclear[Form]]:
    """Forms on which the docs are silent."""

    def listed() -> Iterator[Unclear[Form]]:
        file = AudioFile("wav", Recorded(SHORT))
        for kind in (spec or specs.load()).limit("transcription-containers-disputed"):
            yield Unclear(f"a file in {kind}", asked(AudioFile(kind, Recorded(SHORT))))
        low, high = (fields(spec)["vad_threshold"][end] for end in ("minimum", "maximum"))
        for threshold in (low, high, low - 1, high + 1, "loud"):
            yield Unclear(f"a threshold of {threshold}", asked(file, vad_threshold=threshold))
        quiet = AudioFile("wav", Recorded((Speech(3, 1, loudness=0.25), Silence(0.25))))
        for threshold in (LeftOut(), low, high):
            how = "no threshold" if isinstance(threshold, LeftOut) else f"a threshold of {threshold}"
            yield Unclear(f"quiet words, and {how}", asked(quiet, vad_threshold=threshold))
        yield Unclear("a number of channels in words", asked(file, channels="two"))
        for model in (*(spec or specs.load()).limit("transcription-models-disputed"), "no-such-model"):
            yield Unclear(f"the model {model}", asked(file, model=model))
        yield Unclear("a field that nobody knows", asked(file, colour="green"))
        for name in (FORMAT, SPEAKERS, FILLERS, APART):
            for text in ("True", "1", "yes", ""):
                yield Unclear(f"{name} as {text!r}", asked(file, language="en", **{name: text}))
        yield Unclear("an empty key term", asked(file, keyterm=""))
        yield Unclear("a document", asked(Media("pdf")))

    return Inputs.listed("transcription.unclear()", listed)


def other_languages() -> Inputs[str]:
    """Languages that the docs do not list, or do not write so."""
    return Inputs.of("auto", "en-US", "EN", "zh", "xx", "English", "")


def mono() -> Inputs[Unclear[Form]]:
    """Channels asked for where there is one, and numbers of them that do not fit."""
    pair = Recorded(_PAIR, 8000)
    return Inputs.of(
        Unclear(
            "the channels of a file with one", asked(AudioFile("wav", Recorded(SHORT)), multichannel=True)
        ),
        Unclear("the channels of raw audio, and no number", asked(Recorded(SHORT), multichannel=True)),
        Unclear(
            "a number of channels beside a file", asked(AudioFile("wav", pair), multichannel=True, channels=4)
        ),
        Unclear("a number of channels alone", asked(pair, channels=2)),
        Unclear("channels that do not come out even", asked(pair, multichannel=True, channels=3)),
    )
