"""How checks are written: listed inputs first and in full, then random ones; the smallest failure is reported."""

import hypothesis.strategies as st
import pytest

from conformance import checks, trial
from conformance.checks import given
from conformance.outcomes import NoVerdict, Untestable
from conformance.targets.call import Answer
from conformance.targets.smoke import smoke
from conformance.targets.target import TargetError
from specs import load
from strategies.inputs import Inputs


@pytest.fixture(autouse=True)
def effort(monkeypatch):
    """A fixed seed, and enough examples to find what there is."""
    monkeypatch.setattr(checks, "effort", checks.Effort(examples=200, seed=1))
    trial.start("some check", "")
    return checks.effort


def numbers(*listed, low=0, high=10_000):
    return Inputs("numbers", lambda: listed, lambda: st.integers(low, high))


def test_listed_inputs_come_first_and_one_at_a_time(effort):
    effort.examples = 0
    seen = []
    given(a=Inputs.of(1, 2, 3), b=Inputs.of("x", "y"))(lambda a, b: seen.append((a, b)))()
    assert seen == [(1, "x"), (2, "x"), (3, "x"), (1, "y")]
    assert trial.current().examples == 4


def test_a_listed_failure_is_reported_as_it_is():
    def check(number):
        assert number != 3, "three"

    with pytest.raises(AssertionError, match="three"):
        given(number=numbers(1, 3, 5))(check)()
    assert trial.current().failure.values == {"number": 3}
    assert trial.current().examples == 2


def test_a_random_failure_is_shrunk_to_the_smallest():
    def check(number):
        assert number < 777, f"{number} is too much"

    with pytest.raises(AssertionError, match="777 is too much"):
        given(number=numbers(1))(check)()
    assert trial.current().failure.values == {"number": 777}


def test_a_failure_that_does_not_show_again_is_told_as_such():
    failures = []

    def check(number):
        if number > 100 and not failures:
            failures.append(number)
            raise AssertionError("once")

    with pytest.raises(AssertionError, match="once") as caught:
        given(number=numbers(1))(check)()
    assert "It did not show again" in caught.value.__notes__[-1]
    assert trial.current().failure.values == {"number": failures[0]}


@pytest.mark.parametrize("ending", [NoVerdict("the network"), Untestable("a clock is missing")])
def test_what_is_no_failure_ends_the_check_at_once(ending):
    seen = []

    def check(number):
        seen.append(number)
        if len(seen) == 3:
            raise ending

    with pytest.raises(type(ending)):
        given(number=numbers(1, 2))(check)()
    assert len(seen) == 3
    assert trial.current().failure is None


def test_the_same_seed_and_name_draw_the_same(effort):
    def drawn(seed, name):
        effort.seed = seed
        trial.start(name, "")
        seen = []

        def check(number):
            seen.append(number)

        given(number=numbers(1))(check)()
        return seen

    assert drawn(1, "a") == drawn(1, "a")
    assert drawn(1, "a") != drawn(2, "a")
    assert drawn(1, "a") != drawn(1, "b")


def test_inputs_may_depend_on_fixtures(effort):
    effort.examples = 0
    seen = []

    def check(stored, name):
        seen.append((stored, name))

    run = given(name=lambda stored: Inputs.of(*stored))(check)
    run(stored=("a", "b"))
    assert seen == [(("a", "b"), "a"), (("a", "b"), "b")]


# --- answers


def answer(status, content=b"{}", operation="createPublicUrl"):
    return Answer(
        operation=load().operations[operation], status=status, headers={}, content=content, sent=0, received=0
    )


def test_a_refusal_is_one_that_the_docs_name_and_never_a_server_error():
    for rule, statuses in load().operations["createPublicUrl"].refusals.items():
        for status in (200, 301, 400, 401, 403, 404, 409, 422, 429, 500, 503):
            assert bool(answer(status).refused(rule)) == (status in statuses)
    assert "a-new-rule" not in load().operations["createPublicUrl"].refusals
    judged = {status: bool(answer(status).refused("a-new-rule")) for status in (200, 399, 400, 451, 499, 500)}
    assert judged == {200: False, 399: False, 400: True, 451: True, 499: True, 500: False}


def test_judgements_say_what_was_expected():
    assert repr(answer(200, b'{"a": 1}').refused("minimum")).startswith(
        'createPublicUrl answered 200 {"a": 1}, where'
    )
    assert repr(answer(500, b"{" + b"x" * 500).accepted).count("x") < 200
    assert "\x1b" not in repr(answer(200, b"{\x1b[31m").accepted)


# --- before a run


SMOKES = {
    "refuses the key in XAI_API_KEY (401)": lambda request: 401,
    "refuses the key in XAI_API_KEY (403)": lambda request: 403,
    "most likely for the key in XAI_API_KEY (400)": lambda request: 400,
    "has no Files API under /v1/files": lambda request: 404,
    "only redirects, to http://elsewhere": lambda request: 302,
    "answers 500 to the simplest request": lambda request: 500,
    "does not answer properly: the target is not available": lambda request: 503,
    "refuses the key in XAI_SECOND_API_KEY": lambda request: (
        401 if request.headers.get("authorization") == "Bearer emulator-key-beta" else 200
    ),
}


@pytest.mark.parametrize("sentence", SMOKES)
def test_each_thing_that_can_be_wrong_has_its_sentence(twister, target_at, sentence):
    target = target_at(twister.url, timeout=20)

    def wrong(request, reply):
        reply.status, reply.headers = SMOKES[sentence](request), {"location": "http://elsewhere"}
        yield reply.raw()

    twister.twist = wrong
    with pytest.raises(TargetError) as caught:
        smoke(target)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


# --- where somebody pays


@pytest.mark.parametrize(
    ("judged", "lean", "drawn"),
    [
        ("images.generate.accepted", True, False),
        ("images.generate.accepted", False, True),
        ("images.prompt.missing", True, True),
        ("", True, True),
    ],
)
def test_what_is_paid_for_gets_no_random_inputs(effort, judged, lean, drawn):
    """Only listed ones; refusals are free, so they get all."""
    trial.start("some check", judged)
    effort.lean = lean
    seen = []

    def check(number):
        seen.append(number)

    given(number=numbers(1, 2))(check)()
    assert seen[:2] == [1, 2]
    assert (len(seen) > 2) is drawn
    assert trial.current().drawn is drawn
