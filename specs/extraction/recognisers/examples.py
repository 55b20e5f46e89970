"""Examples: code blocks, by their language and the calls that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specs.extraction.pages import Code, Page
from specs.extraction.recognisers.calls import calls
from specs.extraction.recognisers.findings import Finding


def find(page: Page) -> Iterator[Finding]:
    """A fact `example` for each block, its value `{language, calls}`.

    Blocks of which the source shows the end alone are left out: their language is not known.
    """
    for block in page.blocks:
        if isinstance(block, Code) and (page.whole or block.language):
            language = language_of(block.language)
            yield Finding(
                kind="example",
                subject=f"{language}-example",
                value={"language": language, "calls": calls(block.text)},
                unit=None,
                line=block.line,
                heading=block.heading,
                basis=block.text,
            )


def language_of(info: str) -> str:
    """The language that a code block's info string means: `pythonXAI` → `python`; `text` for none."""
    match = re.match(r"[a-z+#]+", info)
    return match[0] if match else info.lower() or "text"
