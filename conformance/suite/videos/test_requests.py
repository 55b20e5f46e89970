"""Requests for videos that should be refused, and some that nobody describes."""

import functools
import json

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.inputs import pairs
from conformance.suite.made import body_of
from conformance.suite.sources import Inline
from conformance.suite.studio import ABSENT
from conformance.suite.videos.outcomes import available, broken, gives_no_video, spared
from strategies import requests, videos
from strategies.inputs import Inputs
from strategies.multipart import Encoded
from strategies.requests import LeftOut

_JSON = "application/json"
#: What a body that is JSON may not be said to be; or nothing is said.
_OTHER_TYPES = (None, "text/plain", "application/x-www-form-urlencoded")
#: What is no JSON, although it begins or ends like an ordinary request, which stands in the braces.
_BROKEN = ("", "not JSON", "{body", "{body}{", "[{body}", "{body} and more")


def _without_prompt(studio):
    return Inputs.of(*((operation, how) for how in (LeftOut(), None) for operation in available(studio)))


@requirement("videos.prompt.missing")
@given(asked=_without_prompt)
def test_no_video_without_a_prompt(studio, asked):
    """Of any operation; left out or null."""
    operation, how = asked

    assert gives_no_video(broken(studio, operation, {"prompt": how}))


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

    assert gives_no_video(broken(studio, operation, {"model": model}))


@requirement("videos.model.omitted")
def test_a_request_without_a_model(studio):
    """Which model would be taken is not documented."""
    spared(studio)
    made = studio.tried("generateVideo", model=ABSENT)
    observe("no model", {**_seen(made), "model": body_of(made.final).get("model")})


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

    assert gives_no_video(broken(studio, operation, changes))


@requirement("videos.body.missing")
@given(asked=lambda studio: pairs(available(studio), _OTHER_TYPES))
def test_a_request_says_that_it_is_json(api, studio, asked):
    """Without a body, and with one that is said to be something else, or nothing."""
    operation, content_type = asked
    body = studio.shared(operation).body

    missing = api.call(operation)
    assert missing.is_refusal, f"{missing!r} without a body, where any 4xx had to refuse it"
    unsaid = api.call(operation, raw=Encoded(content_type, (json.dumps(body).encode(),)))
    assert unsaid.is_refusal, (
        f"{unsaid!r} to a body of the type {content_type}, where any 4xx had to refuse it"
    )


@requirement("videos.body.broken")
@given(asked=lambda studio: pairs(available(studio), _BROKEN))
def test_a_body_is_json(api, studio, asked):
    """Cut off, with more than one value, or none at all."""
    operation, form = asked
    whole = json.dumps(studio.shared(operation).body)
    text = form.replace("{body", whole[:-1])

    answer = api.call(operation, raw=Encoded(_JSON, (text.encode(),)))

    assert answer.is_refusal, f"{answer!r} to what is no JSON, where any 4xx had to refuse it"


@requirement("videos.method.wrong")
@given(asked=lambda studio: pairs(available(studio), ("PUT", "PATCH")))
def test_other_methods_are_not_allowed(api, studio, asked):
    """Never one that could delete."""
    operation, method = asked
    described = api.spec.operations[operation]
    studio.shared(operation)

    answer = api.transport.plain(method, described.path, identity=api.identity)

    documented = described.refusals["wrong-method"]
    assert answer.status in documented, f"{method} {described.path} answered {answer.status}"


def _seen(made):
    if made.kind != "video":
        raise Untestable("no video was asked for")
    return {
        "status": made.answer.status,
        "becomes": body_of(made.final).get("status"),
        "done": bool(made.accepted),
    }
