"""Ids of pages: short, and the same as long as the page is the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from specs.extraction.fragments import Diagnostic
from specs.extraction.pages import Code, Page, Prose
from specs.extraction.recognisers.calls import calls
from specs.extraction.words import slug

SECTIONS = ("developers", "model-capabilities", "files")
"""Folders of the docs that say nothing of a page; they are left out of ids where something follows."""

_ENDPOINT = re.compile(r"/v\d+(?:/[\w-]+)+")


def id_from_path(path: str) -> str:
    """The id of the page at `path`: `files/public-urls.md` → `public-urls`."""
    parts = [part for part in re.sub(r"\.(mdx?|markdown|txt)$", "", path).split("/") if part not in ("", ".")]
    while len(parts) > 1 and parts[0] in SECTIONS:
        parts = parts[1:]
    return slug("-".join(parts)) or "page"


def named(
    pages: Sequence[Page], names: Sequence[str | None], lines: Sequence[int]
) -> tuple[list[Page], list[Diagnostic]]:
    """The pages with their ids, and a diagnostic for each whose name is no more than a guess.

    A page that the source does not name is known by its title, best by that of a link to it on any of the
    pages. A fragment without title gets `fragment-` and the first heading, endpoint or words that it shows.
    """
    targets = _targets(pages)
    taken: Counter[str] = Counter()
    result: list[Page] = []
    diagnostics: list[Diagnostic] = []
    for page, name, line in zip(pages, names, lines, strict=True):
        page_id, guessed = (id_from_path(name), "") if name else _unnamed(page, targets)
        taken[page_id] += 1
        if taken[page_id] > 1:
            page_id = f"{page_id}-{taken[page_id]}"
        result.append(replace(page, id=page_id))
        if guessed:
            message = f"the source does not name this page; called {page_id} after {guessed}"
            diagnostics.append(Diagnostic(page=page_id, line=line, message=message))
    return result, diagnostics


def _targets(pages: Sequence[Page]) -> dict[str, str]:
    """Where links that carry a title lead, for titles that always lead to the same place.

    A link may name the page's section too, as in `Imagine → Files`. It counts only where no link carries
    the title alone.
    """
    exact: dict[str, set[str]] = {}
    within: dict[str, set[str]] = {}
    for page in pages:
        for text, target in page.links:
            if target.startswith("/") and "#" not in target:
                exact.setdefault(slug(text), set()).add(target)
                within.setdefault(slug(re.split("[\u2192>]", text)[-1]), set()).add(target)
    return {title: min(targets) for title, targets in {**within, **exact}.items() if len(targets) == 1}


def _unnamed(page: Page, targets: dict[str, str]) -> tuple[str, str]:
    """The id of a page without a name, and what it was guessed from, "" where it is certain."""
    if page.title:
        target = targets.get(slug(page.title))
        return (id_from_path(target), "") if target else (slug(page.title), "")
    if page.headings:
        return f"fragment-{slug(page.headings[0][1])}", "the first heading that it shows"
    called = (path for block in page.blocks if isinstance(block, Code) for path in calls(block.text))
    texts = [block.text for block in page.blocks if isinstance(block, Prose | Code)]
    if match := _ENDPOINT.search("\n".join([*called, *texts])):
        return f"fragment-{slug(match[0])}", "the first endpoint that it shows"
    words = slug(texts[0]).split("-")[:4] if texts else ["without", "text"]
    return f"fragment-{'-'.join(words)}", "the first words that it shows"
