"""Diff pages, written by the test from two versions of a page."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

EMPTY = "\u00a0"
REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Rendered:
    """A section as the diff page shows it, and the numbered lines that it shows of each side."""

    text: str
    before: dict[int, str]
    after: dict[int, str]
    added: int
    removed: int


def _shown(text: str) -> str:
    stripped = text.lstrip(" ")
    return (" " + stripped if stripped != text else text) or EMPTY


def render_section(
    before: Sequence[str], after: Sequence[str], *, header: str | None = None, context: int = 3
) -> Rendered:
    """The section for a page that was `before` and is `after`; `header` is its name, with its counts added."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    old: dict[int, str] = {}
    new: dict[int, str] = {}
    hunks: list[list[str]] = []
    added = removed = 0
    for group in matcher.get_grouped_opcodes(context):
        rows: list[str] = []
        for tag, i1, i2, j1, j2 in group:
            left = [(i + 1, before[i]) for i in range(i1, i2)]
            right = [(j + 1, after[j]) for j in range(j1, j2)]
            if tag != "equal":
                added, removed = added + len(right), removed + len(left)
            old.update(left)
            new.update(right)
            for index in range(max(len(left), len(right))):
                cells = [side[index] for side in (left, right) if index < len(side)]
                rows.append("".join(f"{number}{_shown(text)}" for number, text in cells))
        hunks.append(rows)
    body = "\n\n\n".join("\n\n".join(rows) for rows in hunks)
    top = f"{header} +{added} \u2212{removed}\n\nDetails" if header else "Details"
    return Rendered(f"{top}\n\n{body}\n", old, new, added, removed)


@pytest.fixture(scope="session")
def section() -> Callable[..., Rendered]:
    """`render_section`."""
    return render_section


@pytest.fixture(scope="session")
def docs() -> Path:
    """The folder with the real diff page; the test is skipped where it is absent."""
    folder = REPOSITORY.parent / "shared" / "docs"
    if not list(folder.glob("*.txt")):
        pytest.skip("the docs page is not beside this checkout")
    return folder
