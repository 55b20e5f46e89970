"""What a run asked of its target, and what it had generated there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reports.words import counted, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What one operation made with one model.

    `kind` is "image" or "video"; `assets` are those that came back, `inputs` those that were sent along, and
    `seconds` how long the videos are together. Of the kind "speech" there are `characters`, of "transcription"
    `seconds` of audio. `dollars` is None where the profile has no price for the model.
    """

    kind: str
    model: str
    operation: str
    assets: int
    inputs: int
    seconds: float
    dollars: float | None = None
    characters: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """All of it: requests by operationId, and what was generated.

    `peak` is the most that was spent or set aside at once, in dollars, where there are prices.
    """

    requests: Mapping[str, int]
    generated: tuple[Generated, ...]
    peak: float | None = None

    def count(self, kind: str) -> int:
        """How many assets of a kind were generated."""
        return sum(made.assets for made in self.generated if made.kind == kind)

    @property
    def seconds(self) -> float:
        """How long the generated videos are together."""
        return round(sum(made.seconds for made in self.generated if made.kind == "video"), 3)

    @property
    def characters(self) -> int:
        """How long the texts are together that were spoken."""
        return sum(made.characters for made in self.generated)

    @property
    def transcribed(self) -> float:
        """How many seconds of audio were transcribed."""
        return round(sum(made.seconds for made in self.generated if made.kind == "transcription"), 3)

    @property
    def dollars(self) -> float | None:
        """What it cost by the profile's prices; None where something that was generated has no price."""
        prices = [made.dollars for made in self.generated]
        known = [price for price in prices if price is not None]
        return round(sum(known), 6) if len(known) == len(prices) else None

    @property
    def needed(self) -> float | None:
        """The least budget that lets all of it be made; None where there are no prices."""
        return None if self.dollars is None else max(self.dollars, self.peak or 0.0)

    @property
    def unpriced(self) -> tuple[str, ...]:
        """The models that made something and have no price."""
        return tuple(dict.fromkeys(made.model for made in self.generated if made.dollars is None))

    def as_json(self) -> dict[str, Any]:
        """What was generated, in numbers."""
        return {
            "images": self.count("image"),
            "videos": self.count("video"),
            "video_seconds": self.seconds,
            **({"speech_characters": self.characters} if self.count("speech") else {}),
            **({"transcribed_seconds": self.transcribed} if self.count("transcription") else {}),
            "dollars": self.dollars,
        }

    def __str__(self) -> str:
        """`3 images, 1 video (2 s) and speech of 40 characters`; empty where nothing was generated."""
        videos = self.count("video")
        parts = [counted(images, "image")] if (images := self.count("image")) else []
        parts += [f"{counted(videos, 'video')} ({self.seconds:g} s)"] if videos else []
        parts += [f"speech of {counted(self.characters, 'character')}"] if self.count("speech") else []
        parts += [f"transcripts of {self.transcribed:,g} s of audio"] if self.count("transcription") else []
        return listed(parts) if parts else ""


def total(parts: Iterable[Usage]) -> Usage | None:
    """The sum of what workers used, None where none of them said it."""
    requests: Counter[str] = Counter()
    made: dict[tuple[str, str, str], Generated] = {}
    peaks: list[float] = []
    told = False
    for part in parts:
        told = True
        requests.update(part.requests)
        peaks += [] if part.peak is None else [part.peak]
        for item in part.generated:
            key = (item.operation, item.model, item.kind)
            made[key] = _together(made[key], item) if key in made else item
    if not told:
        return None
    return Usage(
        requests=dict(sorted(requests.items())),
        generated=tuple(made[key] for key in sorted(made)),
        peak=sum(peaks) if peaks else None,
    )


def _together(one: Generated, other: Generated) -> Generated:
    priced = one.dollars is not None and other.dollars is not None
    return Generated(
        kind=one.kind,
        model=one.model,
        operation=one.operation,
        assets=one.assets + other.assets,
        inputs=one.inputs + other.inputs,
        seconds=round(one.seconds + other.seconds, 3),
        characters=one.characters + other.characters,
        dollars=(one.dollars or 0) + (other.dollars or 0) if priced else None,
    )


def money(dollars: float) -> str:
    """`$0.79`; less than a cent is `$0.004`."""
    return f"${dollars:,.2f}" if dollars >= 0.01 or dollars == 0 else f"${dollars:.2g}"


def at_least(dollars: float) -> str:
    """Like `money`, and never too little."""
    return money(math.ceil(round(dollars * 100, 6)) / 100)


def sentence(usage: Usage | None) -> str:
    """What was generated, as a sentence; empty where nothing was, or nobody said."""
    made = "" if usage is None else str(usage)
    if usage is None or not made:
        return ""
    price = "" if usage.dollars is None else f", for {money(usage.dollars)} by the profile's prices"
    return f"Generated {made}{price}."
