"""Faults of stored files as inputs: right ones that are refused, what use does to them, and wrong ones that are taken.

Most rules hold in six places, and a server may break one of them in a single one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import specs
from conformance.emulator.faults.fault import Fault, fault

_SPEC = specs.load()
_TYPES = {"image": _SPEC.limit("image-input-types"), "video": _SPEC.limit("video-input-types")}

#: Slot → how it is called in names of faults, and in summaries.
_SLOTS: Mapping[str, tuple[str, str]] = {
    "editImage.image": ("edit", "an image to edit"),
    "editImage.images": ("edits-list", "images to edit"),
    "generateVideo.image": ("first-frame", "a first frame"),
    "generateVideo.reference_images": ("reference", "reference images"),
    "editVideo.video": ("video-edit", "a video to edit"),
    "extendVideo.video": ("extension", "a video to extend"),
}
_EDIT, _LIST, _FRAME, _REFERENCE, _VIDEO_EDIT, _EXTENSION = _SLOTS
_OF_IMAGES = (_EDIT, _LIST, _FRAME, _REFERENCE)
_OF_VIDEOS = (_VIDEO_EDIT, _EXTENSION)
#: Where a rule is the same code everywhere, some places have to do: one of each pair, in turn.
_SOME = (_EDIT, _FRAME, _EXTENSION)
_OTHERS = (_LIST, _REFERENCE, _VIDEO_EDIT)


def _in_each(
    name: str,
    breaks: str,
    summary: str,
    change: Callable[[str], dict[str, Any]],
    slots: Iterable[str] = _SLOTS,
) -> tuple[Fault, ...]:
    """A fault for each of `slots`. `{}` in `summary` stands for what is asked for there."""
    return tuple(
        fault(f"{name}-as-{_SLOTS[slot][0]}", breaks, summary.format(_SLOTS[slot][1]), **change(slot))
        for slot in slots
    )


def _replaced(*flaws: str) -> Callable[[str], dict[str, Any]]:
    """What has these flaws, or these media types, counts as something blank in one slot."""
    return lambda slot: {"input_replaced": frozenset((slot, flaw) for flaw in flaws)}


def _refused(name: str, breaks: str, slot: str, *types: str) -> Fault:
    """Stored files of these types are refused in one slot."""
    what = _SLOTS[slot][1]
    named = " and ".join(types)
    return fault(
        name,
        breaks,
        f"Stored files of type {named} are refused as {what}.",
        input_files_refused=frozenset((slot, each) for each in types),
    )


def _used(name: str, slot: str, what: str, shown: str) -> Fault:
    """Use in one slot changes what is shown of a file."""
    return fault(
        f"{name}-after-{_SLOTS[slot][0]}",
        "inputs.unchanged",
        f"A file that was used as {_SLOTS[slot][1]} {shown}.",
        input_use_changes=frozenset({(slot, what)}),
    )


_PNG = _TYPES["image"][0]
_MP4 = _TYPES["video"][0]

FILE_INPUTS: tuple[Fault, ...] = (
    # Where files are taken
    *(
        _refused(f"stored-{each.rpartition('/')[2]}-not-edited", "inputs.image-edit", _EDIT, each)
        for each in _TYPES["image"]
    ),
    fault(
        "edited-images-not-mixed",
        "inputs.image-edits.mixed",
        "All images of one edit have to be given in the same way.",
        input_mixed_refused=frozenset({_LIST}),
    ),
    fault(
        "edited-files-first-only",
        "inputs.image-edits.mixed",
        "Of several images to edit only the first can be a stored file.",
        input_files_first_only=frozenset({_LIST}),
    ),
    *(
        _refused(f"stored-{each.rpartition('/')[2]}-no-first-frame", "inputs.first-frame", _FRAME, each)
        for each in _TYPES["image"]
    ),
    _refused("stored-images-no-references", "inputs.references", _REFERENCE, *_TYPES["image"]),
    fault(
        "references-not-mixed",
        "inputs.references",
        "All reference images have to be given in the same way.",
        input_mixed_refused=frozenset({_REFERENCE}),
    ),
    fault(
        "reference-files-first-only",
        "inputs.references",
        "Only the first reference image can be a stored file.",
        input_files_first_only=frozenset({_REFERENCE}),
    ),
    _refused("stored-video-not-edited", "inputs.video-edit", _VIDEO_EDIT, _MP4),
    _refused("stored-video-not-extended", "inputs.video-extension", _EXTENSION, _MP4),
    *_in_each(
        "generated-refused",
        "inputs.chained",
        "A file that came from a generation is refused as {}.",
        lambda slot: {"input_generated_refused": frozenset({slot})},
    ),
    # What is left of them
    _used("bytes-lost", _EDIT, "bytes", "has one byte less"),
    _used("renamed", _LIST, "name", "has another name"),
    _used("made-to-expire", _FRAME, "expiry", "expires"),
    _used("renamed", _REFERENCE, "name", "has another name"),
    _used("bytes-lost", _VIDEO_EDIT, "bytes", "has one byte less"),
    _used("made-to-expire", _EXTENSION, "expiry", "expires"),
    *_in_each(
        "made-public",
        "inputs.private",
        "A file that is used as {} gets a public URL.",
        lambda slot: {"input_use_changes": frozenset({(slot, "url")})},
    ),
    # Files that are no input
    *_in_each("video", "inputs.image-type", "A stored video is taken as {}.", _replaced(_MP4), _OF_IMAGES),
    *_in_each("gif", "inputs.image-type", "A stored GIF is taken as {}.", _replaced("image/gif"), (_LIST,)),
    *_in_each(
        "text", "inputs.image-type", "A stored text is taken as {}.", _replaced("text/plain"), (_FRAME,)
    ),
    *_in_each("image", "inputs.video-type", "A stored image is taken as {}.", _replaced(_PNG), _OF_VIDEOS),
    *_in_each(
        "webm", "inputs.video-type", "A stored WebM is taken as {}.", _replaced("video/webm"), (_VIDEO_EDIT,)
    ),
    *_in_each("nothing", "inputs.unknown", "The id of no file is taken as {}.", _replaced("unknown")),
    *_in_each(
        "nothing-behind-the-first",
        "inputs.unknown",
        "Behind the first, the id of no file is taken as {}.",
        lambda slot: {"input_first_judged": frozenset({slot})},
        (_LIST, _REFERENCE),
    ),
    *_in_each("deleted", "inputs.deleted", "A deleted file is taken as {}.", _replaced("deleted")),
    *_in_each(
        "cached",
        "inputs.deleted",
        "A file that was deleted after it was used is still taken as {}.",
        _replaced("used and deleted"),
        (_EDIT, _REFERENCE, _EXTENSION),
    ),
    *_in_each("expired", "inputs.expired", "An expired file is taken as {}.", _replaced("expired"), _OTHERS),
    *_in_each(
        "any-text", "inputs.malformed", "A text that is no id is taken as {}.", _replaced("malformed"), _SOME
    ),
    *_in_each("foreign", "inputs.other-team", "Another team's file is taken as {}.", _replaced("foreign")),
    *_in_each(
        "foreign-told",
        "inputs.other-team-alike",
        "Another team's file is forbidden as {}, and one that does not exist is not found.",
        lambda slot: {"input_foreign_statuses": {slot: 403}},
        _OTHERS,
    ),
    # How sources are written
    *_in_each(
        "both",
        "inputs.both",
        "A URL and an id together are taken as {}.",
        lambda slot: {"input_both_taken": frozenset({slot})},
        _SOME,
    ),
    *_in_each(
        "neither",
        "inputs.neither",
        "A source without URL and id is taken as {}.",
        _replaced("neither"),
        _OTHERS,
    ),
    *_in_each(
        "ill-typed",
        "inputs.source-ill-typed",
        "A source of another type is taken as {}.",
        _replaced("ill-typed"),
        _SOME,
    ),
)
