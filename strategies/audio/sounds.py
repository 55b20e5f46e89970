"""Sounds as recipes: a tone, silence, and something that sounds like speech to whoever listens for energy."""

from __future__ import annotations

import functools
import math
import random
from array import array
from dataclasses import dataclass
from typing import Final, TypeAlias

WORD_SECONDS: Final = 0.25
_LOUD: Final = 9000  # of 32767
_VOICED: Final = 0.17  # seconds of a word that are heard; the rest of it is a pause
_EDGE: Final = 0.01  # seconds in which a word swells, and in which it dies away
# Where the first two resonances of five vowels lie, in hertz.
_VOWELS: Final = ((730, 1090), (530, 1840), (270, 2290), (570, 840), (300, 870))


@dataclass(frozen=True, slots=True, repr=False)
class Tone:
    """A steady tone of a whole number of hertz."""

    seconds: float = 1.0
    hertz: int = 440

    def __repr__(self) -> str:
        return f"Tone({self.seconds!r}, {self.hertz!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Silence:
    """Nothing to hear at all."""

    seconds: float = 1.0

    def __repr__(self) -> str:
        return f"Silence({self.seconds!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Speech:
    """So many words of a quarter of a second each: a vowel, and a short pause after it.

    `seed` picks the vowels. `hertz` is the pitch of the voice, so that two speakers differ by it. `loudness` is a part
    of the usual one.
    """

    words: int = 4
    seed: int = 0
    hertz: int = 120
    loudness: float = 1.0

    def __repr__(self) -> str:
        more = f", hertz={self.hertz!r}" if self.hertz != 120 else ""
        more += f", loudness={self.loudness!r}" if self.loudness != 1.0 else ""
        return f"Speech({self.words!r}, {self.seed!r}{more})"

    @property
    def seconds(self) -> float:
        """How long it takes, the pause after the last word included."""
        return self.words * WORD_SECONDS


Sound: TypeAlias = Tone | Silence | Speech


def frames_of(sound: Sound, rate: int) -> int:
    """How many samples the sound has at `rate` samples a second."""
    return round(sound.seconds * rate)


@functools.lru_cache(maxsize=8)  # the longest have megabytes
def samples_of(sound: Sound, rate: int) -> bytes:
    """The sound as 16-bit little-endian samples of one channel."""
    count = frames_of(sound, rate)
    if isinstance(sound, Silence):
        return bytes(2 * count)
    if isinstance(sound, Tone):
        second = _tone(sound.hertz, rate)
        return (second * (count // rate + 1))[: 2 * count]
    chosen = random.Random(sound.seed)  # noqa: S311 - the same vowels every time is what is wanted
    loudest = round(_LOUD * sound.loudness)
    words = [_word(chosen.choice(_VOWELS), sound.hertz, rate, loudest) for _ in range(sound.words)]
    # Words are laid out by their ideal places, so that no rounding adds up.
    spoken = bytearray(2 * count)
    for number, word in enumerate(words):
        start = 2 * round(number * WORD_SECONDS * rate)
        spoken[start : start + len(word)] = word
    return bytes(spoken[: 2 * count])


@functools.lru_cache(maxsize=16)
def _tone(hertz: int, rate: int) -> bytes:
    """One second, after which a tone of a whole number of hertz begins again."""
    turn = 2 * math.pi * hertz / rate
    return _little(array("h", (int(_LOUD * math.sin(turn * place)) for place in range(rate))))


@functools.lru_cache(maxsize=256)
def _word(vowel: tuple[int, int], hertz: int, rate: int, loudest: int) -> bytes:
    """One vowel: the voice's pulses, each of which rings at the vowel's resonances."""
    period = rate // hertz
    pulse = [
        sum(
            math.exp(-300 * place / rate) * math.sin(2 * math.pi * resonance * place / rate)
            for resonance in vowel
            if resonance < rate / 2
        )
        for place in range(period)
    ]
    scale = loudest / max(abs(value) for value in pulse)
    count, edge = int(_VOICED * rate), int(_EDGE * rate)
    wave = array("h", (int(scale * value) for value in pulse)) * (count // period + 1)
    del wave[count:]
    for place in range(edge):
        wave[place] = wave[place] * place // edge
        wave[-1 - place] = wave[-1 - place] * place // edge
    return _little(wave)


def _little(wave: array[int]) -> bytes:
    if array("H", [1]).tobytes() != b"\1\0":  # a machine that has the high byte first
        wave.byteswap()
    return wave.tobytes()
