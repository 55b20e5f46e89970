"""What a viewer finds in the bytes of an image."""

from __future__ import annotations

import base64
import binascii
import io
import warnings
from dataclasses import dataclass

from conformance.suite.media_types import type_named

#: What browsers show. Formats that call other programs, or that nobody would send here, are not even tried.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
#: Pixels beyond which an image is not decoded to its end: what its beginning says has to do.
_MOST = 64_000_000


class NotAnImage(Exception):
    """The bytes cannot be shown; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An image that can be shown: its media type, and its width and height in pixels."""

    media_type: str
    width: int
    height: int

    @property
    def shape(self) -> float:
        """Width by height."""
        return self.width / self.height


def seen(content: bytes, *, whole: bool = False) -> Seen:
    """What the bytes say of themselves at their beginning; with `whole` they are decoded to their end.

    Raises:
        NotAnImage: they are no image, or, with `whole`, one that ends early or is damaged.
    """
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of large sizes, which are judged here
        try:
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                if whole and image.width * image.height <= _MOST:
                    image.load()
                return Seen(type_named(image.get_format_mimetype() or ""), image.width, image.height)
        except UnidentifiedImageError:
            raise NotAnImage(f"{len(content)} bytes are no image of a known format") from None
        except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
            raise NotAnImage(f"the image cannot be read: {error}") from None


def decoded(text: str) -> bytes:
    """The bytes that base64 stands for. The beginning of a data URI and line ends are passed over.

    Raises:
        NotAnImage: it is no base64.
    """
    if text[:5].lower() == "data:":
        text = text.partition(",")[2]
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAnImage(f"it is no base64: {error}") from None
