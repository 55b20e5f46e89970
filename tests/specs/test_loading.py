"""The one door to the specs: what it gives, and what it says of files that are broken."""

import dataclasses

import pytest
import yaml

from specs import Level, SpecError, load
from specs.loading import read_yaml
from specs.pointers import follow, resolved


@pytest.fixture
def folder(tea):
    """The tea folder's specs, read anew."""
    load.cache_clear()
    yield tea / "specs"
    load.cache_clear()


def test_a_spec_is_one_frozen_value(folder):
    spec = load(folder)

    assert list(spec.requirements) == ["tea.ttl", "tea.leak", "tea.gone"]
    assert spec.areas == ("tea",)
    assert spec.limit("cups") == 3
    assert spec.schema("Fill")["properties"]["ttl"]["maximum"] == 120
    assert spec.schema("#/x-limits/cups") == spec.openapi["x-limits"]["cups"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        spec.digest = ""
    with pytest.raises(TypeError):
        spec.facts["new"] = None


def test_an_area_says_by_which_surfaces_its_promises_are_judged_unless_one_says_otherwise(folder):
    path = folder / "requirements" / "tea.yaml"
    document = yaml.safe_load(path.read_text())
    document["surfaces"] = ["rest", "sdk"]
    document["requirements"][1]["surfaces"] = ["rest"]
    path.write_text(yaml.safe_dump(document))

    surfaces = [requirement.surfaces for requirement in load(folder).requirements.values()]
    assert surfaces == [("rest", "sdk"), ("rest",), ("rest", "sdk")]


def test_a_requirement_has_its_place_and_defaults(folder):
    leak = load(folder).requirements["tea.leak"]

    assert (leak.level, leak.area, leak.order) == (Level.MUST, "tea", 1)
    assert (leak.surfaces, leak.needs, leak.cost, leak.excluded) == (("rest",), (), "free", None)


def test_an_operation_has_its_schemas_and_parameters(folder):
    fill = load(folder).operations["fillCup"]

    assert (fill.method, fill.path, fill.success) == ("POST", "/v1/cups/{cup_id}", (200,))
    assert [parameter["name"] for parameter in fill.parameters] == ["cup_id", "size"]
    assert fill.request_schema["properties"]["kind"]["enum"] == ["green", "black"]


def test_where_a_requirement_stands_in_the_docs(folder, edit):
    assert load(folder).location("tea.ttl") == "tea § Rules"
    assert load(folder).location("tea.gone") == "Menu § gone"

    edit("specs/requirements/tea.yaml", 'sources: ["menu#gone"]', "needs: [clock]")
    edit("specs/requirements/tea.yaml", 'sources: ["menu#cups"]', 'sources: ["card#cups"]')
    edit("specs/requirements/tea.yaml", "facts: [tea/rules/must-not-leak]", "facts: [gone]")
    load.cache_clear()
    assert load(folder).location("tea.gone") == "derived"
    assert load(folder).location("tea.leak") == "card#cups"


def test_the_digest_follows_schemas_and_catalogue_but_not_facts(folder, edit):
    digest = load(folder).digest
    (folder / "facts.yaml").write_text("[]\n")
    load.cache_clear()
    assert load(folder).digest == digest

    edit("specs/openapi.yaml", "minimum: 60", "minimum: 30")
    load.cache_clear()
    assert load(folder).digest != digest


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("requirements/tea.yaml", "id: tea.leak", "id: tea.ttl", "tea.ttl is written twice; rename one"),
        ("requirements/tea.yaml", "builds_on:", "build_on:", "tea.leak: unknown keys build_on"),
        ("requirements/tea.yaml", "level: SHOULD", "level: PERHAPS", "'PERHAPS' is not a valid Level"),
        ("requirements/tea.yaml", "area: tea", "areas: tea", "a record is malformed: 'area'"),
        ("facts.yaml", "  page: tea\n  heading: Rules\n  line: 7\n", "", "a record is malformed: "),
        ("sources.yaml", "title:", "name:", "a record is malformed: "),
        ("openapi.yaml", "operationId", "operation", "a record is malformed: 'operationId'"),
        ("openapi.yaml", "paths:", "paths: [", "not YAML: "),
    ],
)
def test_a_broken_file_is_named(folder, edit, name, old, new, message):
    edit(f"specs/{name}", old, new)

    with pytest.raises(SpecError) as refused:
        load(folder)

    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SpecError, match=r"absent\.yaml: No such file"):
        read_yaml(tmp_path / "absent.yaml")


def test_a_pointer_that_leads_nowhere_says_where_it_ends():
    document = {"a": {"b/c": [{"d~e": 1}]}}

    assert follow(document, "#/a/b~1c/0/d~0e") == 1
    for pointer, part in (
        ("#/a/x", "x"),
        ("#/a/b~1c/1", "1"),
        ("#/a/b~1c/x", "x"),
        ("#/a/b~1c/0/d~0e/f", "f"),
    ):
        with pytest.raises(KeyError, match=f"nothing at '{part}'"):
            follow(document, pointer)


def test_references_are_replaced_by_what_they_refer_to():
    document = {"a": {"$ref": "#/b"}, "b": {"c": [{"$ref": "#/d"}]}, "d": 1}

    assert resolved(document, "#/a") == {"c": [1]}


def test_the_spec_of_the_package_can_be_read():
    spec = load()

    assert spec.facts
    assert spec.requirements
    assert all(spec.location(requirement) != "derived" for requirement in spec.requirements)
