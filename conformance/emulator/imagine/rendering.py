"""The film that a job is about. It is called in a thread."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from conformance.emulator.imagine import films
from conformance.emulator.imagine.decoding import decode_image, probe_video
from conformance.emulator.imagine.films import Film


def rendered(
    work: Mapping[str, Any],
    inputs: Sequence[Callable[[], bytes]],
    *,
    longest: int | None = None,
    whole: bool = True,
) -> Film:
    """What `work` describes, made of the inputs in the order of the request.

    It ends after `longest` seconds. Unless it is to be `whole`, an extension is what was added alone, and only said to
    be as long as the whole.

    Raises:
        Undecodable: an input is not what it has to be.
    """
    seed, seconds = work["seed"], work["seconds"]
    if longest is not None:
        seconds = min(seconds, longest)
    if work["operation"] == "editVideo":
        return films.edited(inputs[0](), seed)
    if work["operation"] == "extendVideo" and whole:
        return films.extended(inputs[0](), seed, seconds=seconds)
    if work["operation"] == "extendVideo":
        added = films.film(seed, seconds=seconds, ratio=None, resolution=None)
        return dataclasses.replace(added, seconds=probe_video(inputs[0]()).seconds + seconds)
    images = [decode_image(read()) for read in inputs]
    shape = {"ratio": work["ratio"], "resolution": work["resolution"]}
    if work["frame"]:
        return films.film(seed, seconds=seconds, frame=images[0], references=images[1:], **shape)
    return films.film(seed, seconds=seconds, references=images, **shape)
