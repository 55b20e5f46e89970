"""Looking into inputs: whether they are what they have to be. All of it runs in threads."""

from __future__ import annotations

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine.decoding import Decoded, Probed, Undecodable, decode_image, probe_video
from conformance.emulator.imagine.sources import Read


def image(policy: Behaviour, at: str, read: Read) -> tuple[bytes, Decoded]:
    """The bytes of an image, and the image.

    Raises:
        Refusal: 400; it is none of a documented type.
    """
    data = read()
    try:
        decoded = decode_image(data)
    except Undecodable as error:
        raise Refusal(400, f"{at}: the file {error.reason}") from None
    if decoded.content_type not in policy.input_image_types:
        raise Refusal(400, f"{at}: files of type {decoded.content_type} are no inputs here")
    return data, decoded


def video(at: str, read: Read) -> tuple[bytes, Probed]:
    """The bytes of a video, and what they hold.

    Raises:
        Refusal: 400; it is none of a documented type.
    """
    data = read()
    try:
        return data, probe_video(data)
    except Undecodable as error:
        raise Refusal(400, f"{at}: the file {error.reason}") from None
