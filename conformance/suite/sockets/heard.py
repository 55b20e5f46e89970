"""What was heard in a conversation with the socket that transcribes: utterances, words and times.

Nothing here asks what was said. Whether anything was heard at all is what checks of speech need first, since a target
may take what the suite sends for noise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conformance.checks import Untestable
from conformance.suite.sockets.booth import Booth, Held
from strategies.audio import Recorded
from strategies.conversations import Conversation, Play
from strategies.conversations import transcription as spoken
from strategies.conversations.transcription_settings import Query
from strategies.inputs import Inputs

PARTIAL = "transcript.partial"
DONE = "transcript.done"
#: Of what a last part may start before the one before it ended, in seconds: they are rounded.
ROUNDED = 0.1


@dataclass(slots=True)
class Utterance:
    """The final partials of an utterance in their order. `over` says that its last one came."""

    channel: int | None
    parts: list[Mapping[str, Any]] = field(default_factory=list)
    over: bool = False

    @property
    def words(self) -> list[Mapping[str, Any]]:
        """The words of all parts; a final that repeats them has them again."""
        return [word for part in self.parts for word in part["words"] if isinstance(word, dict)]

    @property
    def start(self) -> float:
        """When it began: its own final says so, or the first of its parts."""
        return min(part["start"] for part in self.parts)

    @property
    def end(self) -> float:
        """When it ended."""
        return max(part["start"] + part["duration"] for part in self.parts)

    def spans(self, before: float, after: float) -> bool:
        """Whether it has words that end by `before`, and words that start from `after` on, in seconds."""
        return any(word["end"] <= before for word in self.words) and any(
            word["start"] >= after for word in self.words
        )


def conversations(booth: Booth, *parts: Inputs[Conversation]) -> Inputs[Conversation]:
    """The conversations of `parts`, or the few that have to do where somebody pays."""
    return spoken.sparing() if booth.lean else Inputs.union(*parts)


def utterances(held: Held) -> list[Utterance]:
    """The utterances of all channels, those that were not ended included, in the order in which they began."""
    found: list[Utterance] = []
    open_now: dict[Any, Utterance] = {}
    for message in held.received(PARTIAL):
        if message.get("is_final") is not True or not _whole(message):
            continue
        channel = message.get("channel_index")
        if channel not in open_now:
            open_now[channel] = Utterance(channel)
            found.append(open_now[channel])
        open_now[channel].parts.append(message)
        if message.get("speech_final") is True:
            open_now.pop(channel).over = True
    return found


def needs_partials(booth: Booth, query: Query | None = None) -> None:
    """Make sure that a plain turn with these settings brings partials that say something.

    Raises:
        Untestable: it does not, so that there would be nothing to judge.
    """
    held = booth.held(spoken.turn(spoken.play(spoken.WORDS, spoken.REST), query=query))
    if not any(message.get("words") or message.get("text") for message in held.received(PARTIAL)):
        raise Untestable("of what the suite says the target hears no word")


def apart(held: Held, before: float, after: float, channel: int | None = None) -> bool:
    """Whether no utterance has words on both sides of a gap, from `before` to `after` seconds.

    Raises:
        Untestable: no words were heard on one of the sides.
    """
    found = [each for each in utterances(held) if channel is None or each.channel == channel]
    words = [word for each in found for word in each.words]
    if not any(word["end"] <= before for word in words) or not any(word["start"] >= after for word in words):
        raise Untestable("of what the suite says the target does not hear both parts")
    return not any(each.spans(before, after) for each in found)


def seconds_sent(conversation: Conversation) -> float:
    """How long the audio of a conversation plays."""
    return sum(
        move.recording.seconds
        for move in conversation.moves
        if isinstance(move, Play) and isinstance(move.recording, Recorded)
    )


def numbers(messages: list[Mapping[str, Any]], name: str) -> Iterator[float]:
    """The values of a field, where they are numbers."""
    for message in messages:
        value = message.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield value


def plain(text: Any) -> str:
    """A text without what punctuation and case make of it."""
    shown = text.lower() if isinstance(text, str) else ""
    return "".join(character for character in shown if character.isalnum())


def alone(parts: Sequence[Mapping[str, Any]], last: Mapping[str, Any]) -> bool:
    """Whether the last part of an utterance starts where the one before it ended, and so speaks for itself."""
    return bool(last["start"] >= parts[-1]["start"] + parts[-1]["duration"] - ROUNDED)


def retold(parts: Sequence[Mapping[str, Any]], last: Mapping[str, Any]) -> bool:
    """Whether the final of an utterance holds what its parts said, but for case and punctuation, or is another part.

    Raises:
        Untestable: it does not, and there are figures in one of them, since numbers may be in words first.
    """
    said, whole = plain("".join(part["text"] for part in parts)), plain(last["text"])
    if alone(parts, last) or said in whole:
        return True
    if any(character.isdigit() for character in said + whole):
        raise Untestable(
            "needs an utterance without numbers, which may be in words first and then in figures"
        )
    return False


def _whole(message: Mapping[str, Any]) -> bool:
    words = message.get("words")
    timed = isinstance(words, list) and all(
        isinstance(word, dict)
        and type(word.get("start")) in (int, float)
        and type(word.get("end")) in (int, float)
        for word in words
    )
    spanned = all(type(message.get(name)) in (int, float) for name in ("start", "duration"))
    return timed and spanned and isinstance(message.get("text"), str)
