"""A turn on one channel: what is to be told of the words that are heard, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.voice.hearing import Began, Ear, Event, Heard, Quiet, Word
from conformance.emulator.voice.listening.settings import Settings

_SURE = 0.3  # seconds of silence after which the end of a turn is half sure
_HAIR = 1e-6  # seconds by which times that are sums of windows may be off


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """What is to be told: interim, final, or final and the utterance's last. Times are in seconds.

    `number` is that of the chunk in its utterance, from 1; `began` is when the utterance did. `whole` says that it is
    not of a chunk but of the whole utterance.
    """

    words: tuple[Word, ...]
    final: bool
    over: bool
    start: float
    end: float
    confidence: float
    number: int
    began: float
    whole: bool = False


class Turn:
    """Follows one ear for the length of a turn."""

    def __init__(self, ear: Ear, settings: Settings, policy: Behaviour) -> None:
        endpointing = settings.endpointing
        if policy.listen_endpointing == "longest-is-none" and endpointing >= settings.longest_endpointing:
            endpointing = 0.0
        timeout = policy.listen_turn_timeout if settings.turn_timeout is None else settings.turn_timeout
        self._ear = ear
        self._policy = policy
        self._fillers = settings.filler_words
        self._interim = settings.interim or policy.listen_interim_unasked
        self._endpointing = max(policy.listen_boundary, endpointing) - _HAIR
        self._smart_turn = settings.smart_turn
        self._timeout = max(policy.listen_boundary, timeout) - _HAIR
        self._began: float | None = None  # when the utterance at hand did
        self._ends = 0.0  # when the last word did
        self._silence = 0.0  # how long nothing was heard
        self._chunk: list[Word] = []
        self._chunk_start: float | None = None
        self._chunks = 0  # of this utterance, that were told
        self._utterance: list[Word] = []  # what those chunks said
        self._paused = False  # whether the pause at hand was told
        self._told_at = 0.0
        self.told: list[Word] = []  # all words of utterances that are over
        self.tail: list[Word] = []  # those of the last one, if the turn ended before it did
        self.spoken = 0.0  # seconds of words

    def hear(self, events: Iterable[Event], now: float) -> Iterator[Partial]:
        """What there is to tell after one more window, which brought `events` and ended `now`."""
        self._silence = 0.0
        for event in events:
            self._take(event)
        if self._began is None:
            return
        if self._silence >= self._policy.listen_boundary - _HAIR:
            yield from self._pause()
        if self._chunk_start is None:
            return
        if now - self._chunk_start >= self._policy.listen_chunk_seconds and self._ends > self._chunk_start:
            yield self._chunk_final()
        elif self._interim and now - self._told_at >= self._policy.listen_interim_seconds - _HAIR:
            self._told_at = now
            yield self._partial(tuple(self._chunk), now, final=False)

    def finalize(self) -> Iterator[Partial]:
        """End the utterance at hand; where there is none, there may be something to tell, too."""
        if self._began is not None:
            yield self._over()
        elif self._policy.listen_silent_finalize_answered:
            now = self._ear.seconds
            yield Partial(
                words=(), final=True, over=True, start=now, end=now, confidence=1.0, number=1, began=now
            )

    def end(self) -> Iterator[Partial]:
        """What is left to tell when there is no more audio."""
        if self._began is None:
            return
        if self._policy.listen_done_text != "tail":
            yield self._over()
            return
        self._cut()
        self.tail = [*self._utterance, *self._chunk]
        if self._chunk:
            yield self._chunk_final()
        self._began = None

    def _take(self, event: Event) -> None:
        if isinstance(event, Began):
            self._began = self._chunk_start = self._told_at = event.at
        elif isinstance(event, Quiet):
            self._silence = event.silence
        elif isinstance(event, Heard):
            self._word(event.word)

    def _word(self, word: Word) -> None:
        self._paused = False
        self._ends = word.end
        self.spoken += word.end - word.start
        if self._chunk_start is None:
            self._chunk_start = word.start
        if self._fillers or not word.is_filler:
            self._chunk.append(word)

    def _pause(self) -> Iterator[Partial]:
        """What a silence within an utterance brings: its end, or with smart turns perhaps only that of a chunk."""
        if self._policy.listen_endpointing == "never":
            return
        long_enough = self._silence >= self._endpointing
        if self._smart_turn is None:
            if long_enough:
                yield self._over()
            return
        timed_out = self._silence >= self._timeout and self._policy.listen_turn_timeout_counts
        if timed_out or (long_enough and self._confidence() >= self._smart_turn):
            yield self._over()
        elif long_enough and not self._paused:
            self._paused = True
            if self._chunk_start is not None:
                yield self._chunk_final()

    def _confidence(self) -> float:
        """How sure it is that the turn has ended: not at all while somebody speaks, and never fully."""
        return float(min(0.99, round(1 - 0.5 ** (self._silence / _SURE), 2)))

    def _cut(self) -> None:
        """Have the ear end its utterance, and with it the word that is being spoken."""
        for event in self._ear.cut():
            self._take(event)

    def _chunk_final(self) -> Partial:
        said = self._partial(tuple(self._chunk), self._ends, final=True)
        self._utterance += self._chunk
        self._chunks += 1
        self._chunk, self._chunk_start = [], None
        return said

    def _over(self) -> Partial:
        """The last of the utterance, after which there is none at hand."""
        self._cut()
        words = [*self._utterance, *self._chunk]
        self.told += words
        stitched = self._policy.listen_final_text != "chunk"
        said = self._partial(
            tuple(words if stitched else self._chunk), self._ends, final=True, over=True, whole=stitched
        )
        self._began = self._chunk_start = None
        self._chunk, self._utterance, self._chunks = [], [], 0
        self._paused = False
        return said

    def _partial(
        self, words: tuple[Word, ...], end: float, *, final: bool, over: bool = False, whole: bool = False
    ) -> Partial:
        assert self._began is not None
        start = self._began if whole else self._chunk_start
        return Partial(
            words=words,
            final=final,
            over=over,
            start=self._ends if start is None else start,
            end=end,
            confidence=self._confidence(),
            number=self._chunks + 1,
            began=self._began,
            whole=whole,
        )
