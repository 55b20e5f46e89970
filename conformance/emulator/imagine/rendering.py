"""The film that a job is about. It is called in a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from conformance.emulator.imagine import films
from conformance.emulator.imagine.decoding import decode_image
from conformance.emulator.imagine.films import Film


def rendered(work: Mapping[str, Any], inputs: Sequence[Callable[[], bytes]]) -> Film:
    """What `work` describes, made of the inputs in the order of the request.

    Raises:
        Undecodable: an input is not what it has to be.
    """
    seed, seconds = work["seed"], work["seconds"]
    if work["operation"] == "editVideo":
        return films.edited(inputs[0](), seed)
    if work["operation"] == "extendVideo":
        return films.extended(inputs[0](), seed, seconds=seconds)
    images = [decode_image(read()) for read in inputs]
    shape = {"ratio": work["ratio"], "resolution": work["resolution"]}
    if work["frame"]:
        return films.film(seed, seconds=seconds, frame=images[0], references=images[1:], **shape)
    return films.film(seed, seconds=seconds, references=images, **shape)
