"""What a person reads of the kill matrix, in a terminal and in the summary of a CI job."""

import io

import pytest
from rich.console import Console

from reports.strength import summary
from reports.strength.console import FEW, print_strength
from reports.strength.exits import exit_code, meaning
from reports.strength.kill import StrengthError, percent, read, spread


def printed(kills, width=80):
    """What stands on a console."""
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False, _environ={})
    print_strength(kills, console)
    return console.file.getvalue()


def test_the_exit_code_and_why(case, strength, exits, snapshot):
    kills = read(strength)

    assert exit_code(kills) == exits[case]
    assert meaning(kills) == snapshot


def test_in_a_terminal(strength, snapshot):
    assert printed(read(strength)) == snapshot


def test_in_a_terminal_many_are_counted_by_area(everything, snapshot):
    copies = FEW // len(everything["faults"]) + 1
    everything["faults"] = {
        f"{name}-{number}": each for number in range(copies) for name, each in everything["faults"].items()
    }

    text = printed(read(everything))

    assert text == snapshot
    assert max(map(len, text.splitlines())) <= 80


def test_as_markdown(strength, snapshot):
    assert summary.text(read(strength)) == snapshot


def test_nothing_steers_a_terminal_or_markdown(everything):
    everything["faults"]["size-doubled"]["explained"] = "x"
    for text in (printed(read(everything)), summary.text(read(everything))):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "<script>" not in summary.text(read(everything))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scope": "some"}, "scope"),
        ({"faults": {"x": {}}}, "faults/x"),
        ({"surprise": 1}, "surprise"),
        ({"controls": [{"seed": "1"}]}, "controls/0"),
    ],
)
def test_what_is_no_strength_json_is_refused(everything, change, said):
    with pytest.raises(StrengthError, match=said):
        read({**everything, **change})


def test_nothing_is_called_whole_that_is_not():
    assert percent(1999, 2000) == "99.9 %"
    assert percent(2000, 2000) == "100 %"
    assert percent(0, 0) == "-"


def test_the_spread_of_what_it_took():
    assert spread([]) is None
    assert spread([3]) == (3, 3, 3)
    assert spread(range(1, 101)) == (50.5, 95, 100)
