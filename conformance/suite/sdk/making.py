"""What the Python SDK is asked to make, by its own names."""

from __future__ import annotations

from typing import Any

from conformance.suite.sdk.asking import Heard, Sdk
from conformance.suite.studio import Studio

IMAGE, BATCH, VIDEO = "image.sample", "image.sample_batch", "video.generate"
#: What each is on the wire, where it is no edit.
OPERATION = {IMAGE: "generateImage", BATCH: "generateImage", VIDEO: "generateVideo"}
#: Fields of the smallest body that an edit has no place for.
_OF_NEW = ("duration", "resolution")


def made(sdk: Sdk, studio: Studio, function: str, *, edit: bool = False, **wishes: Any) -> Heard:
    """Have it made, with the wishes as keywords.

    Raises:
        Untestable: the SDK does not have the function, or has no place for a wish.
    """
    operation = OPERATION[function]
    keywords = studio.body(operation)
    if edit:
        keywords = {name: value for name, value in keywords.items() if name not in _OF_NEW}
    read = wishes.pop("read", ())
    return sdk.native(function, read=read, **{**keywords, **wishes})
