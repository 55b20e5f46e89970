"""Runs of lines of a page, as recovered: the common ground of all inputs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fragment:
    """Consecutive lines of a page. `first` is the number of the first one, from 1."""

    first: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """Something that extraction could not decide, and therefore left out or named itself.

    `page` is the id of the page concerned. `line` counts from 1, in the page or in the source as `of` says.
    """

    page: str
    line: int
    message: str
    of: str = "source"

    def __str__(self) -> str:
        """One line for a person."""
        return f"{self.page}: line {self.line} of the {self.of}: {self.message}"


def fragments(lines: dict[int, str]) -> tuple[Fragment, ...]:
    """The runs of consecutive numbers in `lines`, in order."""
    runs: list[tuple[int, list[str]]] = []
    for number in sorted(lines):
        if runs and number == runs[-1][0] + len(runs[-1][1]):
            runs[-1][1].append(lines[number])
        else:
            runs.append((number, [lines[number]]))
    return tuple(Fragment(first, tuple(run)) for first, run in runs)
