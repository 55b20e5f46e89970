"""How fast a text is spoken, other options, and requests that nobody describes."""

from conformance.checks import given, observe, requirement
from conformance.suite.defaults import SPOKEN, is_default
from conformance.suite.inputs import pairs
from conformance.suite.speech.outcomes import fewer, seconds
from conformance.suite.unreadable import (
    BROKEN,
    OTHER_METHODS,
    OTHER_TYPES,
    refuses_broken,
    refuses_nothing,
)
from strategies import speech
from strategies.inputs import Inputs
from strategies.multipart import Encoded


@requirement("speech.speed.accepted")
@given(speed=speech.speeds())
def test_documented_speeds(speaker, speed):
    """Both ends and between."""
    speaker.spoken()

    assert speaker.tried(speed=speed).accepted


@requirement("speech.speed.bounds")
@given(miss=speech.other_speeds())
def test_no_other_speed(speaker, miss):
    """Neither slower nor faster."""
    assert speaker.broken(miss).refused(miss)


@requirement("speech.speed.shortens")
def test_the_fastest_is_no_slower_than_the_slowest(speaker):
    """The same text at both ends."""
    low, high = speech.slowest_and_fastest()
    text = speech.text_of(60)
    slow, fast = (seconds(speaker, text=text, speed=speed) for speed in (low, high))

    assert fast <= slow, f"at speed {low} it takes {slow:.2f} s, and at {high} it takes {fast:.2f} s"


@requirement("speech.speed.default")
def test_without_a_speed_it_is_the_default(speaker):
    """The same text without one, at the default and at both ends."""
    usual, text = speech.default_speed(), speech.text_of(60)
    lengths = {
        speed: seconds(speaker, text=text, speed=speed) for speed in (usual, *speech.slowest_and_fastest())
    }

    is_default(seconds(speaker, text=text), lengths, usual, of="a speed", same=SPOKEN)


@requirement("speech.latency.accepted")
@given(level=speech.latencies())
def test_levels_of_latency(speaker, level):
    """Those of all sources."""
    speaker.spoken()

    assert speaker.tried(optimize_streaming_latency=level).accepted


@requirement("speech.latency.unclear")
@given(level=speech.disputed_latencies())
def test_other_levels_of_latency(speaker, level):
    """Those of some sources."""
    observe(f"latency optimized by {level!r}", speaker.tried(optimize_streaming_latency=level).status)


@requirement("speech.normalization.accepted")
@given(normalized=Inputs.of(True, False))
def test_normalization(speaker, normalized):
    """On and off."""
    speaker.spoken()

    assert speaker.tried(text_normalization=normalized).accepted


@requirement("speech.body.broken")
@given(form=Inputs.of(*BROKEN))
def test_a_body_is_json(api, speaker, form):
    """Cut off, with more than one value, or none at all."""
    speaker.spoken()

    assert refuses_nothing(api, speech.OPERATION)
    assert refuses_broken(api, speech.OPERATION, speech.ordinary(), form)


@requirement("speech.body.unclear")
@given(asked=pairs(("type", "method"), (*OTHER_TYPES, *OTHER_METHODS)))
def test_other_types_and_methods(api, asked):
    """What a body is said to be, and what is done with it."""
    kind, value = asked
    path = api.spec.operations[speech.OPERATION].path
    if kind == "method" and value in OTHER_METHODS:
        observe(f"{value} {path}", api.transport.plain(value, path, identity=api.identity).status)
    if kind == "type" and value in OTHER_TYPES:
        sent = Encoded(value, (_written(speech.ordinary()),))
        observe(f"a body of the type {value}", api.call(speech.OPERATION, raw=sent).status)


def _written(body):
    import json

    return json.dumps(body).encode()


@requirement("speech.fields.ill-typed")
@given(unclear=lambda speaker: Inputs.union(fewer(speaker, speech.ill_typed(), lean=8), speech.nulls()))
def test_fields_of_other_types(speaker, unclear):
    """Refused, or taken for what they could mean; null, too."""
    observe(unclear.what, speaker.tried(**unclear.value).status)


@requirement("speech.fields.unknown")
@given(unclear=speech.unknown_fields())
def test_unknown_fields(speaker, unclear):
    """Those of others, of later editions, and of nobody."""
    observe(f"a request with {unclear.what}", speaker.tried(**unclear.value).status)
