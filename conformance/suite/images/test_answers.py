"""What answers about images hold: monitors have watched the whole run, and are asked for their verdicts."""

import pytest

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.images.outcomes import available, operations, ordinary, recent, seen_of
from conformance.suite.media_types import type_named
from conformance.suite.monitored import verdict


@pytest.fixture(scope="module")
def traffic(api, studio):
    """An image and a request that is refused, whatever else the run has done; of a target that makes images at all."""
    available(studio)
    api.images.generate({})


@pytest.mark.last
@requirement("images.answers.fields")
def test_answers_have_the_documented_fields(session, traffic):
    """With the documented types, costs included."""
    verdict(session, "images.answers.fields")


@requirement("images.answers.told")
@given(operation=operations)
def test_what_answers_tell(studio, operation):
    """Beside the image itself."""
    made = ordinary(studio, operation)
    names = any(asset.entry.get("mime_type") is not None for asset in made.assets)

    observe(f"the media type of {operation}", "told" if names else "left out")
    observe(f"the usage of {operation}", "left out" if made.answer["usage"] is None else "told")


@pytest.mark.last
@requirement("images.answers.refusal-empty")
def test_refusals_give_nothing(session, traffic):
    """No image, no stored file."""
    verdict(session, "images.answers.refusal-empty")


@pytest.mark.last
@requirement("images.answers.retention-header")
def test_answers_tell_of_retention(session, traffic):
    """In a header, whether anything was refused or not."""
    verdict(session, "images.answers.retention-header")


@requirement("images.answers.media-type")
@given(operation=operations)
def test_the_media_type_is_that_of_the_bytes(studio, operation):
    """Where it is told; no matter which it is."""
    made = recent(studio, operation)
    told = [asset.entry.get("mime_type") for asset in made.assets]
    if not any(isinstance(name, str) for name in told):
        raise Untestable(f"no answer tells the media type of an image: {made!r}")

    for name, picture in zip(told, seen_of(studio, made), strict=True):
        if isinstance(name, str):
            assert type_named(name) == picture.media_type, (
                f"{made!r}: said to be {name}, and is {picture.media_type}"
            )
