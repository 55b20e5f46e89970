"""The list of known failures."""

import dataclasses
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.events import event
from reports.known_failures import KnownFailure, KnownFailuresError, judge, load, places, update
from reports.verdicts import fold

UPLOAD, BOUNDS, SHAPE = "files.upload.accepted", "public-url.expiry.bounds", "files.object.id-shape"
TODAY = date(2026, 6, 11)
SDK = {"name": "some-sdk", "version": "1", "language": "python", "runtime": "Python 3.11", "mode": "sync"}
ENTRY = """
[[known]]
requirement = "files.upload.*"
message = "answered with 201"
reason = "The mock was written before the docs."
link = "https://example/1"
expires = 2026-12-31
"""


@pytest.fixture
def path(tmp_path):
    """Where the list lies."""
    return tmp_path / "known-failures.toml"


def entry(requirement=UPLOAD, message="answered with 201", expires=date(2026, 12, 31)):
    """An entry of a list."""
    return KnownFailure(
        requirement=requirement, message=message, reason="because", link="https://example/1", expires=expires
    )


def deviating(make, message="The upload was answered with 201.", scope=(UPLOAD, BOUNDS)):
    """A run in which the upload deviates."""
    return make.run(
        make.started(scope),
        make.finished(UPLOAD, "deviates", message),
        *(make.finished(id_) for id_ in scope if id_ != UPLOAD),
        make.ended(),
    )


def test_reads_what_the_design_names(path):
    """Pattern, message, reason, link and date."""
    path.write_text(ENTRY)
    (found,) = load(path)
    assert found.requirement == "files.upload.*"
    assert found.expires == date(2026, 12, 31)
    assert found.names(UPLOAD)
    assert not found.names(BOUNDS)


@pytest.mark.parametrize(
    "text",
    [
        "[[known]\n",
        "[known]\nrequirement = 'a'\n",
        "known = 3\n",
        "[other]\n",
        ENTRY.replace("expires = 2026-12-31", "expires = 'soon'"),
        ENTRY.replace("expires = 2026-12-31", ""),
        ENTRY.replace('reason = "The mock was written before the docs."', "reason = ''"),
        ENTRY.replace("link =", "links ="),
        ENTRY.replace('link = "https://example/1"', "link = 3"),
        ENTRY.replace("message =", "#"),
    ],
    ids=[
        "no TOML",
        "table",
        "number",
        "other table",
        "no date",
        "no expiry",
        "no reason",
        "unknown key",
        "link",
        "no message",
    ],
)
def test_a_malformed_list_is_refused_in_a_sentence(path, text, snapshot):
    """It names the file and the entry."""
    path.write_text(text)
    with pytest.raises(KnownFailuresError) as caught:
        load(path)
    told = str(caught.value).replace(str(path), "known-failures.toml")
    assert "\n" not in told
    # What the parser of TOML says differs between versions of Python.
    assert re.sub("(?<=is not TOML: ).*", "…", told) == snapshot


def test_a_missing_list_is_refused_in_a_sentence(path):
    """A wrong path is a mistake of usage."""
    with pytest.raises(KnownFailuresError, match="cannot be read"):
        load(path)


@pytest.mark.parametrize(
    "message",
    ["answered with 201", "The upload * with 201", "*", "The upload was\n  answered", "upload*201."],
)
def test_a_known_failure_covers_what_it_expects(make, message):
    """A part of the message, or one with wildcards."""
    known = judge([entry(message=message)], deviating(make), today=TODAY)
    assert list(known.covered) == [UPLOAD]
    assert known.problems == ()


@pytest.mark.parametrize("message", ["answered with 202", "201*upload", "the upload"])
def test_a_changed_message_is_a_problem(make, message):
    """What deviates now is not what was known."""
    known = judge([entry(message=message)], deviating(make), today=TODAY)
    assert not known.covered
    assert "changed" in known.problems[0]


def test_an_expired_entry_is_a_problem_from_the_day_after(make):
    """The last day still counts."""
    assert judge([entry(expires=TODAY)], deviating(make), today=TODAY).covered
    known = judge([entry(expires=date(2026, 6, 10))], deviating(make), today=TODAY)
    assert not known.covered
    assert "expired on 2026-06-10" in known.problems[0]


def test_a_stale_entry_is_a_problem(make):
    """Nothing that it covers deviates, and all of it was judged."""
    known = judge([entry(BOUNDS)], deviating(make), today=TODAY)
    assert "stale" in known.problems[0]


def test_a_name_that_no_requirement_has_is_a_problem(make):
    """A misspelt entry would never do anything."""
    known = judge([entry("files.uplaod.accepted")], deviating(make), today=TODAY)
    assert "names no requirement" in known.problems[0]


@pytest.mark.parametrize("expires", [date(2026, 12, 31), date(2020, 1, 1)])
def test_what_is_out_of_scope_is_passed_over(make, expires):
    """Neither stale, nor expired, nor used."""
    known = judge([entry(SHAPE, expires=expires)], deviating(make), today=TODAY)
    assert not known.covered
    assert known.problems == ()


@pytest.mark.parametrize(("driver", "told"), [(SDK, 0), (None, 1)])
def test_a_promise_of_sdks_is_out_of_scope_where_one_is_driven_and_unknown_elsewhere(make, driver, told):
    """A list for SDKs serves a run of some areas, too."""
    known = make.catalogue()
    sdks = dataclasses.replace(known.requirements[SHAPE], surfaces=("sdk",))
    spec = dataclasses.replace(known, requirements={**known.requirements, SHAPE: sdks})
    changes = {} if driver is None else {"driver": driver}
    records = [make.started([UPLOAD], **changes), make.finished(UPLOAD), make.ended()]
    run = fold([event(record) for record in records], spec)
    assert len(judge([entry(SHAPE)], run, today=TODAY).problems) == told


def test_what_was_not_judged_is_not_stale(make):
    """It may deviate still."""
    run = make.run(make.started([UPLOAD]), make.finished(UPLOAD, "untestable"), make.ended())
    assert judge([entry()], run, today=TODAY).problems == ()
    # Of a glob's requirements some conform and one was out of scope.
    run = make.run(make.started([UPLOAD]), make.finished(UPLOAD), make.ended())
    assert judge([entry("files.*")], run, today=TODAY).problems == ()


def whole_run(make, *results):
    """A run over the whole catalogue, with these results and conformance otherwise."""
    ids = [id_ for id_, *_ in make.CATALOGUE]
    given_ids = {record["requirement"] for record in results}
    conforming = (make.finished(id_) for id_ in ids if id_ not in given_ids)
    return make.run(make.started(ids), *results, *conforming, make.ended())


def test_an_update_writes_what_deviates_and_asks_for_reasons(make, path, snapshot):
    """Addresses, ids and times, which differ between runs, become wildcards."""
    message = (
        'https://api.example/v1/files/file_0f3c2a4e said "no" at 1781200000 for 2592001\\ \u0001\nand more'
    )
    run = whole_run(
        make, make.finished(UPLOAD, "deviates", message), make.finished(SHAPE, "deviates", "an odd id")
    )
    update(path, run, today=TODAY)
    assert path.read_text() == snapshot
    known = judge(load(path), run, today=TODAY)
    assert sorted(known.covered) == sorted([UPLOAD, SHAPE])
    assert known.problems == ()


def test_an_update_keeps_reasons_and_drops_what_is_stale(make, path):
    """Globs that still fit stay; what was not judged stays; a changed message keeps its reason."""
    path.write_text(
        ENTRY
        + ENTRY.replace("files.upload.*", BOUNDS).replace("answered with 201", "old words")
        + ENTRY.replace("files.upload.*", SHAPE)
        + ENTRY.replace("files.upload.*", "access.team.read").replace("2026-12-31", "2026-01-01")
    )
    run = whole_run(
        make,
        make.finished(UPLOAD, "deviates", "was answered with 201"),
        make.finished(BOUNDS, "deviates", "new words"),
        make.finished("access.team.read", "untestable"),
    )
    written = update(path, run, today=TODAY)
    assert [(item.requirement, item.message) for item in written] == [
        ("files.upload.*", "answered with 201"),
        ("access.team.read", "answered with 201"),
        (BOUNDS, "new words"),
    ]
    assert {item.reason for item in written} == {"The mock was written before the docs."}
    assert written[1].expires > TODAY
    assert load(path) == written


@pytest.mark.parametrize(
    ("requirements", "ending"),
    [
        (lambda make: [UPLOAD], {}),
        (lambda make: [id_ for id_, *_ in make.CATALOGUE], {"interrupted": True}),
        (lambda make: [id_ for id_, *_ in make.CATALOGUE], {"complete": False}),
    ],
)
def test_an_update_is_refused_on_a_partial_run(make, path, requirements, ending):
    """What did not run would be forgotten."""
    path.write_text(ENTRY)
    run = make.run(make.started(requirements(make)), make.ended(**ending))
    with pytest.raises(KnownFailuresError, match="whole run"):
        update(path, run, today=TODAY)
    assert path.read_text() == ENTRY


@settings(deadline=None)
@given(message=st.text(max_size=60))
def test_an_update_always_covers_what_it_was_written_from(make, tmp_path_factory, message):
    """Whatever a message holds, the written list is TOML and fits the same run."""
    path = tmp_path_factory.mktemp("known") / "known-failures.toml"
    run = whole_run(make, make.finished(UPLOAD, "deviates", message))
    update(path, run, today=TODAY)
    known = judge(load(path), run, today=TODAY)
    assert list(known.covered) == [UPLOAD]
    assert known.problems == ()


def test_an_entry_knows_its_line(path):
    """What looks like an entry within a text is none."""
    tricky = ENTRY.replace('"The mock was written before the docs."', '"""\n[[known]]\nbut not here"""')
    path.write_text(
        "# a list\n" + tricky + "  [[ known ]] # so may it be written, too\n" + ENTRY.lstrip()[10:]
    )
    first, second = load(path)
    lines = path.read_text().splitlines()
    assert [lines[found.line - 1].strip()[:3] for found in (first, second)] == ["[[k", "[[ "]


@given(st.lists(st.sampled_from(["", "# [[known]]", "note = '''\n[[known]]\n'''"]), max_size=4))
def test_lines_are_told_for_each_entry_or_for_none(between):
    text = "\n[[known]]\n".join(["", *between, ""])
    found = places(text, len(between) + 1)
    assert [text.splitlines()[line - 1] for line in found] == ["[[known]]"] * (len(between) + 1)


def test_no_line_is_told_where_entries_stand_in_a_list():
    assert places("known = [{a = 1}, {a = 2}]\n", 2) == [None, None]


def test_a_problem_says_in_which_line_its_entry_begins(make, path):
    path.write_text(ENTRY + ENTRY.replace("files.upload.*", BOUNDS))
    known = judge(load(path), deviating(make), today=TODAY)
    assert [(problem.line, "stale" in problem.sentence) for problem in known.wrong] == [(9, True)]


@pytest.mark.parametrize(
    ("driver", "covers"),
    [
        ("", ["", "xai-sdk 1.20.0", "xai-sdk 1.21.0", "openai 3.54.0"]),
        ("xai-sdk", ["xai-sdk 1.20.0", "xai-sdk 1.21.0"]),
        ("xai-sdk==1.21.*", ["xai-sdk 1.21.0"]),
        ("other", []),
    ],
)
def test_an_entry_may_be_about_one_sdk_alone(make, path, driver, covers):
    path.write_text(ENTRY + f'driver = "{driver}"\n')
    run = deviating(make)
    found = []
    for sdk in ("", "xai-sdk 1.20.0", "xai-sdk 1.21.0", "openai 3.54.0"):
        name, _, version = sdk.partition(" ")
        known = judge(load(path), run, today=TODAY, name=name, version=version)
        assert known.problems == ()
        found += [sdk] if known.covered else []
    assert found == covers


def test_an_update_keeps_what_is_said_of_an_sdk(make, path):
    path.write_text(ENTRY + 'driver = "xai-sdk"\n')
    written = update(
        path, whole_run(make, make.finished(UPLOAD, "deviates", "answered with 201")), today=TODAY
    )
    assert [entry.driver for entry in written] == ["xai-sdk", ""]
