"""The real docs page, where it lies beside the checkout, and the files that were made from it."""

import pytest
from click.testing import CliRunner

from conformance.cli.specs import specs
from specs import load
from specs.extraction import read, recognise, render
from specs.extraction.annotations import places
from specs.extraction.checking import MUST_BE_CITED, read_waivers
from specs.extraction.drift import drift
from specs.loading import HERE

FEWEST_WORDS = 5  # a heading may have four
CREATED = ("public-urls", "imagine-files", "imagine-files-inputs", "imagine-files-outputs")


@pytest.fixture(scope="module")
def reading(docs):
    """The pages of the real diff page."""
    return read(sorted(docs.glob("*.txt")))


def test_the_facts_that_are_committed_are_those_of_the_docs(reading):
    facts, _ = recognise(reading.pages)

    assert render(facts).encode() == (HERE / "facts.yaml").read_bytes()


def test_both_sides_are_recovered_without_a_gap(reading):
    assert [diff.diagnostics for diff in reading.diffs if diff.diagnostics] == []
    for diff in reading.diffs:
        for side in (diff.before, diff.after):
            ends = [fragment.first + len(fragment.lines) for fragment in side]
            assert all(end < fragment.first for end, fragment in zip(ends, side[1:], strict=False))
        shift = sum(len(f.lines) for f in diff.after) - sum(len(f.lines) for f in diff.before)
        assert shift == diff.added - diff.removed


def test_the_lines_add_up_to_the_totals_that_the_page_declares(reading):
    assert (sum(d.added for d in reading.diffs), sum(d.removed for d in reading.diffs)) == (971, 69)


def test_created_pages_are_whole_and_known_by_name(reading):
    pages = {page.id: page for page in reading.pages}

    assert {name for name, page in pages.items() if page.whole} == set(CREATED)
    for diff in reading.diffs:
        if diff.status == "created":
            (side,) = diff.after
            assert (side.first, len(side.lines)) == (1, diff.added)


def test_what_is_ambiguous_is_the_names_of_fragments_alone(reading):
    assert all("does not name this page" in note.message for note in reading.diagnostics)
    assert {note.page.partition("-")[0] for note in reading.diagnostics} == {"fragment"}


def test_no_sentence_of_the_docs_is_in_the_facts(reading):
    written = " ".join((HERE / "facts.yaml").read_text(encoding="utf-8").split())
    for page in reading.pages:
        for block in page.blocks:
            text = getattr(block, "text", "")
            for line in text.splitlines():
                if len(line.split()) >= FEWEST_WORDS:
                    assert line not in written


def test_a_changed_bound_names_fact_schema_and_requirements(docs, tmp_path):
    (source,) = docs.glob("*.txt")
    text = source.read_text(encoding="utf-8")
    copy = tmp_path / "copy.txt"
    copy.write_text(text.replace("3600 seconds (1 hour)", "1800 seconds (30 minutes)"), encoding="utf-8")
    fact = "public-urls/expiry-behaviour/expires-after-range"
    schema = "#/components/schemas/CreatePublicUrl/properties/expires_after"
    requirements = "public-url.expiry.own, public-url.expiry.bounds, public-url.expiry.short-lived-file"

    spec = load()
    facts, doubts = recognise(read([copy]).pages)
    found = {f.id: f for f in facts}
    lines = list(drift(spec, found, {f.page for f in facts}, places(spec.openapi)))
    assert lines == [
        (
            f"{fact}: was 3600 to 2592000 seconds, is 1800 to 2592000 seconds in the docs;"
            f" schemas: {schema}; requirements concerned: {requirements}"
        )
    ]
    assert doubts == ()

    written = tmp_path / "facts.yaml"
    assert CliRunner().invoke(specs, ["extract", str(copy), "--output", str(written)]).exit_code == 0
    result = CliRunner().invoke(specs, ["check", "--facts", str(written)])
    assert result.exit_code == 1
    assert (
        f"openapi.yaml: {schema}: minimum is 3600, but {fact} says 1800; write what the docs say"
        f" (requirements concerned: {requirements})"
    ) in result.output.splitlines()


def test_every_promise_of_the_public_url_page_is_cited_and_not_waived():
    spec = load()
    cited = {fact for requirement in spec.requirements.values() for fact in requirement.facts}
    cited |= {place.fact for place in places(spec.openapi) if place.fact}
    promises = {f.id for f in spec.facts.values() if f.page == "public-urls" and f.kind in MUST_BE_CITED}

    assert promises
    assert promises <= cited
    assert not any(waiver.facts.startswith("public-urls") for waiver in read_waivers(HERE / "waivers.yaml"))


def test_the_package_holds_together():
    result = CliRunner().invoke(specs, ["check"])

    assert [line for line in result.output.splitlines()[:-1] if "no check judges it" not in line] == []
