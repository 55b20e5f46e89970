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


OPENAPI = """\
openapi: 3.1.0
info: {title: Tea, version: "1"}
paths:
  /v1/cups/{cup_id}:
    parameters:
      - {name: cup_id, in: path, required: true, schema: {type: string}}
    post:
      operationId: fillCup
      parameters:
        - {name: size, in: query, schema: {type: integer, minimum: 1, x-source: "menu#sizes"}}
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Fill"}
      responses:
        "200":
          description: It is full.
          content:
            application/json:
              schema: {type: object, properties: {id: {type: string}}}
components:
  schemas:
    Fill:
      type: object
      properties:
        minimum: {type: string}
        ttl: {type: integer, minimum: 60, maximum: 120, x-fact: tea/rules/ttl-range}
        kind: {enum: [green, black], x-fact: tea/rules/kind-choices}
x-limits:
  cups: {maximum: 3, x-fact: tea/rules/cups-per-table}
"""

PAGE = """\
# Tea

## Rules

`ttl` must be between 60 and 120 seconds. The `kind` is one of `green` or `black`.

* Up to 3 cups per table.
* A cup must not leak.

Later calls return `410`.
"""

REQUIREMENTS = """\
area: tea
order: 1
requirements:
  - id: tea.ttl
    level: MUST
    claim: A time to live outside the bounds is refused.
    facts: [tea/rules/ttl-range]
    schema: openapi.yaml#/components/schemas/Fill/properties/ttl
  - id: tea.leak
    level: MUST
    claim: No cup leaks.
    facts: [tea/rules/must-not-leak]
    sources: ["menu#cups"]
    builds_on: [tea.ttl]
  - id: tea.gone
    level: SHOULD
    claim: A cup that is gone stays gone.
    sources: ["menu#gone"]
    excluded: Nobody waits so long.
"""

SUITE = """\
from somewhere import requirement

@requirement("tea.ttl")
def test_ttl(api):
    assert api
"""

MONITOR = """\
class Leaks:
    requirement = "tea.leak"
"""

WAIVERS = """\
- facts: tea/rules/*-status
  reason: Statuses are not written yet.
"""


@pytest.fixture
def tea(tmp_path):
    """A folder with a small spec that holds together: docs, specs, suite and monitors."""
    from specs.extraction import read, recognise, render

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "tea.md").write_text(PAGE, encoding="utf-8")
    folder = tmp_path / "specs"
    (folder / "requirements").mkdir(parents=True)
    (folder / "openapi.yaml").write_text(OPENAPI, encoding="utf-8")
    (folder / "requirements" / "tea.yaml").write_text(REQUIREMENTS, encoding="utf-8")
    (folder / "sources.yaml").write_text('- {id: menu, title: Menu, date: "2026-01-01"}\n', encoding="utf-8")
    (folder / "waivers.yaml").write_text(WAIVERS, encoding="utf-8")
    facts, _ = recognise(read([tmp_path / "docs"]).pages)
    (folder / "facts.yaml").write_text(render(facts), encoding="utf-8")
    for name, content in (("suite", SUITE), ("monitors", MONITOR)):
        (tmp_path / "judges" / name).mkdir(parents=True)
        (tmp_path / "judges" / name / "test_tea.py").write_text(content, encoding="utf-8")
    return tmp_path


@pytest.fixture
def edit(tea):
    """Replaces text in a file of the tea folder; the text must be there, once."""

    def replaced(name, old, new):
        path = tea / name
        content = path.read_text(encoding="utf-8")
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {name}"
        path.write_text(content.replace(old, new), encoding="utf-8")

    return replaced
