"""Requests for videos that should be refused, and some that nobody describes."""

import functools

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.inputs import pairs
from conformance.suite.made import body_of
from conformance.suite.sources import Inline
from conformance.suite.studio import ABSENT
from conformance.suite.unreadable import (
    BROKEN,
    OTHER_METHODS,
    OTHER_TYPES,
    knows_no,
    refuses_broken,
    refuses_nothing,
    refuses_type,
)
from conformance.suite.videos.outcomes import available, broken, spared
from strategies import requests, videos
from strategies.inputs import Inputs
from strategies.requests import LeftOut


def _without_prompt(studio):
    return Inputs.of(*((operation, how) for how in (LeftOut(), None) for operation in available(studio)))


@requirement("videos.prompt.missing")
@given(asked=_without_prompt)
def test_no_video_without_a_prompt(studio, asked):
    """Of any operation; left out or null."""
    operation, how = asked

    assert broken(studio, operation, {"prompt": how}).refused


@requirement("videos.prompt.image-alone")
def test_a_first_frame_without_a_prompt(studio):
    """The reference takes it, and the live service has refused it."""
    spared(studio)
    made = studio.tried("generateVideo", prompt=ABSENT, image=Inline("png"))
    observe("an image without a prompt", _seen(made))


@requirement("videos.model.unknown")
@given(asked=lambda studio: pairs(available(studio), requests.unknown_models().cover()))
def test_no_video_by_an_unknown_model(studio, asked):
    """Of any operation."""
    operation, model = asked

    assert broken(studio, operation, {"model": model}).refused


#: What a request can have in place of a model.
_WITHOUT = {"no model": ABSENT, "a model of null": None}


@requirement("videos.model.omitted")
@given(asked=lambda studio: Inputs.of(*((o, how) for how in _WITHOUT for o in available(studio))))
def test_a_request_without_a_model(studio, asked):
    """Left out or null; which model would be taken is not documented."""
    operation, how = asked
    spared(studio, operation)
    made = studio.tried(operation, model=_WITHOUT[how])
    observe(f"{operation} with {how}", {**_seen(made), "model": body_of(made.final).get("model")})


def _ill_typed(studio):
    """Fields of other types; how sources are given is judged elsewhere."""
    plain = ("prompt", "model", "duration", "aspect_ratio", "resolution", "reference_images", "user")
    found = {o: videos.near_misses(o, ("type",), fields=plain) for o in available(studio)}
    return Inputs.union(*(misses.map(functools.partial(_asked, o)) for o, misses in found.items()))


def _asked(operation, miss):
    return operation, miss.value


@requirement("videos.fields.ill-typed")
@given(asked=_ill_typed)
def test_no_video_with_fields_of_other_types(studio, asked):
    """One field at a time."""
    operation, changes = asked

    assert broken(studio, operation, changes).refused


@requirement("videos.fields.ill-typed")
def test_no_video_of_a_reference_in_no_list(studio):
    """Even if it would be right in one."""
    if "generateVideo" not in available(studio):
        raise Untestable("needs a target that makes videos (videos.generate.accepted)")
    source = Inline("png").sent(studio)

    assert broken(studio, "generateVideo", {"reference_images": source}).refused


@requirement("videos.fields.null")
@given(
    asked=lambda studio: Inputs.of(*((o, name) for o in available(studio) for name in requests.nullable(o)))
)
def test_a_field_may_be_null(studio, asked):
    """One field at a time; left out altogether where somebody pays."""
    operation, name = asked
    spared(studio)

    assert studio.tried(operation, **{name: None}).accepted


@requirement("videos.body.missing")
@given(asked=lambda studio: pairs(available(studio), OTHER_TYPES))
def test_a_request_says_that_it_is_json(api, studio, asked):
    """Without a body, and with one that is said to be something else, or nothing."""
    operation, content_type = asked
    body = studio.shared(operation).body

    assert refuses_nothing(api, operation)
    assert refuses_type(api, operation, body, content_type)


@requirement("videos.body.broken")
@given(asked=lambda studio: pairs(available(studio), BROKEN))
def test_a_body_is_json(api, studio, asked):
    """Cut off, with more than one value, or none at all."""
    operation, form = asked

    assert refuses_broken(api, operation, studio.shared(operation).body, form)


@requirement("videos.method.wrong")
@given(asked=lambda studio: pairs(available(studio), OTHER_METHODS))
def test_other_methods_are_not_allowed(api, studio, asked):
    """Never one that could delete."""
    operation, method = asked
    studio.shared(operation)

    assert knows_no(api, operation, method)


def _seen(made):
    if made.kind != "video":
        raise Untestable("no video was asked for")
    return {
        "status": made.answer.status,
        "becomes": body_of(made.final).get("status"),
        "done": bool(made.accepted),
    }
