"""Uploads with one rule broken."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from specs import Spec
from strategies import filenames
from strategies.inputs import Inputs
from strategies.media import Media
from strategies.multipart.form import EXPIRES_AFTER, FILE, SECONDS, USUAL_PURPOSE, Form
from strategies.multipart.orders import PROPERTIES, lifetimes
from strategies.multipart.uploads import anchors, upload_form
from strategies.near_misses import NearMiss
from strategies.near_misses import near_misses as schema_misses

RULES = ("minimum", "maximum", "misplaced", "missing-file", "missing-filename", "filename")
_PICTURE = Media("png")


def near_misses(*, rules: Collection[str] = RULES, spec: Spec | None = None) -> Inputs[NearMiss[Form]]:
    """Uploads that break one rule of `RULES`; the twin is the same form with that rule kept.

    minimum, maximum: an expiry outside the bounds, plain and as seconds of the pair. misplaced: the expiry,
    plain or as a pair, after the file. missing-file: no part called `file`. missing-filename: it has no
    name. filename: a forbidden name, written so that it arrives as it is.

    Raises:
        ValueError: a rule that is none of these, or no rule.
    """
    if unknown := sorted(set(rules) - set(RULES)):
        raise ValueError(f"forms know no rule {', '.join(unknown)}; they know {', '.join(RULES)}")
    parts = [part for rule in RULES if rule in rules for part in _misses(rule, spec)]
    return Inputs.union(*parts)


def _misses(rule: str, spec: Spec | None) -> Iterator[Inputs[NearMiss[Form]]]:
    match rule:
        case "minimum" | "maximum":
            yield _out_of_bounds(rule, EXPIRES_AFTER, spec)
            yield _out_of_bounds(rule, SECONDS, spec)
        case "misplaced":
            for anchor in (None, anchors(spec)[0]):
                yield lifetimes(spec=spec).map(partial(_misplaced, anchor))
        case "missing-file":
            yield Inputs.listed("missing-file", lambda: _without_file(spec))
        case "missing-filename":
            yield Inputs.listed("missing-filename", lambda: _unnamed(spec))
        case _:
            yield filenames.forbidden(spec=spec).map(_badly_named)


def _out_of_bounds(rule: str, name: str, spec: Spec | None) -> Inputs[NearMiss[Form]]:
    def form(seconds: Any) -> Form:
        return upload_form(
            _PICTURE,
            purpose=USUAL_PURPOSE,
            expires_after=seconds,
            anchor=anchors(spec)[0] if name == SECONDS else None,
        )

    numbers = schema_misses(PROPERTIES + name, rules=(rule,), spec=spec)
    return numbers.map(lambda miss: miss.map(form, at=f"/{name}"))


def _misplaced(anchor: str | None, seconds: int) -> NearMiss[Form]:
    form = upload_form(_PICTURE, purpose=USUAL_PURPOSE, expires_after=seconds, anchor=anchor)
    late = tuple(part for part in form.parts if part.name.startswith(EXPIRES_AFTER))
    early = tuple(part for part in form.parts if part not in late)
    return NearMiss(Form((*early, *late)), "misplaced", f"/{late[0].name}", form)


def _without_file(spec: Spec | None) -> Iterator[NearMiss[Form]]:
    seconds = lifetimes(spec=spec).cover()[0]
    for form in (
        upload_form(_PICTURE, purpose=USUAL_PURPOSE),
        upload_form(_PICTURE, purpose=USUAL_PURPOSE, expires_after=seconds),
    ):
        yield NearMiss(form.without(FILE), "missing-file", f"/{FILE}", form)
    form = upload_form(_PICTURE, purpose=USUAL_PURPOSE)
    yield NearMiss(form.renamed(FILE, "document"), "missing-file", f"/{FILE}", form)


def _unnamed(spec: Spec | None) -> Iterator[NearMiss[Form]]:
    seconds = lifetimes(spec=spec).cover()[0]
    for form in (
        upload_form(_PICTURE, purpose=USUAL_PURPOSE),
        upload_form(Media("text"), purpose=USUAL_PURPOSE),
        upload_form(_PICTURE, purpose=USUAL_PURPOSE, expires_after=seconds),
    ):
        *before, file = form.parts
        yield NearMiss(
            Form((*before, replace(file, filename=None))), "missing-filename", f"/{FILE}/filename", form
        )


def _badly_named(miss: NearMiss[str]) -> NearMiss[Form]:
    return miss.map(lambda name: upload_form(_PICTURE, name, purpose=USUAL_PURPOSE), at=f"/{FILE}/filename")
