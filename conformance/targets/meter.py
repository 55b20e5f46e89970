"""Counts what a worker asks of its target and has generated there, and keeps it within its budget."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

import specs
from conformance.outcomes import BudgetSpent
from specs import Operation

#: Operation that makes something → what it makes.
KIND_OF: Mapping[str, str] = {
    "generateImage": "image",
    "editImage": "image",
    "generateVideo": "video",
    "editVideo": "video",
    "extendVideo": "video",
}
#: Where the length of an edited video is not known, it is taken to be the longest that may be edited.
_EDITED = "edited-video-duration"
_ALIAS = "duration-alias"
#: Sums of prices differ by less than this from what a person adds up.
_CRUMB = 1e-6
_SOURCES = ("image", "video", "images", "reference_images")


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """What a request makes: `assets` images, or a video of `seconds`, out of as many `inputs`.

    Of speech there are `characters` of text, of a transcription `seconds` of audio; both have their kind as `model`.
    """

    kind: str
    model: str
    operation: str
    assets: int
    inputs: int
    seconds: float
    characters: int = 0

    def dollars(self, prices: Mapping[str, float]) -> float | None:
        """What it costs, or `None` where its model has no price.

        Images are billed each, those that an edit starts from too; videos by the second (docs, Imagine pricing).
        Speech is by the character, and what is transcribed by the second.
        """
        price = prices.get(self.model)
        if price is None:
            return None
        amounts = {"video": self.seconds, "transcription": self.seconds, "speech": self.characters}
        return price * amounts.get(self.kind, self.assets + self.inputs)


def generation(operation: Operation, body: Any, models: Mapping[str, str]) -> Generation:
    """What `body` asks for, at most: numbers beyond the documented bounds count as the bound.

    `models` are those of the profile, for a body that names none.
    """
    kind = KIND_OF[operation.id]
    body = body if isinstance(body, dict) else {}
    for alias in specs.load().limit(_ALIAS):
        if body.get("duration") is None and alias in body:
            body = {**body, "duration": body[alias]}
    model = body.get("model")
    return Generation(
        kind=kind,
        model=model if isinstance(model, str) else models[kind],
        operation=operation.id,
        assets=int(_number(operation, body, "n", 1)) if kind == "image" else 1,
        inputs=sum(_count(body.get(name)) for name in _SOURCES),
        seconds=_number(operation, body, "duration", specs.load().limit(_EDITED)) if kind == "video" else 0,
    )


def _number(operation: Operation, body: Mapping[str, Any], name: str, otherwise: float) -> float:
    """The number called `name`, or its default, within its documented bounds; `otherwise` where it has none."""
    schema = (operation.request_schema or {})["properties"].get(name)
    if schema is None:
        return otherwise
    value = body.get(name)
    if isinstance(value, str) and value.isdecimal():
        value = float(value[:9])
    if not is_number(value):
        value = schema.get("default", otherwise)
    # Edits have no bounds of their own for a number of images: those of generations are taken.
    bounded = schema if "maximum" in schema else specs.load().schema("GenerateImage")["properties"][name]
    return float(min(max(value, bounded["minimum"]), bounded["maximum"]))


def is_number(value: Any) -> TypeGuard[float]:
    """Whether it is a finite number, and no truth value."""
    return type(value) in (int, float) and math.isfinite(value)


def _count(source: Any) -> int:
    return len(source) if isinstance(source, list) else int(source is not None)


@dataclass(slots=True, kw_only=True)
class Meter:
    """The account of one worker. `prices` are dollars by model; `allowance` are the dollars that it may spend.

    Without an allowance nothing is held back. `spent` holds what is being made at the most that it may cost; `peak`
    is the most that it ever was, and so the least allowance with which nothing would have been held back.
    """

    prices: Mapping[str, float] = field(default_factory=dict)
    allowance: float | None = None
    requests: Counter[str] = field(default_factory=Counter)
    spent: float = 0.0
    peak: float = 0.0
    _made: dict[tuple[str, str, str], Generation] = field(default_factory=dict)
    _jobs: dict[str, Generation] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, operation: str) -> None:
        """One request was sent; `operation` is empty for what is no documented one."""
        with self._lock:
            self.requests[operation] += 1

    def admit(self, wanted: Generation) -> float:
        """Take what a generation will cost from the allowance; gives the dollars.

        Raises:
            BudgetSpent: that is more than is left.
        """
        with self._lock:
            dollars = wanted.dollars(self.prices)
            if dollars is None and wanted.kind not in KIND_OF.values():
                dollars = 0.0  # no other price says anything of it
            elif dollars is None:  # it may be refused; if not, it is taken to be as dear as any
                dearest = max(self.prices.values(), default=0.0)
                dollars = wanted.dollars({wanted.model: dearest}) or 0.0
            if self.allowance is not None and self.spent + dollars > self.allowance + _CRUMB:
                raise BudgetSpent(f"the budget of {self.allowance:g} dollars is spent")
            self.spent += dollars
            self.peak = max(self.peak, self.spent)
            return dollars

    def refund(self, dollars: float) -> None:
        """It was refused, or cost less: so much was not spent."""
        with self._lock:
            self.spent -= dollars

    def made(self, made: Generation, *, job: str | None = None) -> None:
        """A generation was accepted; `job` is by what it is polled, if it is a video."""
        with self._lock:
            self._add(made, 1)
            if job is not None:
                self._jobs[job] = made

    def ended(self, job: str, *, failed: bool, seconds: float | None = None) -> None:
        """A video's job has ended, perhaps with a video of so many `seconds`. Told more than once, it counts once."""
        with self._lock:
            started = self._jobs.pop(job, None)
            if started is None:
                return
            if failed:
                self._add(started, -1)
            elif seconds is not None and started.operation == "editVideo":
                # Only of an edit it was not known before; of an extension the reported length is the whole.
                actual = replace(started, seconds=seconds)
                self._add(started, -1)
                self._add(actual, 1)
                self.spent -= (started.dollars(self.prices) or 0) - (actual.dollars(self.prices) or 0)

    def _add(self, made: Generation, sign: int) -> None:
        key = (made.kind, made.model, made.operation)
        before = self._made.get(key, replace(made, assets=0, inputs=0, seconds=0, characters=0))
        self._made[key] = replace(
            before,
            assets=before.assets + sign * made.assets,
            inputs=before.inputs + sign * made.inputs,
            seconds=before.seconds + sign * made.seconds,
            characters=before.characters + sign * made.characters,
        )

    def generated(self) -> Iterator[Generation]:
        """All that was generated, summed up by kind, model and operation."""
        with self._lock:
            yield from [made for _, made in sorted(self._made.items()) if made.assets]

    def as_event(self) -> dict[str, Any]:
        """The fields of the event `used`."""
        return {
            "requests": dict(sorted(self.requests.items())),
            "generated": [_as_event(made, self.prices) for made in self.generated()],
            "peak": round(self.peak, 6) if self.prices else None,
        }


def _as_event(made: Generation, prices: Mapping[str, float]) -> dict[str, Any]:
    dollars = made.dollars(prices)
    return {
        "kind": made.kind,
        "model": made.model,
        "operation": made.operation,
        "assets": made.assets,
        "inputs": made.inputs,
        "seconds": round(made.seconds, 3),
        **({"characters": made.characters} if made.characters else {}),
        "dollars": None if dollars is None else round(dollars, 6),
    }
