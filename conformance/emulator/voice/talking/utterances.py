"""One utterance: text that comes bit by bit, and its sound, piece by piece.

Where a piece ends is a matter of the text alone, so that it makes no difference in how many deltas it came.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from conformance.emulator.voice import synthesis
from conformance.emulator.voice.codecs import Encoder
from conformance.emulator.voice.talking.wishes import Wish

_SHORTEST, _LONGEST = 12, 40  # characters of a piece that is not the last; it ends with a blank if it can
_DECIMALS = 4
_REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class Piece:
    """Some audio, and which characters are said when in it, in seconds from the beginning of the utterance."""

    audio: bytes
    chars: tuple[str, ...] = ()
    times: tuple[tuple[float, float], ...] = ()
    seconds: float = 0.0


class Utterance:
    """The sound of one utterance. `begun` is how many seconds the first character is said after the beginning."""

    __slots__ = ("_at", "_encoder", "_said", "_text", "_wish", "spoken")

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._encoder = _Encoder(wish)
        self._text = ""
        self._said = 0  # characters
        self._at = 0.0
        self.spoken = False

    @property
    def text(self) -> str:
        """All of it so far."""
        return self._text

    @property
    def at(self) -> float:
        """How many seconds have been said."""
        return self._at

    def add(self, text: str) -> None:
        """More of it."""
        self._text += text

    def pieces(self, *, complete: bool) -> Iterator[Piece]:
        """What can be said by now; all that is left if the text is `complete`."""
        while (end := self._border()) is not None:
            yield self._piece(end)
        if complete:
            if self._said < len(self._text):
                yield self._piece(len(self._text))
            rest = self._encoder.end(self._speech("").pcm)
            if rest:
                yield Piece(rest)

    def _border(self) -> int | None:
        start, length = self._said, len(self._text)
        for place in range(start + _SHORTEST, min(length, start + _LONGEST)):
            if self._text[place - 1].isspace():
                return place
        return start + _LONGEST if length > start + _LONGEST else None

    def _piece(self, end: int) -> Piece:
        text = self._text[self._said : end]
        speech = self._speech(text)
        seconds = speech.times[-1][1]
        at, self._at = self._at, self._at + seconds
        self._said = end
        self.spoken = True
        return Piece(
            self._encoder.feed(text, speech.pcm[: 2 * round(seconds * speech.rate)]),
            speech.chars,
            tuple((round(at + start, _DECIMALS), round(at + end, _DECIMALS)) for start, end in speech.times),
            seconds,
        )

    def _speech(self, text: str) -> synthesis.Speech:
        wish = self._wish
        return synthesis.speech(text, wish.voice, wish.speed, wish.rate, said=self._said)


class _Encoder:
    """An encoder that remembers what it has made of the same text before: mp3 takes its time."""

    __slots__ = ("_encoder", "_fed", "_history", "_key", "_wish")

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._key = (wish.voice, wish.codec, wish.rate, wish.bit_rate, wish.speed)
        self._encoder: Encoder | None = None
        self._history: list[bytes] = []  # what was fed and is not encoded yet
        self._fed: tuple[str, ...] = ()

    def feed(self, text: str, pcm: bytes) -> bytes:
        """The sound of a text after all that came before."""
        self._fed = (*self._fed, text)
        return self._remembered(pcm, end=False)

    def end(self, pcm: bytes) -> bytes:
        """What is left."""
        return self._remembered(pcm, end=True)

    def _remembered(self, pcm: bytes, *, end: bool) -> bytes:
        # A long text is hardly said twice, and its keys grow with it.
        memorable = self._wish.codec == "mp3" and len(self._fed) < _SHORTEST
        key = (*self._key, self._fed, end)
        self._history.append(pcm)
        if memorable and (known := _MEMORY.get(key)) is not None:
            _MEMORY.move_to_end(key)
            return known
        made = self._made(end=end)
        if memorable:
            _MEMORY[key] = made
            if len(_MEMORY) > _REMEMBERED:
                _MEMORY.popitem(last=False)
        return made

    def _made(self, *, end: bool) -> bytes:
        if self._encoder is None:
            self._encoder = Encoder(self._wish.codec, self._wish.rate, self._wish.bit_rate)
        made = b""
        for pcm in self._history:
            made = self._encoder.feed(pcm)  # of those before the last, it is known
        self._history.clear()
        return made + self._encoder.end() if end else made


_MEMORY: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
