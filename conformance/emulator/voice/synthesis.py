"""Speech that is made up: sound whose length and pitch follow what is said, by whom, and how fast.

The same text, voice, speed and rate always give the same bytes. Letters sound, each with a timbre of its own at
the voice's pitch; blanks and punctuation are silent. Whoever speaks hurries the more, the longer it takes, so that
the longest text is made in a moment and is still longer than all shorter ones.
"""

from __future__ import annotations

import hashlib
import math
import random
import re
from array import array
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

RATE = 24000

_LETTER, _BLANK, _STOP, _SOUND, _PAUSE, _LONG_PAUSE = 0.07, 0.04, 0.16, 0.35, 0.4, 0.9  # seconds
_LEAD_OUT = 0.06  # seconds of silence after all; what says nothing is not empty either
_PATIENCE = 200  # characters after which half of the calm is gone
_LOUDNESS = 9000
_LOWEST, _HIGHEST = 85, 265  # Hz; the pitches that voices have
_DECIMALS = 4

#: Speech tags, by their form alone: which ones there are, the docs say and change.
TAG = re.compile(r"\[[a-z]+(?:-[a-z]+)*\]|</?[a-z]+(?:-[a-z]+)*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What was said: `pcm` is signed, 16 bit, little end first, one channel, at `rate` samples a second.

    `chars` are the characters of the text, and `times` start and end of each in seconds, for as long as `seconds`.
    """

    pcm: bytes
    rate: int
    seconds: float
    chars: tuple[str, ...]
    times: tuple[tuple[float, float], ...]


def speech(text: str, voice: str, speed: float = 1.0, rate: int = RATE, *, said: int = 0) -> Speech:
    """`text` in the voice of this id.

    `said` is how many characters were spoken before in the same breath, for those that speak piece by piece.
    """
    lengths = _lengths(text)
    calm = ((_PATIENCE / (_PATIENCE + said + place)) for place in range(len(lengths)))
    spoken = [length * calmness for length, calmness in zip(lengths, calm, strict=True)]
    # Borders are rounded, and not lengths, so that nothing adds up, and what is faster is never longer.
    borders = [int(rate * at / speed) for at in accumulate(spoken, initial=0.0)]
    pitch = hertz(voice)
    parts = [
        _sound(char, pitch, rate, end - start)
        for char, (start, end) in zip(text, pairwise(borders), strict=True)
        if end > start
    ]
    lead_out = int(rate * _LEAD_OUT / speed)
    parts.append(bytes(2 * lead_out))
    return Speech(
        pcm=b"".join(parts),
        rate=rate,
        seconds=_rounded((borders[-1] + lead_out) / rate),
        chars=tuple(text),
        times=tuple((_rounded(start / rate), _rounded(end / rate)) for start, end in pairwise(borders)),
    )


def hertz(voice: str) -> int:
    """The pitch of a voice, by its id."""
    digest = hashlib.sha256(voice.encode("utf-8", "surrogatepass")).digest()
    return _LOWEST + int.from_bytes(digest[:4], "big") % (_HIGHEST - _LOWEST)


def _rounded(seconds: float) -> float:
    return round(seconds, _DECIMALS)


def _lengths(text: str) -> list[float]:
    """How long each character lasts when there is no hurry. A tag lasts at its first character."""
    lengths = [_LETTER if char.isalnum() else _BLANK if char.isspace() else _STOP for char in text]
    for tag in TAG.finditer(text):
        start, end = tag.span()
        lengths[start:end] = [0.0] * (end - start)
        if tag[0].startswith("["):
            pause = _LONG_PAUSE if "long" in tag[0].lower() else _PAUSE
            lengths[start] = pause if "pause" in tag[0].lower() else _SOUND
    return lengths


def _sound(char: str, pitch: int, rate: int, samples: int) -> bytes:
    if not char.isalnum() and char != "[":
        return bytes(2 * samples)
    period = _period(ord(char.lower()[0]) % 32, pitch, rate)
    return (period * (2 * samples // len(period) + 1))[: 2 * samples]


@lru_cache(maxsize=4096)
def _period(timbre: int, pitch: int, rate: int) -> bytes:
    """One swing of a tone."""
    length = max(2, round(rate / pitch))
    dice = random.Random(timbre)  # noqa: S311 - the same timbre every time
    highest = max(1, min(6, length // 4))
    strengths = [(harmonic, dice.uniform(0.2, 1) / harmonic) for harmonic in range(1, highest + 1)]
    loudness = _LOUDNESS / sum(strength for _, strength in strengths)
    turn = 2 * math.pi / length
    swing = array(
        "h",
        (
            round(
                loudness * sum(strength * math.sin(turn * at * harmonic) for harmonic, strength in strengths)
            )
            for at in range(length)
        ),
    )
    if swing.itemsize != 2 or array("h", [1]).tobytes() != b"\1\0":
        swing.byteswap()
    return swing.tobytes()
