"""`examples.json` as frozen values."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from reports.words import one_line


class ExamplesError(Exception):
    """A document is no `examples.json`; the message says where and why."""


class Outcome(StrEnum):
    """What became of a block, in the order in which a person wants to see them."""

    FAILED = "failed"
    TIMEOUT = "timeout"
    MISSING = "missing"
    RAN = "ran"
    SKIPPED = "skipped"


#: To whom a failure points, as a phrase.
POINTS_AT: Mapping[str, str] = MappingProxyType(
    {
        "example": "the example is broken",
        "sdk": "points at the SDK",
        "server": "points at the server",
        "unclear": "unclear who is to blame",
        "": "",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A code block and its outcome; the fields are those of the schema."""

    number: int
    source: str
    page: str
    heading: str
    line: int
    language: str
    flavour: str
    runtime: str | None
    code: str
    outcome: Outcome
    at: str
    reason: str
    failed_at: int
    continues: tuple[int, ...]
    supplied: tuple[str, ...]
    notes: tuple[str, ...]
    output: str
    seconds: float

    @property
    def where(self) -> str:
        """Page, line and heading, as a person points at it."""
        heading = f" ({one_line(self.heading, 60)})" if self.heading else ""
        return f"{self.page}:{self.line}{heading}"

    @property
    def why(self) -> str:
        """The reason, with the one that it points at, the line, and what it continues."""
        parts = [POINTS_AT[self.at], self.reason]
        said = ": ".join(part for part in parts if part)
        if self.failed_at:
            said = f"{said}, at line {self.failed_at}"
        if self.continues:
            numbers = ", ".join(map(str, self.continues))
            said = f"{said}; " if said else ""
            said = f"{said}continues block {numbers}"
        return said

    @property
    def counts(self) -> bool:
        """Whether it counts against somebody."""
        return self.outcome in (Outcome.FAILED, Outcome.TIMEOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """All blocks that have an outcome, in the order of the pages."""

    version: str
    complete: bool
    seconds: float
    limit: float
    tools: Mapping[str, Mapping[str, str]]
    blocks: tuple[Block, ...]

    def having(self, *outcomes: Outcome) -> tuple[Block, ...]:
        """The blocks with one of these outcomes."""
        return tuple(block for block in self.blocks if block.outcome in outcomes)

    def pages(self) -> Iterator[tuple[str, tuple[Block, ...]]]:
        """The pages with their blocks."""
        for page in dict.fromkeys(block.page for block in self.blocks):
            yield page, tuple(block for block in self.blocks if block.page == page)

    @property
    def with_what(self) -> str:
        """The tools and their versions, in one line."""
        return " · ".join(" ".join(pair) for each in self.tools.values() for pair in each.items() if pair[1])


def read(document: Mapping[str, Any]) -> Examples:
    """The values of a document.

    Raises:
        ExamplesError: it does not fit `examples.schema.json`.
    """
    problem = next(iter(_validator().iter_errors(document)), None)
    if problem is not None:
        at = "/".join(map(str, problem.instance_path)) or "the document"
        raise ExamplesError(f"{at}: {problem.message}")
    return Examples(
        version=document["version"],
        complete=document["complete"],
        seconds=document["seconds"],
        limit=document["limit"],
        tools=document["tools"],
        blocks=tuple(_block(each) for each in document["blocks"]),
    )


def _block(record: Mapping[str, Any]) -> Block:
    changed = {name: tuple(record[name]) for name in ("continues", "supplied", "notes")}
    return Block(**{**record, **changed, "outcome": Outcome(record["outcome"])})


@functools.cache
def _validator() -> Any:
    import jsonschema_rs

    text = files("reports.examples").joinpath("examples.schema.json").read_text("utf-8")
    return jsonschema_rs.validator_for(json.loads(text))
