"""Aspect ratios and resolutions of images."""

import itertools

from conformance.checks import given, requirement
from conformance.suite.images.outcomes import (
    GENERATE,
    available,
    broken,
    concrete_ratios,
    edit_of,
    has_shape,
    of_both,
    ordinary,
    ratios,
    seen_of,
    several,
    tried,
)
from conformance.suite.inputs import pairs
from conformance.suite.made import with_result
from strategies import images
from strategies.inputs import Inputs
from strategies.requests import changed


def _generated(studio, **fields):
    """An image with `fields`, whatever has become of it; without them there is one."""
    ordinary(studio, GENERATE)
    return tried(studio, GENERATE, fields)


def _of_available(studio, values):
    """Each value for each operation that the target has; where somebody pays, for generations alone."""
    return pairs([GENERATE] if studio.lean else available(studio), values)


@requirement("images.aspect-ratio.accepted")
@given(asked=lambda studio: _of_available(studio, ratios(studio).cover()))
def test_every_aspect_ratio_is_accepted(studio, asked):
    """One by one; of an edit, where there are several sources, so that the ratio counts."""
    operation, ratio = asked
    if operation == GENERATE:
        assert _generated(studio, aspect_ratio=ratio).accepted
        return
    with_result(edit_of(studio, several(2)), "images.edit.several")
    assert edit_of(studio, several(2), aspect_ratio=ratio).accepted


@requirement("images.aspect-ratio.kept")
@given(ratio=concrete_ratios)
def test_an_image_has_its_aspect_ratio(studio, ratio):
    """Give or take what the sides are rounded by."""
    made = with_result(_generated(studio, aspect_ratio=ratio), "images.aspect-ratio.accepted")

    for picture in seen_of(studio, made):
        assert has_shape(picture, images.shape(ratio)), (
            f"{made!r}: {picture.width} by {picture.height} pixels, where {ratio} was asked for"
        )


def _unknown(field):
    """Of both operations; where somebody pays, of the cheaper."""

    def misses(studio):
        def of(operation):
            return images.near_misses(operation, ("enum",), fields=(field,))

        if studio.lean:
            return of(GENERATE).map(lambda miss: (GENERATE, miss))
        return of_both(studio, of)

    return misses


@requirement("images.aspect-ratio.unknown")
@given(asked=_unknown("aspect_ratio"))
def test_no_image_of_another_aspect_ratio(studio, asked):
    """Texts that look like one; of an edit, where there are several sources, so that the ratio counts."""
    operation, miss = asked
    if operation == GENERATE:
        known = ratios(studio).cover()[0]
        with_result(_generated(studio, aspect_ratio=known), "images.aspect-ratio.accepted")
        made = broken(studio, GENERATE, miss.value)
    else:
        twin = with_result(edit_of(studio, several(2), **miss.twin), "images.edit.several")
        made = studio.send(operation, changed(twin.body, miss.value))

    assert made.refused_at_once


@requirement("images.resolution.accepted")
@given(asked=lambda studio: _of_available(studio, images.resolutions().cover()))
def test_every_resolution_is_accepted(studio, asked):
    """One by one."""
    operation, resolution = asked
    ordinary(studio, operation)

    assert tried(studio, operation, {"resolution": resolution}).accepted


@requirement("images.resolution.larger")
@given(pair=Inputs.of(*itertools.pairwise(images.resolutions().cover())))
def test_a_higher_resolution_has_more_pixels(studio, pair):
    """Whatever their number is."""
    made = [with_result(_generated(studio, resolution=each), "images.resolution.accepted") for each in pair]

    (low,), (high,) = (seen_of(studio, each)[:1] for each in made)
    assert high.width * high.height > low.width * low.height, (
        f"{made[1]!r}: {pair[1]} has {high.width} by {high.height} pixels, and {pair[0]} {low.width} by {low.height}"
    )


@requirement("images.resolution.unknown")
@given(asked=_unknown("resolution"))
def test_no_image_of_another_resolution(studio, asked):
    """Texts that look like one."""
    operation, miss = asked

    assert broken(studio, operation, miss.value, miss.twin).refused_at_once
