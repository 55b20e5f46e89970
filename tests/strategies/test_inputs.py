"""Inputs: a list and a strategy that belong together."""

import subprocess
import sys

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from strategies.inputs import Inputs, NoInputsError

NUMBERS = Inputs("numbers", lambda: [1, 2, 3], lambda: st.integers(1, 9))


def test_values_are_their_own_cover():
    assert Inputs.of("a", "b").cover() == ("a", "b")


@given(Inputs.of("a", "b").strategy)
def test_draws_of_values_are_picks(value):
    assert value in ("a", "b")


def test_a_union_has_all_covers_in_order():
    assert Inputs.union(NUMBERS, Inputs.of(7, 8)).cover() == (1, 2, 3, 7, 8)


def test_a_union_draws_from_every_part():
    both = Inputs.union(NUMBERS, Inputs.of("x"))
    assert find(both.strategy, lambda value: value == "x") == "x"
    assert find(both.strategy, lambda value: value == 9) == 9


def test_map_reaches_cover_and_draws():
    doubled = NUMBERS.map(lambda n: 2 * n)
    assert doubled.cover() == (2, 4, 6)
    assert find(doubled.strategy, lambda n: n > 10) == 12


def test_filter_reaches_cover_and_draws():
    odd = NUMBERS.filter(lambda n: n % 2 == 1)
    assert odd.cover() == (1, 3)
    assert find(odd.strategy, lambda n: n > 4) == 5


@pytest.mark.parametrize("use", [lambda inputs: inputs.cover(), lambda inputs: inputs.strategy])
def test_nothing_left_is_an_error_whichever_half_is_used(use):
    with pytest.raises(NoInputsError, match="numbers"):
        use(NUMBERS.filter(lambda n: n > 3))


def test_an_empty_union_or_list_is_an_error_at_once():
    with pytest.raises(NoInputsError):
        Inputs.of()
    with pytest.raises(NoInputsError):
        Inputs.union()


def test_both_halves_are_made_on_first_use_and_once():
    made = []

    def cover():
        made.append("cover")
        return [1]

    def strategy():
        made.append("strategy")
        return st.just(1)

    inputs = Inputs.later("later", lambda: Inputs("inner", cover, strategy).map(str))
    assert made == []
    assert inputs.cover() == inputs.cover() == ("1",)
    assert inputs.strategy is inputs.strategy
    assert made == ["cover", "strategy"]


def test_inputs_cannot_be_changed():
    with pytest.raises(AttributeError):
        NUMBERS.name = "others"


@settings(deadline=None)
@given(st.lists(st.integers(), min_size=1, max_size=5), st.data())
def test_listed_values_are_cover_and_draws(values, data):
    inputs = Inputs.listed("values", lambda: values)
    assert inputs.cover() == tuple(values)
    assert data.draw(inputs.strategy) in values


MODULES = "expiry filenames filters inputs listing media multipart near_misses source unclear valid"


def test_importing_reads_no_spec_and_no_heavy_library():
    script = f"""
import sys
import importlib
for name in {MODULES.split()}:
    importlib.import_module("strategies." + name)
import specs
assert specs.load.cache_info().currsize == 0, "a spec was read"
print([name for name in ("hypothesis", "jsonschema_rs", "jsonschema", "PIL", "av") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
