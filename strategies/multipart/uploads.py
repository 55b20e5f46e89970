"""The form that uploads a file, as the docs have it."""

from __future__ import annotations

import specs
from specs import Spec
from strategies.multipart.form import (
    ANCHOR,
    EXPIRES_AFTER,
    FILE,
    PURPOSE,
    SECONDS,
    Body,
    FilenameEncoding,
    Form,
    Part,
)


def upload_form(
    media: Body,
    filename: str | None = None,
    purpose: str | None = None,
    expires_after: str | int | None = None,
    *,
    anchor_form: bool = False,
    anchor: str | None = None,
    content_type: str | None = None,
    filename_as: FilenameEncoding = "faithful",
) -> Form:
    """The form of an upload, its parts in the documented order: expiry, purpose, file.

    Args:
        media: the content.
        filename: by default an ordinary one for the kind of media.
        purpose: sent when given.
        expires_after: seconds, sent when given; a text is sent as it is.
        anchor_form: send the expiry as the pair of anchor and seconds; an `anchor` does so too.
        anchor: what the seconds of the pair count from; by default the first that the docs name.
        content_type: what the file part declares; by default the media's own type, nothing for bytes.
        filename_as: how the name is written.
    """
    parts: list[Part] = []
    if expires_after is not None and (anchor_form or anchor is not None):
        parts += (
            Part.of(ANCHOR, anchors()[0] if anchor is None else anchor),
            Part.of(SECONDS, expires_after),
        )
    elif expires_after is not None:
        parts.append(Part.of(EXPIRES_AFTER, expires_after))
    if purpose is not None:
        parts.append(Part.of(PURPOSE, purpose))
    return Form((*parts, file_part(media, filename, content_type=content_type, filename_as=filename_as)))


def anchors(spec: Spec | None = None) -> tuple[str, ...]:
    """What the docs let the seconds of an expiry count from."""
    return tuple((spec or specs.load()).schema("UploadFile")["properties"][ANCHOR]["enum"])


def file_part(
    media: Body,
    filename: str | None = None,
    *,
    content_type: str | None = None,
    filename_as: FilenameEncoding = "faithful",
) -> Part:
    """The part that carries the file, named and typed like its media where nothing else is asked for."""
    if not isinstance(media, bytes):
        filename = media.filename if filename is None else filename
        content_type = media.content_type if content_type is None else content_type
    return Part(FILE, media, "sample.bin" if filename is None else filename, content_type, filename_as)
