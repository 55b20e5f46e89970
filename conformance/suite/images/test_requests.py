"""Requests for images that should be refused, and some that nobody describes."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.images.outcomes import (
    EDIT,
    available,
    broken,
    of_both,
    operations,
    ordinary,
    spared,
    tried,
)
from conformance.suite.inputs import pairs
from conformance.suite.made import body_of
from conformance.suite.sources import Inline
from conformance.suite.unreadable import (
    BROKEN,
    OTHER_METHODS,
    OTHER_TYPES,
    knows_no,
    refuses_broken,
    refuses_nothing,
    refuses_type,
)
from strategies import images, requests
from strategies.inputs import Inputs
from strategies.media import Picture
from strategies.multipart import Form, Part
from strategies.requests import LeftOut, changed


def _without_prompt(studio):
    return Inputs.of(*((operation, how) for how in (LeftOut(), None) for operation in available(studio)))


@requirement("images.prompt.missing")
@given(asked=_without_prompt)
def test_no_image_without_a_prompt(studio, asked):
    """Of either operation; left out or null."""
    operation, how = asked

    assert broken(studio, operation, {"prompt": how}).refused_at_once


@requirement("images.prompt.empty")
@given(asked=lambda studio: _unclear(studio, lambda _, changes: changes.get("prompt", "-").strip() == ""))
def test_empty_prompts(studio, asked):
    """Nothing in it, or nothing but a space."""
    _observe(studio, *asked)


@requirement("images.model.unknown")
@given(asked=lambda studio: pairs(available(studio), requests.unknown_models().cover()))
def test_no_image_by_an_unknown_model(studio, asked):
    """Of either operation."""
    operation, model = asked

    assert broken(studio, operation, {"model": model}).refused_at_once


@requirement("images.model.unknown-status")
@given(operation=operations)
def test_how_an_unknown_model_is_refused(studio, operation):
    """The debugging page and live answers differ."""
    model = requests.unknown_models().cover()[0]

    observe(f"{operation} by an unknown model", broken(studio, operation, {"model": model}).answer.status)


@requirement("images.model.omitted")
@given(asked=lambda studio: _unclear(studio, lambda _, changes: "model" in changes))
def test_requests_without_a_model(studio, asked):
    """Which model would be taken is not documented."""
    _observe(studio, *asked)


def _ill_typed(studio):
    """Fields of other types; what is wrong with one source is judged elsewhere, and so is a prompt of null."""

    def misses(operation):
        fields = requests.fields_of(operation).keys() - {"image"}
        wrong = images.near_misses(operation, ("type",), fields=fields)
        return wrong.filter(lambda miss: None not in miss.value.values())

    return of_both(studio, misses)


@requirement("images.fields.ill-typed")
@given(asked=_ill_typed)
def test_no_image_with_fields_of_other_types(studio, asked):
    """One field at a time."""
    operation, miss = asked

    assert broken(studio, operation, miss.value, None if studio.lean else miss.twin).refused_at_once


@requirement("images.fields.ill-typed")
def test_no_image_of_a_source_in_no_list(studio):
    """Even if it would be right in one."""
    if EDIT not in available(studio):
        raise Untestable("needs a target that edits images (images.edit.accepted)")
    source = Inline("png").sent(studio)
    wrong, right = ({"image": LeftOut(), "images": value} for value in (source, [source]))

    assert broken(studio, EDIT, wrong, None if studio.lean else right).refused_at_once


@requirement("images.fields.null")
@given(
    asked=lambda studio: Inputs.of(*((o, name) for o in available(studio) for name in requests.nullable(o)))
)
def test_a_field_may_be_null(studio, asked):
    """One field at a time; left out altogether where somebody pays."""
    operation, name = asked
    spared(studio)
    ordinary(studio, operation)

    assert tried(studio, operation, {name: None}).accepted


@requirement("images.fields.unknown")
@given(
    asked=lambda studio: _unclear(
        studio, lambda operation, changes: changes.keys() - requests.fields_of(operation)
    )
)
def test_fields_that_an_operation_has_not(studio, asked):
    """Those of other editions, of other vendors, of the other operation, and of nobody."""
    _observe(studio, *asked)


def _unclear(studio, wanted):
    """What is unclear of either operation, where it and what is changed are `wanted`."""
    return Inputs.of(
        *(
            (operation, each)
            for operation in available(studio)
            for each in images.unclear(operation).cover()
            if wanted(operation, each.value)
        )
    )


def _observe(studio, operation, unclear):
    spared(studio)
    made = studio.send(operation, changed(ordinary(studio, operation).body, unclear.value))

    observe(
        f"{operation} with {unclear.what}",
        {"status": made.answer.status, "images": len(body_of(made.answer).get("data") or [])},
    )


@requirement("images.body.missing")
@given(asked=lambda studio: pairs(available(studio), OTHER_TYPES))
def test_a_request_says_that_it_is_json(api, studio, asked):
    """Without a body, and with one that is said to be something else, or nothing."""
    operation, content_type = asked
    body = ordinary(studio, operation).body

    assert refuses_nothing(api, operation)
    assert refuses_type(api, operation, body, content_type)


@requirement("images.body.broken")
@given(asked=lambda studio: pairs(available(studio), BROKEN))
def test_a_body_is_json(api, studio, asked):
    """Cut off, with more than one value, or none at all."""
    operation, form = asked

    assert refuses_broken(api, operation, ordinary(studio, operation).body, form)


@requirement("images.body.multipart")
@given(name=Inputs.of("image", "image[]"))
def test_an_edit_is_no_form(api, studio, name):
    """Not even with the image as other vendors' clients send it."""
    body = ordinary(studio, EDIT).body
    picture = Picture("png")
    plain = (Part.of(each, body[each]) for each in ("model", "prompt"))
    file = Part(name, picture, filename=picture.filename, content_type=picture.content_type)

    answer = api.call(EDIT, raw=Form((*plain, file)).encode())

    assert answer.is_refusal, f"{answer!r} to a multipart form, where any 4xx had to refuse it"


@requirement("images.method.wrong")
@given(asked=lambda studio: pairs(available(studio), OTHER_METHODS))
def test_other_methods_are_not_allowed(api, studio, asked):
    """Never one that could delete."""
    operation, method = asked
    ordinary(studio, operation)

    assert knows_no(api, operation, method)
