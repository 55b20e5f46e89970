"""What changed in the docs is told with the schemas and requirements that rest on it."""

import pytest

from specs import load
from specs.extraction import read, recognise
from specs.extraction.annotations import places
from specs.extraction.drift import drift

DRIFTS = {
    "a value": (
        "between 60",
        "between 30",
        [
            (
                "tea/rules/ttl-range: was 60 to 120 seconds, is 30 to 120 seconds in the docs;"
                " schemas: #/components/schemas/Fill/properties/ttl; requirements concerned: tea.ttl"
            )
        ],
    ),
    "a list": (
        "or `black`",
        "or `white`",
        [
            (
                "tea/rules/kind-choices: was green, black, is green, white in the docs;"
                " schemas: #/components/schemas/Fill/properties/kind; no requirement concerned"
            )
        ],
    ),
    "wording alone": (
        "A cup must not leak.",
        "A good cup must not leak.",
        [
            (
                "tea/rules/must-not-leak: reworded in the docs, its value unchanged; no schema;"
                " requirements concerned: tea.leak"
            )
        ],
    ),
    "a fact more": (
        "Later",
        "Milk is never used. Later",
        ["tea/rules/milk-is-never: new in the docs (statement never)"],
    ),
    "a fact less": (
        "* A cup must not leak.\n",
        "",
        ["tea/rules/must-not-leak: vanished from the docs; no schema; requirements concerned: tea.leak"],
    ),
    "a line moved": ("## Rules\n", "\n\n## Rules\n", []),
    "a word that makes a statement": (
        "must not leak",
        "cannot leak",
        [
            "tea/rules/cup-cannot: new in the docs (statement cannot)",
            "tea/rules/must-not-leak: vanished from the docs; no schema; requirements concerned: tea.leak",
        ],
    ),
}


@pytest.mark.parametrize("case", DRIFTS, ids=str)
def test_drift_names_what_rests_on_the_fact(case, tea, edit):
    old, new, lines = DRIFTS[case]
    load.cache_clear()
    spec = load(tea / "specs")
    edit("docs/tea.md", old, new)

    facts, _ = recognise(read([tea / "docs"]).pages)

    assert list(drift(spec, {f.id: f for f in facts}, {"tea"}, places(spec.openapi))) == lines


def test_facts_of_pages_that_were_not_read_have_not_drifted(tea):
    load.cache_clear()
    spec = load(tea / "specs")

    assert list(drift(spec, {}, {"coffee"}, places(spec.openapi))) == []
