"""Every way in which facts, schemas, requirements and checks can fall apart is one line with its remedy."""

from dataclasses import replace

import pytest

from specs import SpecError, load
from specs.extraction.annotations import places
from specs.extraction.checking import SuiteError, check, read_waivers


@pytest.fixture
def problems(tea):
    """The problems of the tea folder as it is now."""

    def found():
        load.cache_clear()
        folder = tea / "specs"
        judges = tea / "judges"
        report = check(
            load(folder),
            waivers=read_waivers(folder / "waivers.yaml"),
            suite=judges / "suite",
            monitors=judges / "monitors",
        )
        return list(report.problems)

    yield found
    load.cache_clear()


def test_what_holds_together_has_no_problem(problems):
    assert problems() == []


CASES = {
    "a requirement cites a fact that is not there": (
        "specs/requirements/tea.yaml",
        "facts: [tea/rules/must-not-leak]",
        "facts: [tea/rules/must-not-leak, tea/rules/gone]",
        ["requirements/tea.yaml: tea.leak: fact tea/rules/gone is not in facts.yaml; cite another or none"],
    ),
    "a schema cites a fact that is not there": (
        "specs/openapi.yaml",
        "x-fact: tea/rules/ttl-range",
        "x-fact: tea/rules/gone",
        [
            (
                "openapi.yaml: #/components/schemas/Fill/properties/ttl: x-fact tea/rules/gone is not in facts.yaml;"
                " name another, or give an x-source (requirements concerned: tea.ttl)"
            )
        ],
    ),
    "a bound differs from its fact": (
        "specs/openapi.yaml",
        "minimum: 60",
        "minimum: 30",
        [
            (
                "openapi.yaml: #/components/schemas/Fill/properties/ttl: minimum is 30, but tea/rules/ttl-range says"
                " 60; write what the docs say (requirements concerned: tea.ttl)"
            )
        ],
    ),
    "a bound is missing": (
        "specs/openapi.yaml",
        "minimum: 60, maximum: 120",
        "minimum: 60",
        [
            (
                "openapi.yaml: #/components/schemas/Fill/properties/ttl: maximum is missing, but tea/rules/ttl-range"
                " says 120; write what the docs say (requirements concerned: tea.ttl)"
            )
        ],
    ),
    "a limit differs from its fact": (
        "specs/openapi.yaml",
        "cups: {maximum: 3",
        "cups: {maximum: 4",
        [
            (
                "openapi.yaml: #/x-limits/cups: maximum is 4, but tea/rules/cups-per-table says 3;"
                " write what the docs say (no requirement concerned)"
            )
        ],
    ),
    "an enumeration differs from its fact": (
        "specs/openapi.yaml",
        "enum: [green, black]",
        "enum: [green]",
        [
            (
                "openapi.yaml: #/components/schemas/Fill/properties/kind: enum is ['green'], but"
                " tea/rules/kind-choices says ['green', 'black']; write what the docs say (no requirement concerned)"
            )
        ],
    ),
    "a fact of a kind without bounds": (
        "specs/openapi.yaml",
        "x-fact: tea/rules/cups-per-table",
        "x-fact: tea/rules/must-not-leak",
        [
            (
                "openapi.yaml: #/x-limits/cups: x-fact tea/rules/must-not-leak is a statement, which carries no"
                " bound; cite a range, limit or enum"
            ),
            (
                "facts.yaml: tea/rules/cups-per-table: nothing cites this limit (tea, line 7); cite it in a"
                " requirement, or waive it in waivers.yaml with a reason"
            ),
        ],
    ),
    "a keyword that the fact says nothing of": (
        "specs/openapi.yaml",
        "minimum: 60,",
        "minimum: 60, default: 90,",
        [
            (
                "openapi.yaml: #/components/schemas/Fill/properties/ttl: default cannot come from"
                " tea/rules/ttl-range, a range; add an x-source"
            )
        ],
    ),
    "a number without origin": (
        "specs/openapi.yaml",
        "id: {type: string}",
        "id: {type: string, maxLength: 9}",
        [
            (
                "openapi.yaml: #/paths/~1v1~1cups~1{cup_id}/post/responses/200/content/application~1json/schema"
                "/properties/id: maxLength without origin; add x-fact (an id of facts.yaml) or x-source"
            )
        ],
    ),
    "a source of a bound that is not there": (
        "specs/openapi.yaml",
        'x-source: "menu#sizes"',
        'x-source: "card#sizes"',
        [
            (
                "openapi.yaml: #/paths/~1v1~1cups~1{cup_id}/post/parameters/0/schema: x-source card#sizes is not in"
                " sources.yaml; add it there or name another"
            )
        ],
    ),
    "no valid OpenAPI": (
        "specs/openapi.yaml",
        'info: {title: Tea, version: "1"}',
        "info: {title: Tea}",
        ['openapi.yaml: #/info: no valid OpenAPI 3.1: "version" is a required property'],
    ),
    "a source of a requirement that is not there": (
        "specs/requirements/tea.yaml",
        'sources: ["menu#cups"]',
        'sources: ["card#cups"]',
        [
            (
                "requirements/tea.yaml: tea.leak: source card#cups is not in sources.yaml;"
                " add it there or cite another"
            )
        ],
    ),
    "a requirement without facts and sources": (
        "specs/requirements/tea.yaml",
        'sources: ["menu#gone"]',
        "needs: [clock]",
        ["requirements/tea.yaml: tea.gone: cites neither fact nor source; say where the docs promise it"],
    ),
    "a requirement that builds on nothing": (
        "specs/requirements/tea.yaml",
        "builds_on: [tea.ttl]",
        "builds_on: [tea.pot]",
        ["requirements/tea.yaml: tea.leak: builds_on tea.pot, which is no requirement; name one"],
    ),
    "a schema that leads nowhere": (
        "specs/requirements/tea.yaml",
        "properties/ttl",
        "properties/pot",
        [
            (
                "requirements/tea.yaml: tea.ttl: schema openapi.yaml#/components/schemas/Fill/properties/pot leads"
                " nowhere; correct the pointer"
            )
        ],
    ),
    "a schema in another file": (
        "specs/requirements/tea.yaml",
        "openapi.yaml#/comp",
        "other.yaml#/comp",
        [
            (
                "requirements/tea.yaml: tea.ttl: schema other.yaml#/components/schemas/Fill/properties/ttl leads"
                " nowhere; correct the pointer"
            )
        ],
    ),
    "a fact that nothing cites": (
        "specs/requirements/tea.yaml",
        "facts: [tea/rules/must-not-leak]",
        "facts: []",
        [
            (
                "facts.yaml: tea/rules/must-not-leak: nothing cites this statement (tea, line 8); cite it in a"
                " requirement, or waive it in waivers.yaml with a reason"
            )
        ],
    ),
    "a waiver without facts": (
        "specs/waivers.yaml",
        "- facts: tea/rules/*-status",
        "- facts: coffee/*\n  reason: None yet.\n- facts: tea/rules/*-status",
        ["waivers.yaml: coffee/*: no such fact any more; remove the waiver"],
    ),
    "a waiver without reason": (
        "specs/waivers.yaml",
        "Statuses are not written yet.",
        "' '",
        ["waivers.yaml: tea/rules/*-status: no reason; say why nothing cites these facts"],
    ),
    "a check of no requirement": (
        "judges/suite/test_tea.py",
        '@requirement("tea.ttl")',
        '@requirement("tea.ttl", "tea.pot")',
        ["suite/test_tea.py:3: tea.pot is not in the catalogue; add the requirement or correct the id"],
    ),
    "a check of an excluded requirement": (
        "judges/suite/test_tea.py",
        '@requirement("tea.ttl")',
        '@marks.requirement("tea.gone")\n@requirement("tea.ttl")',
        ["suite/test_tea.py:3: tea.gone is excluded from testing; remove the check or the exclusion"],
    ),
    "a check whose requirement is computed": (
        "judges/suite/test_tea.py",
        '@requirement("tea.ttl")',
        '@requirement(NAME)\n@requirement("tea.ttl")',
        ["suite/test_tea.py:3: a requirement's id must be written out as text"],
    ),
    "a requirement without a check": (
        "judges/suite/test_tea.py",
        '@requirement("tea.ttl")',
        "",
        ["requirements/tea.yaml: tea.ttl: no check judges it; write one, or exclude it with a reason"],
    ),
    "a requirement without a monitor": (
        "judges/monitors/test_tea.py",
        "requirement =",
        "other =",
        ["requirements/tea.yaml: tea.leak: no check judges it; write one, or exclude it with a reason"],
    ),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_problem_is_one_line(case, edit, problems):
    name, old, new, lines = CASES[case]

    edit(name, old, new)

    assert problems() == lines
    assert all("\n" not in line for line in lines)


def test_a_monitor_may_name_its_requirement_in_the_module_or_with_a_type(edit, problems):
    edit(
        "judges/monitors/test_tea.py",
        'class Leaks:\n    requirement = "tea.leak"',
        'requirement: str = "tea.leak"',
    )

    assert problems() == []


def test_the_folder_of_the_suite_must_exist(tea, problems):
    (tea / "judges" / "suite").rename(tea / "elsewhere")

    assert problems() == [
        f"{tea / 'judges' / 'suite'}: no such folder, so no requirement has a check; name the suite's folder"
    ]


def test_a_suite_that_is_not_python_is_refused(tea, problems):
    (tea / "judges" / "suite" / "broken.py").write_text("def (\n")

    with pytest.raises(SuiteError, match=r"broken\.py:1: not Python: invalid syntax"):
        problems()


def test_a_malformed_waiver_is_refused(tea, problems):
    (tea / "specs" / "waivers.yaml").write_text("- {facts: a, why: b}\n")

    with pytest.raises(SpecError, match=r"waivers\.yaml: a waiver has `facts` and `reason`"):
        problems()


def test_without_a_file_of_waivers_there_are_none(tmp_path):
    assert read_waivers(tmp_path / "waivers.yaml") == ()


def test_the_summary_counts_what_was_held_together(tea):
    load.cache_clear()
    spec = load(tea / "specs")
    waivers = read_waivers(tea / "specs" / "waivers.yaml")
    suite, monitors = tea / "judges" / "suite", tea / "judges" / "monitors"

    fine = check(spec, waivers=waivers, suite=suite, monitors=monitors)
    one = check(spec, waivers=waivers, suite=suite)

    assert fine.summary == "3 requirements, 5 facts, 5 bounds, 1 waiver, 2 checks: no problem"
    assert one.summary == "3 requirements, 5 facts, 5 bounds, 1 waiver, 1 check: 1 problem"
    assert replace(one, problems=("a", "b")).summary.endswith(": 2 problems")


def test_a_property_called_like_a_keyword_is_no_bound(tea):
    load.cache_clear()
    assert [place.pointer for place in places(load(tea / "specs").openapi)] == [
        "#/x-limits/cups",
        "#/components/schemas/Fill/properties/ttl",
        "#/components/schemas/Fill/properties/kind",
        "#/paths/~1v1~1cups~1{cup_id}/post/parameters/0/schema",
    ]


def test_bounds_are_found_wherever_a_schema_can_stand():
    bound = {"maximum": 1}
    openapi = {
        "paths": {
            "/": {
                "get": {
                    "responses": {
                        "200": {
                            "headers": {"X": {"schema": bound}},
                            "content": {"a/b": {"schema": {"items": {"oneOf": [True, bound]}}}},
                        }
                    }
                }
            }
        },
        "components": {
            "schemas": {"S": {"not": bound, "allOf": [{"$defs": {"a/b~c": bound}}]}},
            "parameters": {"P": {"schema": bound}},
        },
    }

    assert {place.pointer for place in places(openapi)} == {
        "#/components/schemas/S/not",
        "#/components/schemas/S/allOf/0/$defs/a~1b~0c",
        "#/components/parameters/P/schema",
        "#/paths/~1/get/responses/200/headers/X/schema",
        "#/paths/~1/get/responses/200/content/a~1b/schema/items/oneOf/1",
    }
