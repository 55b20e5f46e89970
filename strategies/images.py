"""Requests for images: how many, in which shape, how large, in which form; and those that break a rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import specs
from specs import Spec
from strategies import requests
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.requests import Changes, LeftOut
from strategies.schemas.one_of import BOTH
from strategies.sources import some_image
from strategies.unclear import Unclear

GENERATE, EDIT = "generateImage", "editImage"


def ratios(*, spec: Spec | None = None) -> Inputs[str]:
    """Every documented aspect ratio, `auto` among them."""
    return Inputs.listed("images.ratios()", lambda: _member("aspect_ratio", spec))


def concrete_ratios(*, spec: Spec | None = None) -> Inputs[str]:
    """The documented aspect ratios that say what shape an image has."""
    return ratios(spec=spec).filter(lambda ratio: shape(ratio) is not None)


def shape(ratio: str) -> float | None:
    """Width by height of an image with this aspect ratio; None where the ratio leaves it open."""
    width, colon, height = ratio.partition(":")
    return float(width) / float(height) if colon else None


def resolutions(*, spec: Spec | None = None) -> Inputs[str]:
    """Every documented resolution."""
    return Inputs.listed("images.resolutions()", lambda: _member("resolution", spec))


def counts(*, spec: Spec | None = None) -> Inputs[int]:
    """Every documented number of images in one answer."""

    def listed() -> Iterator[int]:
        schema = requests.fields_of(GENERATE, spec)["n"]
        yield from range(schema["minimum"], schema["maximum"] + 1)

    return Inputs.listed("images.counts()", listed)


def response_formats(*, spec: Spec | None = None) -> Inputs[str]:
    """Every documented form in which an answer may hold its images, that of the default first."""
    return Inputs.listed(
        "images.response_formats()", lambda: (spec or specs.load()).limit("image-response-formats")
    )


def near_misses(
    operation: str = GENERATE,
    rules: Collection[str] | None = None,
    *,
    fields: Collection[str] | None = None,
    spec: Spec | None = None,
) -> Inputs[NearMiss[Changes]]:
    """Changes that break one rule of `generateImage` or `editImage`: `strategies.requests.near_misses`."""
    return requests.near_misses(operation, rules, fields=fields, spec=spec)


def both_sources() -> Inputs[NearMiss[Changes]]:
    """Changes to an `editImage` with `image` that add `images`, one or several; the repaired request has the one."""

    def cover() -> Iterator[NearMiss[Changes]]:
        for count in (1, 2):
            yield NearMiss({"images": [some_image(seed) for seed in range(count)]}, BOTH, "", {})

    return Inputs.listed("images.both_sources()", cover)


def too_many_sources(*, spec: Spec | None = None) -> Inputs[NearMiss[Changes]]:
    """Changes to an `editImage` by which it has more sources than are documented, by one; the twin has the most."""

    def cover() -> Iterator[NearMiss[Changes]]:
        most = (spec or specs.load()).limit("edit-source-images")
        listed = [some_image(seed) for seed in range(most + 1)]
        left = {"image": LeftOut()}
        yield NearMiss({**left, "images": listed}, "maxItems", "/images", {**left, "images": listed[:-1]})

    return Inputs.listed("images.too_many_sources()", cover)


def unclear(operation: str = GENERATE, *, spec: Spec | None = None) -> Inputs[Unclear[Changes]]:
    """Changes on which the docs are silent, or in which sources differ."""

    def cover() -> Iterator[Unclear[Changes]]:
        yield from requests.unclear(operation, spec)
        yield Unclear("an empty response_format", {"response_format": ""})
        yield Unclear("an unknown response_format", {"response_format": "no_such_format"})
        for form in response_formats(spec=spec).cover()[:1]:
            yield Unclear("response_format in upper case", {"response_format": form.upper()})
        yield from (Unclear(f"{name} {value}", {name: value}) for name, value in _NO_LONGER)
        if operation == GENERATE:
            yield Unclear("a source, which it has not", {"image": some_image()})
        if operation == EDIT:
            yield Unclear("the same source twice", {"image": LeftOut(), "images": [some_image()] * 2})
            yield Unclear("a mask", {"mask": some_image()})
            count = requests.fields_of(GENERATE, spec)["n"]
            for value in (count["minimum"] - 1, count["maximum"] + 1):
                yield Unclear(f"n {value}", {"n": value})
            yield Unclear("no source", {"image": LeftOut()})
            yield Unclear("a list of no sources", {"image": LeftOut(), "images": []})
            for ratio in concrete_ratios(spec=spec).cover()[:1]:
                yield Unclear("aspect_ratio beside a single source", {"aspect_ratio": ratio})

    return Inputs.listed(f"images.unclear({operation!r})", cover)


# Fields that earlier editions or other vendors have.
_NO_LONGER = (("quality", "low"), ("size", "1024x1024"), ("style", "vivid"))


def _member(field: str, spec: Spec | None) -> tuple[str, ...]:
    return tuple(requests.fields_of(GENERATE, spec)[field]["enum"])
