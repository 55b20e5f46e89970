"""Images in the answer itself, as base64; and other forms of answers."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.images.outcomes import GENERATE, operations, ordinary, spared, tried
from conformance.suite.images.seeing import NotAnImage, decoded, seen
from conformance.suite.made import body_of, with_result
from strategies import images
from strategies.inputs import Inputs
from strategies.requests import changed

_URL, BASE64 = images.response_formats().cover()


def _operations(studio):
    """Where somebody pays, the cheapest."""
    found = operations(studio)
    return Inputs.of(found.cover()[0]) if studio.lean else found


def _in_base64(studio, operation):
    """Images that are asked for as base64; the same is made with a URL."""
    ordinary(studio, operation)
    return tried(studio, operation, {"response_format": BASE64})


def _texts(studio, operation):
    made = with_result(_in_base64(studio, operation), "images.base64.decodes")
    texts = [asset.entry.get(BASE64) for asset in made.assets]
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise Untestable(f"needs an image in base64 (images.base64.decodes): {made!r}")
    return texts


@requirement("images.base64.decodes")
@given(operation=_operations)
def test_base64_is_that_of_an_image(studio, operation):
    """Of every image of the answer."""
    made = _in_base64(studio, operation)

    assert made.accepted
    assert made.assets, f"{made!r}: no image"
    for asset in made.assets:
        text = asset.entry.get(BASE64)
        assert isinstance(text, str), f"{made!r}: no {BASE64}"
        try:
            seen(decoded(text), whole=True)
        except NotAnImage as reason:
            raise AssertionError(f"{made!r}: its {BASE64} is no image: {reason}") from None


@requirement("images.base64.bare")
@given(operation=_operations)
def test_base64_is_no_data_uri(studio, operation):
    """It begins with the image."""
    for text in _texts(studio, operation):
        assert text[:5].lower() != "data:", f"{BASE64} begins with {text[:40]!r}"


@requirement("images.base64.url")
@given(operation=_operations)
def test_a_url_beside_base64(studio, operation):
    """Whether there is one, too."""
    assert _texts(studio, operation)

    for asset in _in_base64(studio, operation).assets:
        observe(f"a URL beside base64 ({operation})", asset.url is not None)


@requirement("images.response-format.unknown")
@given(unclear=images.unclear(GENERATE).filter(lambda each: "response_format" in each.value))
def test_unknown_response_formats(studio, unclear):
    """Refused, or taken for the usual one."""
    spared(studio)
    made = studio.send(GENERATE, changed(ordinary(studio, GENERATE).body, unclear.value))

    observe(
        unclear.what, {"status": made.answer.status, "images": len(body_of(made.answer).get("data") or [])}
    )
