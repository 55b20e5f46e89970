"""The messages of the socket that transcribes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.voice.hearing import Word
from conformance.emulator.voice.listening.settings import Settings
from conformance.emulator.voice.listening.turns import Partial, Turn

Message = dict[str, Any]

GREETING = "transcript.created"
PARTIAL = "transcript.partial"
DONE = "transcript.done"
ERROR = "error"
_NEVER_SAID = "entirely other words"
_SAME = uuid.UUID(int=0)


class Teller:
    """Puts into messages what the turns of one session have to tell."""

    def __init__(self, settings: Settings, policy: Behaviour) -> None:
        self._settings = settings
        self._policy = policy

    def greeting(self) -> Message:
        """The first of all messages."""
        how = self._policy.listen_id
        if how == "missing":
            return {"type": GREETING}
        found = _SAME if how == "same" else uuid.uuid4()
        return {"type": GREETING, "id": found.hex[:8] if how == "word" else str(found)}

    def error(self, message: str) -> Message:
        """What says that something went wrong."""
        shape = self._policy.listen_error_shape
        if shape == "nested":
            return {"type": ERROR, "error": {"message": message}}
        return {"type": ERROR} if shape == "bare" else {"type": ERROR, "message": message}

    def partial(self, partial: Partial, channel: int) -> Message:
        """A part of a transcript."""
        policy = self._policy
        words = partial.words
        start = partial.start + policy.listen_start_shift
        if policy.listen_starts_anew:
            start -= partial.began
        if policy.listen_starts_backwards and not partial.whole:
            start = partial.began + 0.2 / partial.number
        message: Message = {
            "type": PARTIAL,
            "text": _NEVER_SAID if self._misquoted(partial) else _text(words, sentence=partial.over),
            "words": self._words(words),
            **self._flags(partial),
            "start": _seconds(start),
            "duration": _seconds(partial.end - partial.start + policy.listen_duration_surplus),
            **self._channel(channel),
            **self._confidence(partial),
        }
        if policy.listen_duration_as_text:
            message["duration"] = str(message["duration"])
        if policy.listen_untyped:
            del message["type"]
        return {name: value for name, value in message.items() if name not in policy.listen_lacking}

    def done(self, turn: Turn, channel: int, seconds: float) -> Message:
        """The end of a channel's turn; `seconds` is how long it was."""
        policy, how = self._policy, self._policy.listen_done_text
        said = {"tail": turn.tail, "whole": turn.told}.get(how, [])
        length = {"spoken": turn.spoken, "twice": 2 * seconds}.get(policy.listen_duration, seconds)
        message = {
            "type": DONE,
            "text": _NEVER_SAID if how == "other" else _text(said, sentence=True),
            "words": self._words(said),
            "duration": _seconds(length),
            **self._channel(channel),
        }
        return {name: value for name, value in message.items() if name not in policy.listen_done_lacking}

    def _misquoted(self, partial: Partial) -> bool:
        return partial.over and partial.number > 1 and self._policy.listen_final_text == "other"

    def _flags(self, partial: Partial) -> Message:
        final = partial.final
        if self._policy.listen_flags == "speech-alone" and partial.over:
            final = False
        flags: Message = {"is_final": final, "speech_final": partial.over}
        if self._policy.listen_flags_as_text:
            return {name: str(value).lower() for name, value in flags.items()}
        return flags

    def _channel(self, channel: int) -> Message:
        how, several = self._policy.listen_channel_index, self._settings.multichannel
        if how == "never" or not (several or how == "always"):
            return {}
        return {"channel_index": channel + 1 if how == "from-one" else channel}

    def _confidence(self, partial: Partial) -> Message:
        how, asked = self._policy.listen_turn_confidence, self._settings.smart_turn is not None
        if how == "never" or not (asked or how == "always"):
            return {}
        return {
            "end_of_turn_confidence": 100 * partial.confidence + 1 if how == "percent" else partial.confidence
        }

    def _words(self, words: Iterable[Word]) -> list[Message]:
        policy = self._policy
        speaker = policy.listen_speaker
        named = speaker == "always" or (self._settings.diarize and speaker != "never")
        shown = []
        for word in words:
            start, end = _seconds(word.start), _seconds(word.end)
            if policy.listen_words_reversed:
                start, end = end, start
            message: Message = {
                "text": word.text,
                "start": start,
                "end": end,
                "confidence": round(word.confidence * policy.listen_word_trust, 2),
            }
            if named:
                message["speaker"] = word.speaker
            shown.append(
                {name: value for name, value in message.items() if name not in policy.listen_word_lacking}
            )
        return shown


def _seconds(value: float) -> float:
    return round(value, 2)


def _text(words: Iterable[Word], *, sentence: bool) -> str:
    """The words, and as a sentence where it is over: that changes case and punctuation alone."""
    text = " ".join(word.text for word in words)
    return f"{text[:1].upper()}{text[1:]}." if sentence and text else text
