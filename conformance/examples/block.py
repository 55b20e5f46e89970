"""A code block of a page, and what could run it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Runtime(StrEnum):
    """What runs a block."""

    SHELL = "shell"
    PYTHON = "python"
    JAVASCRIPT = "javascript"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block. `number` counts over all pages, from 1; `line` is that of its fence in the page.

    `source` is the file or the address that the page came from. `language` is what the fence says, `flavour` what a
    person calls it: `curl`, `xai-sdk`. `runtime` is None where it is no program, and `unfit` says why. `cut` and `flat`
    are as in `specs.extraction.pages.Code`. `answer` is the JSON that the page shows as the answer to it, or "".
    """

    number: int
    source: str
    page: str
    heading: str
    line: int
    language: str
    text: str
    runtime: Runtime | None
    flavour: str
    unfit: str = ""
    cut: str = ""
    flat: bool = False
    answer: str = ""

    @property
    def where(self) -> str:
        """Page and line, as a person points at it."""
        return f"{self.page}:{self.line}"
