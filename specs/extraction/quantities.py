"""Numbers with units in prose, normalised: durations to seconds, sizes to bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), ("seconds", 1)),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), ("seconds", 60)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), ("seconds", 3600)),
    **dict.fromkeys(("d", "day", "days"), ("seconds", 86400)),
    **dict.fromkeys(("b", "byte", "bytes"), ("bytes", 1)),
    "kb": ("bytes", 1000),
    "mb": ("bytes", 1000**2),
    "gb": ("bytes", 1000**3),
    "kib": ("bytes", 1024),
    "mib": ("bytes", 1024**2),
    "gib": ("bytes", 1024**3),
    **dict.fromkeys(("char", "chars", "character", "characters"), ("characters", 1)),
}
_NUMBER = rf"\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(_WORDS)})\b"
_UNIT = rf"(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number in its base unit: seconds, bytes, characters, or None for a count.

    `also` is the number that the text gives in parentheses beside it, in the same base unit; None if it
    gives none.
    """

    value: int | float
    unit: str | None
    also: int | float | None = None

    @property
    def doubt(self) -> str:
        """What is wrong with it, or ""."""
        if self.also is None or self.also == self.value:
            return ""
        return f"says {self.value} and, in parentheses, {self.also} {self.unit}"


def pattern(name: str) -> str:
    """A regular expression for one quantity, with groups that `quantity(match, name)` reads."""
    return (
        rf"`?(?P<{name}_number>{_NUMBER})\s*(?P<{name}_unit>{_UNIT})?`?"
        rf"(?:\s*(?P<{name}_after>{_UNIT}))?(?:\s*\((?P<{name}_also>[^()]*)\))?"
    )


_ALONE = re.compile(pattern("q"), re.IGNORECASE)


def quantity(match: re.Match[str], name: str, *, default_unit: str | None = None) -> Quantity:
    """The quantity that `pattern(name)` matched; `default_unit` is the word for a number without one."""
    number = match[f"{name}_number"].lower()
    word = match[f"{name}_unit"] or match[f"{name}_after"] or default_unit
    value = _WORDS.index(number) if number in _WORDS else _number(number.replace(",", ""))
    unit, factor = _UNITS[word.lower()] if word else (None, 1)
    also = _ALONE.fullmatch((match[f"{name}_also"] or "").strip())
    beside = quantity(also, "q") if also else None
    if beside is None or beside.unit is None or unit not in (None, beside.unit):
        return Quantity(value=value * factor, unit=unit)
    return Quantity(value=value * factor, unit=beside.unit, also=beside.value)


def unit_word(match: re.Match[str], name: str) -> str | None:
    """The unit as the text writes it, None if it gives none."""
    word: str | None = match[f"{name}_unit"] or match[f"{name}_after"]
    return word


def without_quantities(text: str) -> str:
    """`text` without its numbers and their units, so that ids outlive a change of value."""
    return _ALONE.sub(" ", text)


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
