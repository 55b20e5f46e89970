"""Endpoints: methods and paths in prose and in code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specs.extraction.pages import Code, Page
from specs.extraction.recognisers.calls import calls, path
from specs.extraction.recognisers.findings import Finding, pieces
from specs.extraction.words import slug

_PROSE = re.compile(
    r"`(?:(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|WS) )?(?P<socket>wss://[\w.-]+)?(?P<path>/v\d+/[^\s`?]+)`"
)


def find(page: Page) -> Iterator[Finding]:
    """A fact `endpoint` for each under a heading: `METHOD /path`, or the path alone where no method is named.

    An endpoint is its method and path, so here alone the id follows the value.
    """
    seen: set[tuple[str, str]] = set()
    for line, heading, value, basis in sorted(_found(page)):
        if (heading, value) not in seen:
            seen.add((heading, value))
            yield Finding(
                kind="endpoint",
                subject=slug(value),
                value=value,
                unit=None,
                line=line,
                heading=heading,
                basis=basis,
            )


def _found(page: Page) -> Iterator[tuple[int, str, str, str]]:
    for piece in pieces(page):
        for match in _PROSE.finditer(piece.text):
            method = "WS" if match["socket"] else match["method"]
            value = " ".join(part for part in (method, path(match["path"])) if part)
            yield piece.line, piece.heading, value, match[0]
    for block in page.blocks:
        if isinstance(block, Code):
            for call in calls(block.text):
                if "/" in call:
                    yield block.line, block.heading, call, call
