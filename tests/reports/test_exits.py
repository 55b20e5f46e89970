"""Exit codes."""

import pytest

from reports.exits import exit_code, failing, meaning, open_musts
from reports.known_failures import Known, Problem

UPLOAD, SHAPE, EXTRA = "files.upload.accepted", "files.object.id-shape", "files.object.extra-fields"
BOUNDS = "public-url.expiry.bounds"


def run_with(make, outcome, id_=UPLOAD, **ending):
    """A run over one requirement."""
    return make.run(make.started([id_]), make.finished(id_, outcome), make.ended(**ending))


@pytest.mark.parametrize(
    ("outcome", "plain", "lenient"),
    [
        ("conforms", 0, 0),
        ("deviates", 1, 1),
        ("untestable", 3, 0),
        ("deferred", 3, 0),
        ("error", 3, 0),
    ],
)
def test_a_must_decides(make, outcome, plain, lenient):
    """Conforms 0, deviates 1, anything without a judgement 3, which may be allowed."""
    run = run_with(make, outcome)
    assert exit_code(run) == plain
    assert exit_code(run, allow_incomplete=True) == lenient


@pytest.mark.parametrize(
    ("outcome", "plain", "strict"),
    [("conforms", 0, 0), ("deviates", 0, 1), ("untestable", 0, 0), ("error", 0, 0)],
)
def test_a_should_counts_only_when_strict(make, outcome, plain, strict):
    """And only when it deviates."""
    run = run_with(make, outcome, SHAPE)
    assert exit_code(run) == plain
    assert exit_code(run, strict=True) == strict


@pytest.mark.parametrize("outcome", ["deviates", "observed", "untestable"])
def test_what_is_only_observed_never_fails(make, outcome):
    """Not even when strict."""
    assert exit_code(run_with(make, outcome, EXTRA), strict=True) == 0


@pytest.mark.parametrize("outcome", ["conforms", "untestable"])
def test_an_interruption_is_never_hidden(make, outcome):
    """Whatever is allowed, part of a run is no verdict."""
    run = run_with(make, outcome, interrupted=True, complete=False)
    assert exit_code(run, allow_incomplete=True) == 3
    assert "interrupted" in meaning(run, allow_incomplete=True)


def test_a_deviation_outweighs_an_interruption(make):
    """What was found was found."""
    assert exit_code(run_with(make, "deviates", interrupted=True)) == 1


def test_a_plan_that_did_not_end_is_incomplete(make):
    """Such as one that a budget stopped."""
    run = run_with(make, "conforms", complete=False)
    assert exit_code(run) == 3
    assert exit_code(run, allow_incomplete=True) == 0


def test_nothing_in_scope_is_no_success(make):
    """A glob that matched nothing must not look green."""
    assert exit_code(make.run(make.started([]), make.ended()), allow_incomplete=True) == 3


def test_a_known_failure_does_not_fail_the_run(make):
    """But an entry that is out of date does."""
    run = run_with(make, "deviates")
    assert exit_code(run, Known(covered={UPLOAD: None})) == 0
    assert failing(run, Known(covered={UPLOAD: None})) == ()
    assert exit_code(run_with(make, "conforms"), Known(wrong=(Problem(sentence="stale."),))) == 1


def test_every_code_is_explained_in_a_sentence(make, snapshot):
    """What a person reads beside the code."""
    runs = {
        "conforms": (run_with(make, "conforms"), {}),
        "deviates": (run_with(make, "deviates"), {}),
        "known": (run_with(make, "deviates"), {"known": Known(covered={UPLOAD: None})}),
        "out of date": (run_with(make, "deviates"), {"known": Known(wrong=(Problem(sentence="stale."),))}),
        "open": (run_with(make, "error"), {}),
        "open, allowed": (run_with(make, "error"), {"allow_incomplete": True}),
        "should": (run_with(make, "deviates", SHAPE), {}),
        "should, strict": (run_with(make, "deviates", SHAPE), {"strict": True}),
        "interrupted": (run_with(make, "conforms", interrupted=True), {}),
        "stopped": (run_with(make, "conforms", complete=False), {}),
        "empty": (make.run(make.started([]), make.ended()), {}),
    }
    told = {name: (exit_code(run, **how), meaning(run, **how)) for name, (run, how) in runs.items()}
    assert told == snapshot


def sdk_run(make, **outcomes):
    """A run of an SDK in which each of these requirements came to that, by the name of its check."""
    sdk = {"name": "an-sdk", "version": "2", "language": "python", "runtime": "Python 3", "mode": ""}
    ids = {"upload": UPLOAD, "bounds": BOUNDS}
    return make.run(
        make.started([ids[name] for name in outcomes], driver=sdk),
        *(
            make.finished(ids[name], "untestable" if said == "lacking" else said, offered=said != "lacking")
            for name, said in outcomes.items()
        ),
        make.ended(),
    )


def test_what_an_sdk_does_not_offer_leaves_nothing_open(make):
    run = sdk_run(make, upload="conforms", bounds="lacking")
    assert open_musts(run) == ()
    assert exit_code(run) == 0
    assert meaning(run) == "Every MUST in scope conforms that the SDK offers (1 not on offer)."


def test_what_could_not_be_judged_for_another_reason_stays_open(make):
    run = sdk_run(make, upload="conforms", bounds="untestable")
    assert [found.id for found in open_musts(run)] == [BOUNDS]
    assert exit_code(run) == 3


def test_an_sdk_that_offers_nothing_is_not_praised_for_it(make):
    run = sdk_run(make, upload="lacking", bounds="lacking")
    assert exit_code(run, allow_incomplete=True) == 3
    assert meaning(run).startswith("The SDK offers nothing of what is in scope")


def test_what_binds_nobody_does_not_make_an_sdk_conform(make):
    run = make.run(
        make.started([UPLOAD, EXTRA]),
        make.finished(UPLOAD, "untestable", offered=False),
        make.finished(EXTRA, "observed"),
        make.ended(),
    )
    assert exit_code(run) == 3


def test_one_check_that_was_lacking_for_another_reason_counts(make):
    run = make.run(
        make.started([UPLOAD]),
        make.finished(UPLOAD, "untestable", offered=False),
        make.finished(UPLOAD, "untestable", check="another"),
        make.ended(),
    )
    assert run.requirements[UPLOAD].offered
