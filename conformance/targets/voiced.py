"""What speech and transcriptions cost: characters that are spoken, and seconds of audio that are transcribed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from conformance.targets.call import Answer, Call, Malformed
from conformance.targets.meter import Generation, Meter, is_number
from specs import Socket

SPEECH, TRANSCRIPTION = "speech", "transcription"
#: Operation → what it makes; under that name a profile has its price.
VOICED: Mapping[str, str] = {"createSpeech": SPEECH, "transcribe": TRANSCRIPTION}

_DIGITS = 10


def wanted(call: Call) -> Generation:
    """What a call asks for, as far as it tells: the length of a recording behind a URL is known when it is answered."""
    kind = VOICED[call.operation.id]
    body = call.json if isinstance(call.json, dict) else {}
    text = body.get("text")
    parts = call.form.parts if call.form is not None else ()
    lengths = [getattr(part.body, "seconds", 0.0) for part in parts]
    return Generation(
        kind=kind,
        model=kind,
        operation=call.operation.id,
        assets=1,
        inputs=0,
        seconds=float(sum(lengths)) if kind == TRANSCRIPTION else 0.0,
        characters=len(text) if kind == SPEECH and isinstance(text, str) else 0,
    )


def opened(call: Call, meter: Meter) -> Callable[[Answer], None]:
    """Set aside what a call may cost; gives what enters its answer.

    Raises:
        BudgetSpent: that is more than is left.
    """
    asked = wanted(call)
    dollars = meter.admit(asked)

    def enter(answer: Answer) -> None:
        if 200 <= answer.status < 300:
            made = asked if asked.kind == SPEECH else replace(asked, seconds=_length(answer, asked.seconds))
            meter.refund(dollars - (made.dollars(meter.prices) or 0.0))
            meter.made(made)
        elif 400 <= answer.status < 500:
            meter.refund(dollars)

    return enter


def _length(answer: Answer, otherwise: float) -> float:
    """How long the answer says that the audio was."""
    try:
        duration = answer["duration"]
    except Malformed:
        return otherwise
    return float(duration) if is_number(duration) and duration >= 0 else otherwise


@dataclass(slots=True)
class Toll:
    """What is said on one socket, and what it costs. The first that costs anything counts the connection, too."""

    meter: Meter
    socket: Socket
    query: Mapping[str, str | tuple[str, ...]]
    _counted: bool = False

    def text(self, text: str) -> None:
        """A text frame is about to be sent, which may hold a text to be spoken.

        Raises:
            BudgetSpent: it may cost more than is left.
        """
        if self.socket.id != SPEECH:
            return
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            return
        delta = message.get("delta") if isinstance(message, dict) else None
        if isinstance(delta, str) and delta:
            self._charge(characters=len(delta))

    def audio(self, size: int) -> None:
        """A binary frame of `size` bytes is about to be sent, which may be audio to be transcribed.

        Raises:
            BudgetSpent: it may cost more than is left.
        """
        if self.socket.id == TRANSCRIPTION and size:
            self._charge(seconds=size / self._per_second())

    def _per_second(self) -> float:
        """Bytes a second, by the query; what makes no sense there counts as what it is without."""
        from strategies.audio import WIDTHS

        default = {p["name"]: p["schema"].get("default") for p in self.socket.parameters}
        rate = _whole(self.query.get("sample_rate"), default["sample_rate"])
        encoding = self.query.get("encoding", default["encoding"])
        width = WIDTHS.get(encoding, 1) if isinstance(encoding, str) else 1
        channels = _whole(self.query.get("channels"), default["channels"])
        return float(rate * width * channels)

    def _charge(self, *, characters: int = 0, seconds: float = 0.0) -> None:
        made = Generation(
            kind=self.socket.id,
            model=self.socket.id,
            operation=f"open{self.socket.id.capitalize()}",
            assets=0 if self._counted else 1,
            inputs=0,
            seconds=seconds,
            characters=characters,
        )
        self.meter.admit(made)
        self._counted = True
        self.meter.made(made)


def _whole(value: Any, otherwise: int) -> int:
    text = value if isinstance(value, str) else ""
    fits = text.isascii() and text.isdecimal() and len(text) < _DIGITS
    return (int(text) if fits else 0) or otherwise
