"""From events to verdicts."""

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.events import Verdict, event
from reports.verdicts import INTERRUPTED_BEFORE, NOT_REACHED, RANK, fold
from specs.model import Level

UPLOAD, BOUNDS, SHAPE = "files.upload.accepted", "public-url.expiry.bounds", "files.object.id-shape"
EXTRA = "files.object.extra-fields"


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(Verdict, 2)))
def test_the_worst_check_decides(make, first, second):
    """Deviates, error, deferred, untestable, conforms: in this order."""
    run = make.run(
        make.started([UPLOAD]),
        make.finished(UPLOAD, first.value, f"message of {first}", check="t::one"),
        make.finished(UPLOAD, second.value, f"message of {second}", check="t::two"),
        make.ended(),
    )
    worst = max(first, second, key=RANK.__getitem__)
    found = run.requirements[UPLOAD]
    assert found.verdict is worst
    assert found.message == f"message of {worst}"
    assert found.deciding.verdict is worst
    assert len(found.checks) == 2


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("createPublicUrl answered 200 {}, where 400 had to refuse it", 1),
        ("createPublicUrl answered 404", -1),
        ("The file is gone", -1),
    ],
)
def test_the_request_of_which_the_message_speaks_is_shown(make, message, place):
    """A check may have looked around after the answer that decided."""
    exchanges = make.bounds_exchanges()
    run = make.run(
        make.started([BOUNDS]), make.finished(BOUNDS, "deviates", message, exchanges=exchanges), make.ended()
    )
    assert run.requirements[BOUNDS].telling.url == exchanges[place]["url"]
    assert make.run(make.started([BOUNDS]), make.ended()).requirements[BOUNDS].telling is None


def test_what_was_not_reached_is_untestable(make):
    """In scope and without a check: never silently green."""
    run = make.run(make.started([UPLOAD]), make.ended())
    assert run.requirements[UPLOAD].verdict is Verdict.UNTESTABLE
    assert run.requirements[UPLOAD].message == NOT_REACHED
    assert run.exercised == 0


@pytest.mark.parametrize("last", [[], [{"interrupted": True, "complete": False}]])
def test_an_interrupted_run_says_so(make, last):
    """By hand, or killed before it could write its last line."""
    run = make.run(make.started([UPLOAD]), *(make.ended(**changes) for changes in last))
    assert run.interrupted
    assert not run.complete
    assert run.requirements[UPLOAD].message == INTERRUPTED_BEFORE


def test_a_check_that_never_finished_is_no_verdict(make):
    """Interrupted it is untestable; in a run that went on, the process was lost, which is an error."""
    begun = [make.started([UPLOAD]), make.finished(UPLOAD, check="t::one"), make.begun(UPLOAD, "t::two")]
    assert make.run(*begun).requirements[UPLOAD].verdict is Verdict.UNTESTABLE
    assert make.run(*begun, make.ended()).requirements[UPLOAD].verdict is Verdict.ERROR


def test_what_is_excluded_is_never_in_scope(make):
    """Not even when events name it."""
    run = make.run(
        make.started([make.EXCLUDED, UPLOAD]),
        make.finished(make.EXCLUDED, "deviates", "no"),
        make.finished(UPLOAD),
        make.ended(),
    )
    assert list(run.requirements) == [UPLOAD]
    assert make.EXCLUDED not in run.omitted
    assert EXTRA in run.omitted


def test_a_deviation_outside_the_listed_scope_is_not_lost(make):
    """What ran is in scope."""
    run = make.run(make.started([UPLOAD]), make.finished(BOUNDS, "deviates", "bad"), make.ended())
    assert run.requirements[BOUNDS].verdict is Verdict.DEVIATES


def test_what_the_catalogue_does_not_know_counts_as_a_must(make):
    """Events of another catalogue do not look better for it."""
    run = make.run(make.started(["other.thing"]), make.finished("other.thing", "deviates"), make.ended())
    found = run.requirements["other.thing"]
    assert (found.level, found.area, found.verdict) == (Level.MUST, "unknown", Verdict.DEVIATES)


@pytest.mark.parametrize("outcome", ["deviates", "conforms"])
def test_where_the_docs_are_silent_nothing_deviates(make, outcome):
    """OBSERVE is recorded and never failed."""
    run = make.run(make.started([EXTRA]), make.finished(EXTRA, outcome), make.ended())
    assert run.requirements[EXTRA].verdict is Verdict.OBSERVED
    assert run.deviations == ()


def test_a_deferred_check_is_settled_by_a_later_verdict(make):
    """And by nothing else: what was found otherwise stays."""
    run = make.run(
        make.started([UPLOAD, BOUNDS]),
        make.finished(UPLOAD, "deferred"),
        make.finished(UPLOAD),
        make.finished(BOUNDS, "deviates"),
        make.finished(BOUNDS),
        make.ended(),
    )
    assert run.requirements[UPLOAD].verdict is Verdict.CONFORMS
    assert run.requirements[BOUNDS].verdict is Verdict.DEVIATES


def test_deviations_stand_in_the_order_in_which_to_read_them(make):
    """MUST before SHOULD, causes before consequences, then the catalogue's order."""
    ids = [id_ for id_, *_ in make.CATALOGUE]
    run = make.run(
        make.started(ids), *(make.finished(id_, "deviates") for id_ in reversed(ids)), make.ended()
    )
    found = [item.id for item in run.deviations]
    musts = [item.id for item in run.deviations if item.level is Level.MUST]
    assert found[: len(musts)] == musts
    assert musts == [id_ for id_, _, level, *_ in make.CATALOGUE if level == "MUST"]
    assert run.requirements["public-url.expiry.dead"].because == (BOUNDS, UPLOAD)


def test_a_cause_that_the_catalogue_lists_later_still_stands_first(make, spec):
    """`builds_on` outweighs the catalogue's order, through what conforms, and in a circle."""
    known = dict(spec.requirements)
    size, agreement = "files.object.size", "files.object.agreement"
    chain = {UPLOAD: (size,), size: (agreement,), agreement: (UPLOAD,)}
    for id_, builds_on in list(chain.items())[:2]:
        known[id_] = dataclasses.replace(known[id_], builds_on=builds_on)
    events = [make.started([UPLOAD, agreement]), make.finished(UPLOAD, "deviates")]
    events = [event(record) for record in [*events, make.finished(agreement, "deviates"), make.ended()]]
    run = fold(events, dataclasses.replace(spec, requirements=known))
    assert [item.id for item in run.deviations] == [agreement, UPLOAD]
    known[agreement] = dataclasses.replace(known[agreement], builds_on=chain[agreement])
    run = fold(events, dataclasses.replace(spec, requirements=known))
    assert [item.id for item in run.deviations] == [UPLOAD, agreement]


def test_shards_add_up(make):
    """The scope is that of all runs in the stream, and all of them must have ended."""
    shards = [
        make.started([UPLOAD]),
        make.finished(UPLOAD),
        make.ended(),
        make.started([BOUNDS], seed=9),
        make.finished(BOUNDS),
    ]
    assert make.run(*shards).interrupted
    run = make.run(*shards, make.ended(seconds=20))
    assert not run.interrupted
    assert list(run.requirements) == [UPLOAD, BOUNDS]
    assert (run.seed, run.seconds) == (7, 20)


def test_totals_count_every_requirement_once(sample):
    """By area, level and verdict."""
    counts = [
        n for levels in sample.totals.values() for verdicts in levels.values() for n in verdicts.values()
    ]
    assert sum(counts) == len(sample.requirements)
    assert sample.totals["files"][Level.MUST][Verdict.DEVIATES] == 1


def test_exercised_counts_what_a_check_really_judged(make):
    """A requirement counts when at least one of its checks came to a judgement."""
    run = make.run(
        make.started([UPLOAD, BOUNDS, SHAPE]),
        make.finished(UPLOAD, check="t::one"),
        make.finished(UPLOAD, "untestable", check="t::two"),
        make.finished(BOUNDS, "deferred"),
        make.ended(),
    )
    assert run.exercised == 1
    assert run.requirements[UPLOAD].verdict is Verdict.UNTESTABLE


def test_no_events_at_all_are_an_interrupted_run(spec):
    """A file that a killed run left empty."""
    run = fold([], spec)
    assert run.interrupted
    assert not run.requirements


def events(make):
    """Records of any kind, over few names so that they meet."""
    ids = st.sampled_from([UPLOAD, BOUNDS, SHAPE, EXTRA, "access.key.blocked", "unknown.thing", "../odd"])
    checks = st.sampled_from(["t::one", "t::two"])
    return st.one_of(
        st.builds(make.started, st.lists(ids, max_size=4)),
        st.builds(make.begun, ids, checks),
        st.builds(
            lambda id_, check, outcome: make.finished(id_, outcome.value, "m", check=check),
            ids,
            checks,
            st.sampled_from(Verdict),
        ),
        st.builds(make.cleaned),
        st.builds(make.used, st.builds(make.made, assets=st.integers(0, 9))),
        st.builds(lambda i, c: make.ended(interrupted=i, complete=c), st.booleans(), st.booleans()),
    )


@settings(deadline=None)
@given(data=st.data())
def test_any_order_of_events_folds(make, data):
    """Never a crash, and each verdict is the worst of what the checks say."""
    records = data.draw(st.lists(events(make), max_size=12))
    run = make.run(*records)
    for found in run.requirements.values():
        assert found.verdict in Verdict
        if found.checks:
            assert RANK[found.verdict] == max(RANK[check.verdict] for check in found.checks)
            assert found.deciding is not None
        else:
            assert found.verdict is Verdict.UNTESTABLE
    assert sorted(item.id for item in run.deviations) == sorted(
        item.id
        for item in run.requirements.values()
        if item.verdict is Verdict.DEVIATES and item.level is not Level.OBSERVE
    )
