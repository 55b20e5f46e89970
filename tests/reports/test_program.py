"""`repro.py`."""

import ast
import sys
from types import ModuleType

import pytest

from reports.events import event
from reports.reproducers.program import program

BOUNDS = "public-url.expiry.bounds"
PROGRAM = 'state = Files()\nstate.upload(name="a\\n")\nstate.teardown()\n'


@pytest.fixture
def written(make):
    """The program for a counterexample."""

    def write(counterexample, message="bad", *, lean=False, exchanges=(), tried=3, **target):
        target = {"name": "x", "base_url": make.BASE, "embedded": False, **target}
        run = make.run(
            make.started([BOUNDS], target=target, lean=lean),
            make.finished(
                BOUNDS,
                "deviates",
                message,
                counterexample=counterexample,
                check="suite/a.py::test_b[c]",
                exchanges=list(exchanges),
                examples=tried,
            ),
            make.ended(),
        )
        return program(run.requirements[BOUNDS], run.target, lean=run.lean, seed=7, examples=9)

    return write


@pytest.fixture
def called(monkeypatch):
    """What a program calls `replay` with."""

    def run(text):
        calls = []

        def replay(check, *, target, arguments=None, program=None, **more):
            calls.append((check, target, arguments, program, *more.items()))
            return 1

        stand_in = ModuleType("conformance.replay")
        stand_in.replay = replay
        misses = ModuleType("strategies.near_misses")
        misses.NearMiss = dict
        monkeypatch.setitem(sys.modules, "conformance.replay", stand_in)
        monkeypatch.setitem(sys.modules, "strategies.near_misses", misses)
        with pytest.raises(SystemExit) as caught:
            exec(compile(text, "repro.py", "exec"), {})
        assert caught.value.code == 1
        return calls[0]

    return run


def test_arguments(make, written, called, snapshot):
    """Readable, and what was found."""
    text = written(make.near_miss())
    assert text == snapshot
    check, target, arguments, steps = called(text)
    assert (check, target, steps) == ("suite/a.py::test_b[c]", make.BASE, None)
    assert arguments["miss"]["value"] == {"expires_after": 3599}


def test_a_program(written, called, snapshot):
    """The steps of a state machine, as text."""
    text = written({"kind": "program", "source": PROGRAM, "imports": []}, embedded=True)
    assert text == snapshot
    assert called(text)[1:] == (None, None, PROGRAM)


@pytest.mark.parametrize("source", ["x = '''\"\"\"'''\n", "a\\", "'\u202e'\n", "\n\n", 'x = "', ""])
def test_any_program_arrives_as_it_was(written, called, source):
    """Quotes, backslashes and what cannot be seen."""
    text = written({"kind": "program", "source": source, "imports": []})
    assert called(text)[3] == source
    assert "\u202e" not in text


def test_where_somebody_pays_it_is_as_lean_and_says_so(make, written, called):
    """Judging again must not cost more than the run did."""
    image = make.exchange("POST", "/v1/images/generations", 200, operation="generateImage")
    text = written(make.near_miss(), lean=True, exchanges=[image])
    assert called(text)[4:] == (("lean", True),)
    assert "for which a paid service sends a bill" in text
    assert "a bill" not in written(make.near_miss(), exchanges=[make.upload()])


def test_the_address_can_be_changed(make, written, called, monkeypatch):
    """By the same variable as in the script."""
    monkeypatch.setenv("XAI_BASE_URL", "http://127.0.0.1:8080")
    assert called(written(make.near_miss()))[1] == "http://127.0.0.1:8080"
    assert called(written(make.near_miss(), embedded=True))[1] == "http://127.0.0.1:8080"


def test_without_a_counterexample_the_check_draws_the_same_again(written, called):
    """There is nothing to hand over but what the inputs were drawn from."""
    assert called(written(None))[2:] == (None, None, ("seed", 7), ("examples", 9))


def test_a_check_without_inputs_runs_anew(written, called):
    """It draws nothing."""
    assert called(written(None, tried=0))[2:] == (None, None)


@pytest.mark.parametrize("source", ["miss=<object at 0x7f>,", "), evil(", "x\0", "a=1\x1b[31m"])
def test_what_is_no_python_becomes_a_comment(written, called, source):
    """The program still runs."""
    text = written(
        {"kind": "arguments", "source": source, "imports": ["import os; os.remove('x')", "no such"]}
    )
    ast.parse(text)
    assert "# The counterexample is no Python" in text
    assert "os.remove" not in text
    assert called(text)[2] is None


def test_imports_may_be_statements_or_names(written):
    """Each once."""
    text = written(
        {"kind": "arguments", "source": "a=math.inf,", "imports": ["math", "math", "from os import sep"]}
    )
    assert text.count("import math") == 1
    assert "from os import sep" in text


def test_a_message_cannot_end_the_docstring(make, spec, written):
    """Claims and places come from files that people write."""
    run = make.run(
        make.started([]), make.finished('x"""\\N{y}\n', "deviates", '"""', check='a"b\\'), make.ended()
    )
    (found,) = run.requirements.values()
    tree = ast.parse(program(found, run.target))
    assert ast.get_docstring(tree).startswith('x"""\\N{y}')
    assert event(make.ended())
