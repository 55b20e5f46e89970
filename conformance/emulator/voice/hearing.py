"""Hearing: words where there is sound, made up from its pattern, and the same for the same sound.

Nothing here understands speech. Sound is looked at in windows of 20 ms; what is louder than a threshold is voice. A
burst of voice is a word, whose text a small vocabulary gives by the burst's length, loudness and pitch; the pitch says
who speaks. A long pause ends an utterance.

`Ear` hears one channel as it comes in, for a socket. `Ears` hears several at once, `heard` a whole recording.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from conformance.emulator.voice.laws import WIDTHS, linear

WINDOW: Final = 0.02  # seconds
THRESHOLD: Final = 0.08
ENDPOINTING: Final = 0.5  # seconds of silence after which an utterance has ended
#: Words that say nothing, which transcripts leave out unless they are asked for.
FILLERS: Final = ("um", "uh")

_PAUSE = 2  # windows of silence that end a word
_LONGEST = 15  # windows of a word; a burst that is longer is several words
_LOUDEST = 32768
# How loud something has to be for a threshold of one; what is spoken into a microphone is louder than that.
_FULL = 0.12
# Of a voice's pulses only the first peak reaches this part of the loudest, or what does follows soon after it, so
# that counting them gives the pitch. No voice is higher than the rest between two of them, in seconds, lets it be.
_PEAK = 0.8
_REST = 1 / 400
_SAME_VOICE = 0.4  # octaves
_MOST_SPEAKERS = 8
_VOCABULARY: Final = (
    *("amber", "basin", "candle", "delta", "ember", "fable", "garden", "harbour", "island", "juniper"),
    *("kettle", "lantern", "meadow", "north", "orchard", "paper", "quarry", "river", "silver", "timber"),
    *("umbrella", "valley", "willow", "yellow", "zephyr", *FILLERS),
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word. Times are in seconds from the beginning of the stream; `speaker` counts from 0 in order of entry."""

    text: str
    start: float
    end: float
    confidence: float
    speaker: int

    @property
    def is_filler(self) -> bool:
        """Whether it says nothing."""
        return self.text in FILLERS


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is said between two long pauses."""

    start: float
    end: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Began:
    """An utterance begins, `at` seconds."""

    at: float


@dataclass(frozen=True, slots=True)
class Heard:
    """A word is complete."""

    word: Word

    @property
    def at(self) -> float:
        """When it ended."""
        return self.word.end


@dataclass(frozen=True, slots=True)
class Quiet:
    """Within an utterance nothing has been heard for `silence` seconds, `at` being now. Said for every window."""

    at: float
    silence: float


@dataclass(frozen=True, slots=True)
class Ended:
    """The utterance has ended: after `endpointing` of silence, or because it was cut. `at` is when that is known."""

    at: float
    utterance: Utterance


Event: TypeAlias = Began | Heard | Quiet | Ended


@dataclass(slots=True)
class _Burst:
    """A word that is being spoken."""

    start: int  # windows, as all that follows
    end: int
    peak: int = 0
    pulses: int = 0


@dataclass(slots=True)
class _Speakers:
    """Who has spoken so far, by the pitch of their first word."""

    pitches: list[float] = field(default_factory=list)

    def of(self, hertz: float) -> int:
        near = [abs(math.log2(max(hertz, 1) / pitch)) for pitch in self.pitches]
        if near and (min(near) < _SAME_VOICE or len(near) == _MOST_SPEAKERS):
            return near.index(min(near))
        self.pitches.append(max(hertz, 1))
        return len(near)


class Ear:
    """Hears one channel of raw audio, piece by piece; how it is cut into pieces makes no difference.

    Args:
        rate: samples a second, at least 100.
        encoding: `pcm` (16-bit little-endian), `mulaw` or `alaw`.
        threshold: from 0, where every sound is voice, to 1.
        endpointing: seconds of silence that end an utterance; 0 for any pause; None for never by itself.
        speakers: shared with the ears of other channels, so that their speakers are numbered together.
    """

    __slots__ = (
        "_burst", "_endpointing", "_events", "_law", "_left", "_level", "_open", "_rate", "_samples", "_size",
        "_speakers", "_voiced", "_window", "_words",
    )  # fmt: skip

    def __init__(
        self,
        rate: int,
        encoding: str = "pcm",
        threshold: float = THRESHOLD,
        endpointing: float | None = ENDPOINTING,
        speakers: _Speakers | None = None,
    ) -> None:
        self._rate = rate
        self._law = encoding
        self._size = round(rate * WINDOW) * WIDTHS[encoding]  # bytes of a window
        self._level = int(threshold * _FULL * _LOUDEST)
        self._endpointing = (
            None if endpointing is None else max(_PAUSE, math.ceil(endpointing / WINDOW - 1e-9))
        )
        self._speakers = speakers or _Speakers()
        self._left = b""
        self._samples = 0
        self._window = 0  # windows heard
        self._voiced = 0  # the window after the last one with voice
        self._open: int | None = None  # the window in which the utterance began
        self._burst: _Burst | None = None
        self._words: list[Word] = []
        self._events: list[Event] = []

    @property
    def seconds(self) -> float:
        """How much has come in."""
        return (self._samples + len(self._left) // WIDTHS[self._law]) / self._rate

    @property
    def speaking(self) -> bool:
        """Whether an utterance is open."""
        return self._open is not None

    @property
    def words(self) -> tuple[Word, ...]:
        """The complete words of the open utterance."""
        return tuple(self._words)

    @property
    def began(self) -> float | None:
        """When the open utterance began."""
        return None if self._open is None else self._open * WINDOW

    def feed(self, data: bytes) -> list[Event]:
        """What `data` brings, in order. Half a sample at the end waits for the other half."""
        data = self._left + data if self._left else data
        size = self._size
        whole = len(data) - len(data) % size
        self._left = data[whole:]
        samples = linear(data[:whole], self._law)
        wide = size // WIDTHS[self._law]
        self._samples += len(samples) // 2
        view = memoryview(samples).cast("h")
        for start in range(0, len(view), wide):
            self._hear(view[start : start + wide], samples, 2 * start)
        return self._taken()

    def cut(self) -> list[Event]:
        """End the open utterance now; what is still to come begins another. Without one nothing happens."""
        self._end_word()
        self._end_utterance()
        return self._taken()

    def end(self) -> list[Event]:
        """Hear what is left of the last window, and end the open utterance."""
        width = WIDTHS[self._law]
        rest, self._left = self._left[: len(self._left) // width * width], b""
        if rest:
            samples = linear(rest, self._law)
            self._samples += len(samples) // 2
            self._hear(memoryview(samples).cast("h"), samples, 0)
        return [*self._taken(), *self.cut()]

    def _taken(self) -> list[Event]:
        events, self._events = self._events, []
        return events

    def _hear(self, window: memoryview[int], samples: bytes, start: int) -> None:
        now = self._window
        self._window += 1
        top = max(window)
        peak = max(top, -min(window))
        if peak > self._level:
            self._voice(now, peak)
            if self._burst and top >= 256:
                self._burst.pulses += _pulses(
                    samples[start : start + 2 * len(window)], top, int(self._rate * _REST)
                )
        elif self._open is not None:
            self._silence(now + 1)

    def _voice(self, now: int, peak: int) -> None:
        self._voiced = now + 1
        if self._open is None:
            self._open = now
            self._events.append(Began(now * WINDOW))
        if self._burst and self._burst.end - self._burst.start >= _LONGEST:
            self._end_word()
        if self._burst is None:
            self._burst = _Burst(now, now)
        self._burst.end = now + 1
        self._burst.peak = max(self._burst.peak, peak)

    def _silence(self, now: int) -> None:
        silent = now - self._voiced
        if silent >= _PAUSE:
            self._end_word()
        self._events.append(Quiet(now * WINDOW, silent * WINDOW))
        if self._endpointing is not None and silent >= self._endpointing:
            self._end_utterance()

    def _end_word(self) -> None:
        burst, self._burst = self._burst, None
        if burst is None:
            return
        seconds = (burst.end - burst.start) * WINDOW
        speaker = self._speakers.of(burst.pulses / seconds)
        sum_of_it = 7 * (burst.end - burst.start) + 3 * burst.pulses + (burst.peak >> 10)
        text = _VOCABULARY[sum_of_it % len(_VOCABULARY)]
        confidence = 0.75 + (sum_of_it % 25) / 100
        word = Word(text, burst.start * WINDOW, min(burst.end * WINDOW, self.seconds), confidence, speaker)
        self._words.append(word)
        self._events.append(Heard(word))

    def _end_utterance(self) -> None:
        if self._open is None:
            return
        end = min(self._voiced * WINDOW, self.seconds)
        utterance = Utterance(self._open * WINDOW, end, tuple(self._words))
        self._open = None
        self._words.clear()
        self._events.append(Ended(min(self._window * WINDOW, self.seconds), utterance))


class Ears:
    """Hears raw audio of several channels, whose samples take turns; else like `Ear`."""

    def __init__(
        self,
        rate: int,
        encoding: str = "pcm",
        channels: int = 1,
        threshold: float = THRESHOLD,
        endpointing: float | None = ENDPOINTING,
    ) -> None:
        speakers = _Speakers()
        self.ears = tuple(Ear(rate, encoding, threshold, endpointing, speakers) for _ in range(channels))
        self._wide = channels * WIDTHS[encoding]
        self._width = WIDTHS[encoding]
        self._left = b""

    @property
    def seconds(self) -> float:
        """How much has come in."""
        return self.ears[0].seconds

    def feed(self, data: bytes) -> tuple[list[Event], ...]:
        """What `data` brings, by channel."""
        data = self._left + data if self._left else data
        whole = len(data) - len(data) % self._wide
        self._left = data[whole:]
        if len(self.ears) == 1:
            return (self.ears[0].feed(data[:whole]),)
        view = memoryview(data)[:whole].cast("h" if self._width == 2 else "B")
        return tuple(
            ear.feed(view[number :: len(self.ears)].tobytes()) for number, ear in enumerate(self.ears)
        )

    def end(self) -> tuple[list[Event], ...]:
        """End all utterances that are open."""
        return tuple(ear.end() for ear in self.ears)


def heard(
    data: bytes,
    rate: int,
    encoding: str = "pcm",
    channels: int = 1,
    threshold: float = THRESHOLD,
    endpointing: float | None = ENDPOINTING,
) -> tuple[tuple[Utterance, ...], ...]:
    """The utterances of a whole recording, by channel."""
    ears = Ears(rate, encoding, channels, threshold, endpointing)
    return tuple(
        tuple(utterances([*fed, *ended])) for fed, ended in zip(ears.feed(data), ears.end(), strict=True)
    )


def utterances(events: Iterable[Event]) -> Iterable[Utterance]:
    """The utterances that have ended among `events`."""
    return (event.utterance for event in events if isinstance(event, Ended))


def _pulses(samples: bytes, top: int, rest: int) -> int:
    """How often the samples come near their `top`, looked at by their high bytes; `rest` samples apart at least."""
    near = samples[1::2].translate(_near(int(_PEAK * top) >> 8))
    count, place = 0, near.find(1)
    while place >= 0:
        count += 1
        place = near.find(1, place + rest)
    return count


@functools.lru_cache(maxsize=128)
def _near(level: int) -> bytes:
    return bytes(1 if level <= high < 128 else 0 for high in range(256))
