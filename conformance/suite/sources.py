"""Sources of edits and videos, in words: what they come to is known only with a target at hand.

They stand in the fields that a check asks for, and `Studio.body` puts in their place what is sent. So what a check
was fed can be shown in a line, and asked for again of another target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from strategies.inputs import Inputs
from strategies.media import Media, eligible, sample
from strategies.sources import DataUri, kinds_of_images

if TYPE_CHECKING:
    from conformance.suite.studio import Studio


def media_of(what: str | Media) -> Media:
    """A file in words: itself, or a small one of a kind of `strategies.media` that any reader accepts."""
    return sample(what) if isinstance(what, str) else what


@dataclass(frozen=True, slots=True)
class ById:
    """A shared stored file, or one of a kind of `strategies.media`, by its id."""

    kind: str | Media

    def sent(self, studio: Studio) -> dict[str, str]:
        """What is sent.

        Raises:
            Untestable: the target stores no file.
        """
        return {"file_id": studio.source(self.kind).id}


@dataclass(frozen=True, slots=True)
class Inline:
    """A file, or one of a kind of `strategies.media`, in a data URI."""

    kind: str | Media

    def sent(self, studio: Studio) -> dict[str, str]:  # noqa: ARG002 - all sources are asked alike
        """What is sent."""
        return {"url": DataUri(media_of(self.kind)).text}


@dataclass(frozen=True, slots=True)
class ByUrl:
    """A shared stored file, or one of a kind that can have one, by its public URL."""

    kind: str | Media

    def sent(self, studio: Studio) -> dict[str, str]:
        """What is sent.

        Raises:
            Untestable: the target makes no public URL.
        """
        return {"url": studio.link(self.kind)}


@dataclass(frozen=True, slots=True)
class Output:
    """What another shared generation was stored as, by its id; arguments as for `Studio.shared`."""

    operation: str
    options: dict[str, Any]
    fields: dict[str, Any] = field(default_factory=dict)

    def sent(self, studio: Studio) -> dict[str, str]:
        """What is sent.

        Raises:
            Untestable: there is no such generation, or it is not stored.
        """
        made = studio.shared(self.operation, storage_options=self.options, **self.fields)
        made.stored()
        return {"file_id": made.file_ids[0]}


def inline_images(studio: Studio) -> Inputs[Media]:
    """Images of every documented type; where somebody pays, of one."""
    found = kinds_of_images()
    return Inputs.of(found.cover()[0]) if studio.lean else found


def linked_images(studio: Studio) -> Inputs[Media]:
    """Images of every documented type that can have a public URL; where somebody pays, of one."""
    able = {media.content_type for media in eligible().cover()}
    found = [media for media in kinds_of_images().cover() if media.content_type in able]
    return Inputs.of(*found[:1] if studio.lean else found)


Source = ById | Inline | ByUrl | Output


def as_sent(studio: Studio, value: Any) -> Any:
    """`value` with what is sent in place of every source.

    Raises:
        Untestable: one of them is not to be had.
    """
    if isinstance(value, Source):
        return value.sent(studio)
    if isinstance(value, list | tuple):
        return [as_sent(studio, each) for each in value]
    if isinstance(value, Mapping):
        return {name: as_sent(studio, each) for name, each in value.items()}
    return value
