"""That storing works at all, with every way of generating, and only if it is asked for."""

from dataclasses import replace

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.asked import TWO_IMAGES
from conformance.suite.made import body_of
from conformance.suite.storage_options import asking
from conformance.suite.storage_options.kept import kept, outputs, planned, tried
from conformance.suite.storage_options.misses import sent_unclear
from conformance.suite.storage_options.unasked import stored_unasked
from conformance.suite.studio import IMAGES, OPERATIONS, VIDEOS
from strategies import storage_options
from strategies.inputs import Inputs


def _operations(studio, among=OPERATIONS):
    """The operations that the target has."""
    found = [operation for operation in among if studio.available(operation)]
    if not found:
        raise Untestable("needs anything that is generated (images.generate.accepted)")
    return Inputs.of(*found)


def _simplest(studio):
    """Of every operation that the target has, its simplest generation that is to be stored."""
    return Inputs.of(*(planned(studio, operation)[0] for operation in _operations(studio).cover()))


@requirement("storage.accepted")
@given(asked=_simplest)
def test_what_is_generated_is_stored(studio, asked):
    """The answer names the file, of images at once, of videos when they are done."""
    made = tried(studio, asked)

    assert made.accepted
    assert made.assets, f"{made!r}: nothing was generated"
    assert made.file_ids, f"{made!r}: no file is named"


def _several(studio):
    """Requests for several images, of which at least one was stored."""
    operations = [TWO_IMAGES.operation] if studio.lean else IMAGES
    asked = [
        replace(TWO_IMAGES, operation=operation) for operation in _operations(studio, operations).cover()
    ]
    made = [tried(studio, each) for each in asked]
    found = [a for a, m in zip(asked, made, strict=True) if len(m.assets) > 1 and m.file_ids]
    if not found:
        raise Untestable(
            f"needs several images at once, and one of them stored (images.generate.count): {made}"
        )
    return Inputs.of(*found)


@requirement("storage.every-asset")
@given(asked=_several)
def test_each_of_several_images_is_stored(studio, asked):
    """One that could not be stored has to say so (vendor's OpenAPI)."""
    made = tried(studio, asked)

    for asset in made.assets:
        if error := asset.entry.get("storage_error"):
            raise Untestable(f"needs a target that can store at the moment; it says: {error}")
        assert asset.file_id, f"{asset.entry}: no file is named, unlike elsewhere in {made!r}"


@requirement("storage.not-asked")
@given(operation=lambda studio: _operations(studio, OPERATIONS[:1] if studio.lean else OPERATIONS))
def test_nothing_is_stored_unasked(studio, operation):
    """The answer names no file, and none appears with the bytes of what was generated."""
    made = studio.shared(operation)

    for asset in made.assets:
        assert asset.output is None, f"{asset.entry}: nothing was to be stored"
        found = stored_unasked(studio, made, asset)
        assert not found, f"{found}: it holds what {made!r} was not to store"


@requirement("storage.null")
@given(operation=lambda studio: _operations(studio, OPERATIONS[:1] if studio.lean else OPERATIONS))
def test_null_is_no_storage_options(studio, operation):
    """As if the field were not there."""
    made = studio.send(operation, studio.body(operation, storage=None))

    assert made.accepted
    for asset in made.assets:
        assert asset.output is None, f"{asset.entry}: nothing was to be stored"


@requirement("storage.video.when-done")
@given(asked=lambda studio: kept(studio, asking.usual, VIDEOS))
def test_the_file_of_a_video_comes_when_it_is_done(studio, asked):
    """The answer to its start has none yet."""
    made = tried(studio, asked)

    assert not names_file(body_of(made.answer)), f"{made.answer!r}: a file before there is a video"
    assert made.file_ids, f"{made!r}: no file although the video is done"


@requirement("storage.unknown-fields")
@given(unclear=storage_options.unclear().filter(lambda each: asking.unknown_field(each.value)))
def test_unknown_fields(studio, unclear):
    """Whether they are refused or passed over."""
    made = sent_unclear(studio, unclear)
    output = next(iter(outputs(made)), {})

    observe(unclear.what, {"status": made.answer.status, "URL": output.get("public_url") is not None})


def names_file(value):
    """Whether anywhere in a JSON value a file is named as what something was stored as."""
    if isinstance(value, dict):
        return value.get("file_output") is not None or any(map(names_file, value.values()))
    return isinstance(value, list) and any(map(names_file, value))
