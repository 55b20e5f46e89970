"""From a recording to its transcript: heard piece by piece, so that its length costs no memory, and told as JSON."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

import av
from av.audio.frame import AudioFrame

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.voice import clips
from conformance.emulator.voice.hearing import Ears, Event, Utterance, Word, utterances
from conformance.emulator.voice.laws import WIDTHS
from conformance.emulator.voice.transcription_requests import Wish

#: What all files are brought to before they are listened to.
RATE = 16000
MOST_CHANNELS = 16
#: No rate beyond these is sound; what claims one would have to be blown up beyond all measure.
RATES = range(1000, 768_001)
#: How long it may take to listen to one recording, in seconds; an hour takes a few.
MOST_TIME = 30.0
#: An MP4 that is larger cannot be looked into before it is decoded, because that takes all of it.
MOST_MP4 = 64 * 1024 * 1024
_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Recording:
    """What was heard: utterances by channel, and how long it played, in seconds."""

    channels: tuple[tuple[Utterance, ...], ...]
    seconds: float


SILENCE = Recording(((),), 0.0)


def listened(policy: Behaviour, wish: Wish, file: IO[bytes]) -> Recording:
    """What there is to hear in `file`, raw or in a container.

    Raises:
        clips.Inaudible: there is no sound in it, or it takes too long.
    """
    return _raw(policy, wish, file) if wish.encoding else _contained(policy, wish, file)


def _raw(policy: Behaviour, wish: Wish, file: IO[bytes]) -> Recording:
    assert wish.encoding is not None
    assert wish.rate is not None
    rate = policy.transcribe_raw_rate or wish.rate
    ears = _Listening(Ears(rate, wish.encoding, wish.channels, wish.threshold))
    file.seek(0)
    piece = _PIECE // (wish.channels * WIDTHS[wish.encoding]) * wish.channels * WIDTHS[wish.encoding]
    while data := file.read(piece):
        ears.feed(data)
    return ears.end()


def _contained(policy: Behaviour, wish: Wish, file: IO[bytes]) -> Recording:
    file.seek(0)
    kind = clips.container_of(file.read(clips.HEAD))
    if kind is not None and kind not in policy.transcribe_containers:
        raise clips.Inaudible(f"is in {kind}, which is not supported")
    if kind in ("mp4", "m4a") and file.seek(0, 2) > MOST_MP4:
        raise clips.Inaudible("is too large to look into")
    with clips.listening(file, most_time=MOST_TIME) as sound:
        if (
            sound.container == "mkv"
            and sound.codec.removesuffix("float") in policy.transcribe_codecs_in_mkv_refused
        ):
            raise clips.Inaudible(f"holds {sound.codec}, which is not supported")
        first = next(sound.frames, None)
        if first is None:
            raise clips.Inaudible("has no sound")
        return _decoded(wish, first, sound.frames)


def _decoded(wish: Wish, first: AudioFrame, rest: Iterator[AudioFrame]) -> Recording:
    channels = first.layout.nb_channels
    if first.sample_rate not in RATES or not 0 < channels <= MOST_CHANNELS:
        raise clips.Inaudible(f"has {channels} channels of {first.sample_rate} samples a second")
    layout = first.layout.name if wish.apart else "mono"
    ears = _Listening(Ears(RATE, "pcm", channels if wish.apart else 1, wish.threshold))
    resampler = av.AudioResampler(format="s16", layout=layout, rate=RATE)
    seconds = 0.0
    for frame in itertools.chain([first], rest):
        if (frame.sample_rate, frame.layout.nb_channels) != (first.sample_rate, channels):
            raise clips.Inaudible("changes its rate or its channels on the way")
        seconds += frame.samples / (wish.rate or frame.sample_rate)
        frame.pts = None
        for each in resampler.resample(frame):
            ears.feed(_samples(each))
    for each in resampler.resample(None):
        ears.feed(_samples(each))
    return replace(ears.end(), seconds=seconds)


def _samples(frame: AudioFrame) -> bytes:
    """What a frame holds, without the room behind it."""
    return bytes(frame.planes[0])[: frame.samples * frame.layout.nb_channels * WIDTHS["pcm"]]


class _Listening:
    """Ears, and what they have heard so far."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self._heard: tuple[list[Utterance], ...] = tuple([] for _ in ears.ears)

    def feed(self, data: bytes) -> None:
        self._keep(self._ears.feed(data))

    def end(self) -> Recording:
        self._keep(self._ears.end())
        return Recording(tuple(map(tuple, self._heard)), self._ears.seconds)

    def _keep(self, events: Iterable[Sequence[Event]]) -> None:
        for heard, new in zip(self._heard, events, strict=True):
            heard.extend(utterances(new))


# From here on: what is told of it


def told(policy: Behaviour, wish: Wish, recording: Recording) -> dict[str, Any]:
    """The answer."""
    channels = [[_spoken(policy, wish, each) for each in channel] for channel in recording.channels]
    merged = sorted(itertools.chain(*channels), key=lambda utterance: utterance.start)
    if policy.transcribe_text_of_first_channel:
        merged = channels[0]
    shown: dict[str, Any] = {}
    if policy.transcribe_text_told:
        shown["text"] = _text(wish, merged)
    if policy.transcribe_language_told is not None:
        shown["language"] = policy.transcribe_language_told
    shown["duration"] = _duration(policy, recording)
    shown |= _words(policy, wish, merged)
    several = len(channels) > 1 and wish.apart
    if policy.transcribe_channels_always or (several and policy.transcribe_channels_told):
        shown["channels"] = [
            _channel(policy, wish, number, channel) for number, channel in enumerate(channels)
        ]
    return shown


def _spoken(policy: Behaviour, wish: Wish, utterance: Utterance) -> Utterance:
    """The utterance without what is not asked for."""
    words = utterance.words
    if not wish.fillers:
        words = tuple(word for word in words if not word.is_filler)
    elif policy.transcribe_fillers_alone:
        words = tuple(word for word in words if word.is_filler)
    return replace(utterance, words=words)


def _text(wish: Wish, spoken: Iterable[Utterance]) -> str:
    sentences = (" ".join(word.text for word in utterance.words) for utterance in spoken if utterance.words)
    if wish.formatted:
        sentences = (f"{sentence.capitalize()}." for sentence in sentences)
    return " ".join(sentences)


def _duration(policy: Behaviour, recording: Recording) -> float:
    seconds = recording.seconds
    if policy.transcribe_duration_of_speech:
        seconds = max((each.end for channel in recording.channels for each in channel), default=0.0)
    return round(seconds * policy.transcribe_duration_scale, 2) + policy.transcribe_duration_error


def _words(policy: Behaviour, wish: Wish, spoken: Iterable[Utterance]) -> dict[str, Any]:
    """The words; left out where there is none."""
    words = sorted((word for utterance in spoken for word in utterance.words), key=lambda word: word.start)
    if policy.transcribe_words_reversed:
        words.reverse()
    if not (words or policy.transcribe_no_words_told) or not policy.transcribe_words_told:
        return {}
    return {"words": [_word(policy, wish, word) for word in words]}


def _word(policy: Behaviour, wish: Wish, word: Word) -> dict[str, Any]:
    start = round(word.start, 2) + policy.transcribe_word_error
    end = round(word.end + policy.transcribe_word_surplus, 2) + policy.transcribe_word_error
    if policy.transcribe_word_swapped:
        start, end = end, start
    shown: dict[str, Any] = {"text": word.text, "start": start, "end": end}
    if policy.transcribe_confidence_told and word.confidence:
        shown["confidence"] = round(word.confidence * policy.transcribe_confidence_whole, 4)
    if policy.transcribe_speakers_always or (wish.speakers and policy.transcribe_speakers_told):
        shown["speaker"] = word.speaker
    return shown


def _channel(policy: Behaviour, wish: Wish, number: int, spoken: list[Utterance]) -> dict[str, Any]:
    index = number % (policy.transcribe_channel_numbers or number + 1) + policy.transcribe_channel_first
    shown: dict[str, Any] = {"index": index, "text": _text(wish, spoken)}
    shown |= _words(policy, wish, spoken)
    if policy.transcribe_language_told is not None:
        shown["language"] = policy.transcribe_language_told
    return shown
