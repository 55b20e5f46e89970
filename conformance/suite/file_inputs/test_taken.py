"""Stored files are taken wherever a URL is, and so are those that a generation has stored."""

import specs
from conformance.checks import Untestable, given, requirement
from conformance.suite.asked import EDIT_OF_MIXED, EDIT_OF_OUTPUT, VIDEO_OF_OUTPUT, VIDEO_OF_REFERENCES
from conformance.suite.file_inputs.sending import mixed, of_known_operation
from conformance.suite.file_inputs.slots import Wanted, named, right, with_file
from conformance.suite.images.outcomes import edit_of, several
from conformance.suite.sources import ById, ByUrl, Inline, Output
from strategies import sources
from strategies.inputs import Inputs
from strategies.sources import kinds_of_images, kinds_of_videos


def _of_every_type(name, kinds):
    """Requests with a file of each type in a place; where somebody pays, what is planned anyway."""

    def wanted(studio):
        slot = named(name)
        if studio.lean:
            return Inputs.of(right(studio, slot))
        found = [with_file(studio, slot, ById(media.kind)) for media in kinds.cover()]
        studio.ahead((each.operation, each.options, each.fields) for each in found)
        return Inputs.of(*found)

    return wanted


@requirement("inputs.image-edit")
@given(wanted=_of_every_type("editImage.image", kinds_of_images()))
def test_a_stored_image_is_edited(studio, wanted):
    """By its id."""
    assert of_known_operation(studio, wanted.tried(studio)).accepted


@requirement("inputs.first-frame")
@given(wanted=_of_every_type("generateVideo.image", kinds_of_images()))
def test_a_video_begins_with_a_stored_image(studio, wanted):
    """By its id."""
    assert of_known_operation(studio, wanted.tried(studio)).accepted


@requirement("inputs.video-edit")
@given(wanted=_of_every_type("editVideo.video", kinds_of_videos()))
def test_a_stored_video_is_edited(studio, wanted):
    """By its id."""
    assert of_known_operation(studio, wanted.tried(studio)).accepted


@requirement("inputs.video-extension")
@given(wanted=_of_every_type("extendVideo.video", kinds_of_videos()))
def test_a_stored_video_is_extended(studio, wanted):
    """By its id."""
    assert of_known_operation(studio, wanted.tried(studio)).accepted


def _works(studio, operation, **fields):
    try:
        return studio.tried(operation, **fields).accepted
    except Untestable:
        return False


def _edits_of_mixes(slots):
    """Mixes of what works alone, of at least two images, since for one there is another field."""
    studio = slots.studio
    if studio.lean:
        return Inputs.of(Wanted.of(EDIT_OF_MIXED))
    slots.taking(among=[named("editImage.image")])
    alone = {"data": Inline("png"), "url": ByUrl("jpeg")}
    ways = {"file", *(way for way, source in alone.items() if _works(studio, "editImage", image=source))}
    mixes = sources.mixes().filter(lambda mix: len(mix) > 1 and "file" in mix and ways.issuperset(mix))
    for count in {len(mix) for mix in mixes.cover()}:
        made = edit_of(studio, several(count))
        if "data" in ways and not made.accepted:
            raise Untestable(f"needs an edit of {count} images (images.edit.several): {made!r}")
    return mixes.map(lambda mix: Wanted("editImage", {"images": mixed(mix)}))


@requirement("inputs.image-edits.mixed")
@given(wanted=_edits_of_mixes)
def test_stored_images_stand_beside_others(slots, wanted):
    """In every place, and alone."""
    assert wanted.tried(slots.studio).accepted


def _videos_of_mixes(studio):
    if studio.lean:
        return Inputs.of(Wanted.of(VIDEO_OF_REFERENCES))
    alone = {"data": [Inline("jpeg"), Inline("png")], "url": [ByUrl("jpeg"), Inline("png")]}
    ways = {
        "file",
        *(way for way, pair in alone.items() if _works(studio, "generateVideo", reference_images=pair)),
    }
    mixes = sources.mixes().filter(lambda mix: "file" in mix and ways.issuperset(mix))
    found = [Wanted("generateVideo", {"reference_images": mixed(mix)}) for mix in mixes.cover()]
    studio.ahead((each.operation, each.options, each.fields) for each in found)
    return Inputs.of(*found)


@requirement("inputs.references")
@given(wanted=_videos_of_mixes)
def test_stored_images_guide_a_video(studio, wanted):
    """Alone, and beside others."""
    assert of_known_operation(studio, wanted.tried(studio)).accepted


_IMAGE = Output("generateImage", {})
_EDIT = Output("editImage", {}, {"image": _IMAGE})
#: Longer than it has to be to be extended, if only a little.
_VIDEO = Output("generateVideo", {}, {"duration": specs.load().limit("extended-video-shortest") + 1})


def _links(slots):
    """In each place what was generated: for a video an edit rather than what that is of."""
    studio = slots.studio
    if studio.lean:
        return Inputs.of(Wanted.of(EDIT_OF_OUTPUT), Wanted.of(VIDEO_OF_OUTPUT))
    found = []
    for slot in slots.taking():
        outputs = [_VIDEO] if slot.kind == "video" else [_IMAGE]
        if slot.operation == "generateVideo":
            outputs = [_EDIT, _IMAGE]
        stored = [output for output in outputs if _is_stored(studio, output)]
        found += [with_file(studio, slot, output) for output in stored[:1]]
    if not found:
        raise Untestable("needs a generation that is stored (storage.accepted)")
    studio.ahead((each.operation, each.options, each.fields) for each in found)
    return Inputs.of(*found)


def _is_stored(studio, output):
    try:
        return bool(output.sent(studio))
    except Untestable:
        return False


@requirement("inputs.chained")
@given(wanted=_links)
def test_what_one_stores_the_next_begins_with(slots, wanted):
    """From image to edit to video, and from video to video."""
    assert wanted.tried(slots.studio).accepted
