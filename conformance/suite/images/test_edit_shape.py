"""The shapes of edits: whose aspect ratio they have."""

from conformance.checks import given, observe, requirement
from conformance.suite.images.outcomes import (
    EDIT,
    TALL,
    WIDE,
    concrete_ratios,
    edit_of,
    has_shape,
    ordinary,
    seen_of,
    several,
    shape_of,
    spared,
    tried,
)
from conformance.suite.made import with_result
from strategies import images
from strategies.inputs import Inputs

_PAIR = several(2)
#: Documented ratios come in pairs of a tall and a wide one: so many further on is one of the other sort.
_STEP = 3


def _sources(studio):
    """One or two, the first of them wide or tall; where somebody pays, two that are edited anyway."""
    return Inputs.of(_PAIR) if studio.lean else Inputs.of([WIDE], [TALL], _PAIR, _PAIR[::-1])


@requirement("images.edit.ratio-of-first")
@given(sources=_sources)
def test_an_edit_has_the_shape_of_its_first_source(studio, sources):
    """No matter how many there are."""
    ordinary(studio, EDIT)
    alone = len(sources) == 1
    made = tried(studio, EDIT, {"image": sources[0]}) if alone else edit_of(studio, sources)
    with_result(made, "images.edit.data-uri" if alone else "images.edit.several")

    for picture in seen_of(studio, made):
        assert has_shape(picture, shape_of(sources[0])), (
            f"{made!r}: {picture.width} by {picture.height} pixels, of {sources}"
        )


def _others(studio):
    """Some ratios that no source has, wide and tall; where somebody pays, one."""
    taken = [shape_of(source) for source in _PAIR]
    found = [ratio for ratio in images.concrete_ratios().cover() if images.shape(ratio) not in taken]
    lean = [ratio for ratio in concrete_ratios(studio).cover() if ratio in found]
    return Inputs.of(*lean[-1:] if studio.lean else found[::_STEP])


@requirement("images.edit.ratio-asked")
@given(ratio=_others)
def test_an_edit_of_several_has_the_shape_that_was_asked_for(studio, ratio):
    """Not that of a source."""
    with_result(edit_of(studio, _PAIR), "images.edit.several")
    made = edit_of(studio, _PAIR, aspect_ratio=ratio)

    assert made.accepted
    for picture in seen_of(studio, made):
        assert has_shape(picture, images.shape(ratio)), (
            f"{made!r}: {picture.width} by {picture.height} pixels, where {ratio} was asked for"
        )


def _extremes(studio):
    """The first and the last of them."""
    found = _others(studio).cover()
    return Inputs.of(*dict.fromkeys((found[0], found[-1])))


@requirement("images.edit.ratio-of-one")
@given(ratio=_extremes)
def test_an_aspect_ratio_of_the_edit_of_one(studio, ratio):
    """The guide and the reference differ."""
    spared(studio)
    made = tried(studio, EDIT, {"image": WIDE, "aspect_ratio": ratio})
    shapes = [round(picture.shape, 2) for picture in seen_of(studio, made)] if made.accepted else []

    observe(f"{ratio} for an image of 2 by 1", {"status": made.answer.status, "width by height": shapes})
