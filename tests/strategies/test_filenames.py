"""Names: which are kept, which are refused."""

import unicodedata

import pytest
from hypothesis import given, settings

import specs
from strategies import filenames

quick = settings(deadline=None, max_examples=100)
LONGEST = specs.load().limit("filename-length")
FORBIDDEN = specs.load().limit("filename-forbidden-characters")


def is_allowed(name):
    """By the documented rules alone, written apart from the strategies."""
    controls = [character for character in name if ord(character) < 0x20 or ord(character) == 0x7F]
    return len(name) <= LONGEST and not controls and not any(character in name for character in FORBIDDEN)


def misses_one(miss):
    shorter = len(miss.value) - len(miss.twin)
    one_character = shorter == 1 and len(miss.value) <= LONGEST
    too_long = len(miss.value) > LONGEST and len(miss.twin) == LONGEST
    return not is_allowed(miss.value) and is_allowed(miss.twin) and one_character != too_long


def test_the_covers_keep_the_rules():
    assert all(is_allowed(name) for name in filenames.ordinary().cover())
    assert all(is_allowed(unclear.value) for unclear in filenames.unusual().cover())
    assert all(misses_one(miss) for miss in filenames.forbidden().cover())


@quick
@given(filenames.ordinary().strategy, filenames.unusual().strategy, filenames.forbidden().strategy)
def test_draws_keep_the_rules(ordinary, unusual, forbidden):
    assert is_allowed(ordinary)
    assert is_allowed(unusual.value)
    assert misses_one(forbidden)
    assert (forbidden.rule, forbidden.at) == ("filename", "")


def test_the_longest_name_is_ordinary_and_one_more_is_not():
    assert LONGEST in map(len, filenames.ordinary().cover())
    assert LONGEST + 1 in [len(miss.value) for miss in filenames.forbidden().cover()]
    assert max(map(len, filenames.ordinary().cover())) == LONGEST


def test_each_forbidden_character_stands_in_the_middle():
    values = [miss.value for miss in filenames.forbidden().cover()]
    assert all(any(character in value[1:-1] for value in values) for character in FORBIDDEN)


@pytest.mark.parametrize("character", ["\0", "\r", "\n", "\t", "\x85", "\u2028", '"', ";", "\\"], ids=repr)
def test_what_is_cut_off_or_delimits_stands_at_both_ends_too(character):
    values = [miss.value for miss in filenames.forbidden().cover()]
    assert any(value.startswith(character) for value in values)
    assert any(value.endswith(character) for value in values)


def test_every_ascii_control_character_is_tried():
    text = "".join(miss.value for miss in filenames.forbidden().cover())
    assert {
        character for character in map(chr, range(128)) if unicodedata.category(character) == "Cc"
    } <= set(text)


def test_ordinary_names_survive_normalising_and_trimming():
    for name in filenames.ordinary().cover():
        assert unicodedata.normalize("NFC", name) == name.strip() == name
        assert "/" not in name
        assert not name.startswith(".")


def test_unusual_names_are_told_apart():
    cover = filenames.unusual().cover()
    assert len({unclear.what for unclear in cover}) == len({unclear.value for unclear in cover}) == len(cover)
    assert not {unclear.value for unclear in cover} & set(filenames.ordinary().cover())


def test_the_spec_decides(other_spec):
    assert max(map(len, filenames.ordinary(spec=other_spec).cover())) == 40
    assert 41 in [len(miss.value) for miss in filenames.forbidden(spec=other_spec).cover()]
    assert max(len(unclear.value) for unclear in filenames.unusual(spec=other_spec).cover()) == 40


def test_covers_are_the_same_every_time():
    for choice in (filenames.ordinary, filenames.forbidden, filenames.unusual):
        assert choice().cover() == choice().cover()
