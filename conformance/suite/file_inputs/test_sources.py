"""How a source is written: with a URL or an id, one of them, and both texts."""

import specs
from conformance.checks import given, requirement
from conformance.suite.file_inputs.sending import rightly
from conformance.suite.file_inputs.slots import everywhere
from strategies.inputs import Inputs
from strategies.near_misses import near_misses

#: Members that say nothing of where the source is.
_BARE = ({"type": specs.load().limit("source-type")[0]}, {"name": "picture"})


def _sources(rule, *more):
    """Sources that break this rule. An empty text in them stands for what is right there."""
    found = [miss.value for miss in near_misses("ImageSource", rules=(rule,)).cover()]
    # Null is the same as nothing at all, which is another rule.
    return Inputs.of(*(value for value in found if value is not None), *more)


@requirement("inputs.both")
@given(filling=lambda slots: everywhere(slots, _sources("both")))
def test_a_source_with_url_and_id(slots, filling):
    """Even if each is right."""
    source = rightly(slots.studio, filling.slot, filling.source)

    assert slots.send(filling.slot, source).refused


@requirement("inputs.neither")
@given(filling=lambda slots: everywhere(slots, _sources("none-of", *_BARE)))
def test_a_source_with_neither_url_nor_id(slots, filling):
    """Empty, null, or with other members."""
    assert slots.send(filling.slot, filling.source).refused


@requirement("inputs.source-ill-typed")
@given(filling=lambda slots: everywhere(slots, _sources("type")))
def test_a_source_of_another_type(slots, filling):
    """A source that is no object, a URL or an id that is no text, even if it holds what is right."""
    source = rightly(slots.studio, filling.slot, filling.source)

    assert slots.send(filling.slot, source).refused
