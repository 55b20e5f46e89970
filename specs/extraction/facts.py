"""Findings to facts: every fact gets an id that stays when its value changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from specs.extraction.fragments import Diagnostic
from specs.extraction.pages import Page
from specs.extraction.recognisers import RECOGNISERS, Finding
from specs.extraction.words import digest, slug
from specs.model import Fact


def recognise(pages: Iterable[Page]) -> tuple[tuple[Fact, ...], tuple[Diagnostic, ...]]:
    """Every fact on `pages`, in the order of page id and line, and what in them does not fit together.

    An id is `page/heading/subject`; the second of the same gets `-2`. Neither value nor digest is in it.
    """
    facts: list[Fact] = []
    diagnostics: list[Diagnostic] = []
    for page in sorted(pages, key=lambda page: page.id):
        taken: Counter[str] = Counter()
        for finding in _findings(page):
            base = f"{page.id}/{slug(finding.heading) or 'top'}/{finding.subject}"
            taken[base] += 1
            fact_id = base if taken[base] == 1 else f"{base}-{taken[base]}"
            facts.append(_fact(fact_id, page, finding))
            if finding.doubt:
                message = f"{fact_id}: {finding.doubt}"
                diagnostics.append(Diagnostic(page=page.id, line=finding.line, message=message, of="page"))
    return tuple(facts), tuple(diagnostics)


def _findings(page: Page) -> list[Finding]:
    order = {kind: index for index, kind in enumerate(RECOGNISERS)}
    found = [finding for recogniser in RECOGNISERS.values() for finding in recogniser(page)]
    return sorted(found, key=lambda finding: (finding.line, order[finding.kind]))


def _fact(fact_id: str, page: Page, finding: Finding) -> Fact:
    return Fact(
        id=fact_id,
        page=page.id,
        heading=finding.heading,
        line=finding.line,
        digest=digest(finding.basis),
        kind=finding.kind,
        subject=finding.subject,
        value=finding.value,
        unit=finding.unit,
    )
