"""Generating images: that it works at all, and how many come."""

from conformance.checks import given, requirement
from conformance.suite.asked import TWO_IMAGES
from conformance.suite.images.outcomes import GENERATE, broken, ordinary, tried
from strategies import images
from strategies.inputs import Inputs


@requirement("images.generate.accepted")
def test_a_prompt_becomes_an_image(studio):
    """A model and a prompt are enough."""
    made = tried(studio, GENERATE)

    assert made.accepted
    entries = made.answer["data"]
    assert isinstance(entries, list), f"{made!r}: no list of images"
    assert len(entries) == 1, f"{made!r}: {len(entries)} images, where one was asked for"
    assert all(asset.url for asset in made.assets), f"{made!r}: no URL"
    assert made.assets, f"{made!r}: no image"


def _counts(studio):
    """Every number; where somebody pays, one, two and the most."""
    every = images.counts().cover()
    return Inputs.of(*every[:2], every[-1]) if studio.lean else images.counts()


@requirement("images.generate.count")
@given(count=_counts)
def test_as_many_images_as_were_asked_for(studio, count):
    """From one to the most."""
    made = _so_many(studio, count)

    assert made.accepted
    assert len(made.assets) == count, f"{made!r}: {len(made.assets)} images, where {count} were asked for"


def _so_many(studio, count):
    ordinary(studio, GENERATE)
    if studio.lean and {"n": count} == TWO_IMAGES.fields:
        # They are made anyway, to be stored.
        stored = studio.tried(GENERATE, storage_options=TWO_IMAGES.options, **TWO_IMAGES.fields)
        if stored.accepted:
            return stored
    return tried(studio, GENERATE, {"n": count})


@requirement("images.generate.count-bounds")
@given(miss=images.near_misses(GENERATE, ("minimum", "maximum"), fields=("n",)))
def test_no_other_number_of_images(studio, miss):
    """Neither fewer nor more."""
    assert broken(studio, GENERATE, miss.value, miss.twin).refused_at_once


@requirement("images.generate.count-null")
def test_a_number_of_null_is_none(studio):
    """One image, as without a number."""
    ordinary(studio, GENERATE)
    made = tried(studio, GENERATE, {"n": None})

    assert made.accepted
    assert len(made.assets) == 1, f"{made!r}: {len(made.assets)} images, where no number was asked for"
