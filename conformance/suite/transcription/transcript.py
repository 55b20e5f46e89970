"""A transcript as an answer tells it, in whichever of the documented ways."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from conformance.checks import Untestable
from conformance.targets.call import Answer

#: So many seconds a time may lie beyond the end of a recording: it is rounded, and codecs fill up their last frame.
SLACK = 0.1


@dataclass(frozen=True, slots=True)
class Transcript:
    """What an answer tells. What is missing there or of another type is empty here: monitors judge that."""

    answer: Answer

    @property
    def text(self) -> str:
        """The text."""
        return _text(self.answer["text"])

    @property
    def duration(self) -> float:
        """How long the recording lasts, in seconds.

        Raises:
            Untestable: it is not told.
        """
        duration = self.answer["duration"]
        if not is_number(duration):
            raise Untestable(f"needs a duration (transcription.accepted): {self.answer!r}")
        return float(duration)

    @property
    def words(self) -> list[dict[str, Any]]:
        """The words, of the whole and of every channel."""
        return [word for words in self.runs for word in words]

    @property
    def runs(self) -> list[list[dict[str, Any]]]:
        """The words of the whole, then those of each channel that is told apart."""
        return [
            _objects(self.answer["words"]),
            *(_objects(channel.get("words")) for channel in self.channels),
        ]

    @property
    def channels(self) -> list[dict[str, Any]]:
        """The channels that are told apart."""
        return _objects(self.answer["channels"])


def is_number(value: Any) -> bool:
    """Whether it is a number of JSON."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_rounded(value: float) -> bool:
    """Whether a number has at most two decimal places, as far as a float can tell."""
    return abs(value * 100 - round(value * 100)) < 1e-6


def spoken(text: Any) -> Counter[str]:
    """The words of a text in lower case, without signs between them, and how often each occurs."""
    return Counter(re.findall(r"\w+", _text(text).lower()))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
