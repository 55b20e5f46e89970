"""What the checks of images share: what is made for all of them, and what it looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.checks import Untestable
from conformance.client import Api
from conformance.suite.images.seeing import NotAnImage, Seen, decoded, seen
from conformance.suite.made import Asset, Made, with_result
from conformance.suite.sources import Inline, media_of
from conformance.suite.studio import ABSENT, IMAGES, Studio
from strategies import images
from strategies.inputs import Inputs
from strategies.media import Picture
from strategies.near_misses import NearMiss
from strategies.requests import Changes, LeftOut, changed

GENERATE, EDIT = IMAGES
#: What is edited where it does not matter what it is.
SOURCE = Inline("png")
#: Sources of shapes that nobody could mistake for one another.
WIDE = Inline(Picture("png", width=512, height=256))
TALL = Inline(Picture("jpeg", width=256, height=512))
_SQUARE = Inline("webp")
_SOURCES = ("image", "images")

Misses = Inputs[NearMiss[Changes]]


def tried(studio: Studio, operation: str, fields: Mapping[str, Any] | None = None) -> Made:
    """The shared images by `operation` with `fields`, whatever has become of them.

    An edit is of an image in a data URI, unless `fields` has a source: so it takes no stored file.
    """
    wishes = dict(fields or {})
    if operation == EDIT and not wishes.keys() & set(_SOURCES):
        wishes["image"] = SOURCE
    return studio.tried(operation, **wishes)


def ordinary(studio: Studio, operation: str) -> Made:
    """The smallest generation, or the smallest edit, that all checks share.

    Raises:
        Untestable: there is no result.
    """
    return with_result(tried(studio, operation), _RESTS_ON[operation])


def recent(studio: Studio, operation: str) -> Made:
    """The same, or another one that was just made: ephemeral URLs serve for a while only, and nobody says how long.

    Raises:
        Untestable: there is no result.
    """
    made = ordinary(studio, operation)
    if all(studio.api.images.fetch(asset.url).accepted for asset in made.assets if asset.url):
        return made
    return with_result(studio.send(operation, made.body), _RESTS_ON[operation])


#: The requirements that generations and edits at all are judged by.
_RESTS_ON = {GENERATE: "images.generate.accepted", EDIT: "images.edit.data-uri"}


def available(studio: Studio) -> list[str]:
    """Those of the two operations that the target has.

    Raises:
        Untestable: it has neither.
    """
    found = [operation for operation in IMAGES if tried(studio, operation).accepted]
    if not found:
        raise Untestable("needs an image (images.generate.accepted)")
    return found


def operations(studio: Studio) -> Inputs[str]:
    """The same, as inputs of a check."""
    return Inputs.of(*available(studio))


def broken(studio: Studio, operation: str, changes: Changes, twin: Changes | None = None) -> Made:
    """The smallest request with `changes` that break a rule. It has had a result itself, and so has it with `twin`.

    Raises:
        Untestable: it has not, so a refusal would say nothing about the rule.
    """
    made = ordinary(studio, operation)
    fields = {name: ABSENT if isinstance(value, LeftOut) else value for name, value in (twin or {}).items()}
    if fields:
        kept = tried(studio, operation, fields)
        if not kept.accepted:
            raise Untestable(f"the same request with the rule kept is refused, too: {kept!r}")
    return studio.send(operation, changed(made.body, changes))


def of_both(studio: Studio, misses: Callable[[str], Misses]) -> Inputs[tuple[str, NearMiss[Changes]]]:
    """Near misses for every operation that the target has; what is drawn beyond them is for the first alone.

    Raises:
        Untestable: it has neither.
    """
    able = available(studio)
    cover = [(operation, miss) for operation in able for miss in misses(operation).cover()]
    return Inputs(
        "near misses of both operations",
        lambda: cover,
        lambda: misses(able[0]).strategy.map(lambda miss: (able[0], miss)),
    )


def several(count: int) -> list[Inline]:
    """So many sources for one edit, of different shapes and formats; the first is wide."""
    return ([WIDE, TALL, _SQUARE] * count)[:count]


def shape_of(source: Inline) -> float:
    """Width by height of a source."""
    media = media_of(source.kind)
    assert isinstance(media, Picture), f"{source} has no shape that is known"
    return media.width / media.height


def edit_of(studio: Studio, sources: list[Inline], **fields: Any) -> Made:
    """The shared edit of several sources, whatever has become of it; one source alone can be edited."""
    ordinary(studio, EDIT)
    return tried(studio, EDIT, {"images": sources, **fields})


def bytes_of(api: Api, asset: Asset) -> bytes:
    """The bytes of an image, from its base64 or else from its ephemeral URL.

    Raises:
        Untestable: they are not to be had, which requirements of their own judge.
    """
    if isinstance(text := asset.entry.get("b64_json"), str) and text:
        try:
            return decoded(text)
        except NotAnImage as reason:
            raise Untestable(f"needs an image in base64 (images.base64.decodes): {reason}") from None
    if asset.url is None:
        raise Untestable(f"needs an image with a URL (images.generate.accepted): {asset.entry}")
    answer = api.images.fetch(asset.url)
    if not answer.accepted or answer.truncated:
        raise Untestable(f"needs an image that can be fetched (images.ephemeral.fetch): {answer!r}")
    return answer.content


def seen_of(studio: Studio, made: Made) -> list[Seen]:
    """What its images look like.

    Raises:
        Untestable: they are not to be had, or are none, which requirements of their own judge.
    """
    try:
        found = [seen(bytes_of(studio.api, asset)) for asset in made.assets]
    except NotAnImage as reason:
        raise Untestable(f"needs an image that can be shown (images.ephemeral.fetch): {reason}") from None
    if not found:
        raise Untestable(f"needs an image (images.generate.accepted): {made!r}")
    return found


def ratios(studio: Studio) -> Inputs[str]:
    """Every documented aspect ratio; where somebody pays, the widest, the tallest, and those that leave it open."""
    every = images.ratios()
    if not studio.lean:
        return every
    concrete = concrete_ratios(studio).cover()
    return Inputs.of(
        *concrete, *(ratio for ratio in every.cover() if ratio not in images.concrete_ratios().cover())
    )


def concrete_ratios(studio: Studio) -> Inputs[str]:
    """Those that say what shape an image has; where somebody pays, the widest and the tallest."""
    concrete = images.concrete_ratios()
    if not studio.lean:
        return concrete
    by_shape = sorted(concrete.cover(), key=lambda ratio: images.shape(ratio) or 0)
    return Inputs.of(by_shape[-1], by_shape[0])


#: By how much, as a share, width by height may be off what was asked for: sides are rounded to what models work in.
_OFF = 0.05


def has_shape(picture: Seen, shape: float | None) -> bool:
    """Whether the image is about so many times as wide as it is high; any will do for None."""
    return shape is None or abs(picture.shape / shape - 1) <= _OFF


def spared(studio: Studio) -> None:
    """End a check that only observes, and would have something generated, where somebody pays for it.

    Raises:
        Untestable: somebody does.
    """
    if studio.lean:
        raise Untestable("left out of the lean plan: it would have an image made only to be looked at")
