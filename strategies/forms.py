"""Uploads as forms: in every documented order, with one rule broken, and in ways that nobody documents."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from specs import Spec
from strategies import filenames
from strategies.inputs import Inputs
from strategies.media import Media
from strategies.multipart import (
    ANCHOR,
    EXPIRES_AFTER,
    FILE,
    PURPOSE,
    SECONDS,
    Encoded,
    Form,
    Part,
    anchors,
    carries,
    upload_form,
)
from strategies.near_misses import NearMiss
from strategies.near_misses import near_misses as schema_misses
from strategies.unclear import Unclear
from strategies.valid import valid

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

RULES = ("minimum", "maximum", "misplaced", "missing-file", "missing-filename", "filename")
_PROPERTIES = "#/components/schemas/UploadFile/properties/"
_PICTURE = Media("png")
_PURPOSE = "testing"

Request: TypeAlias = Form | Encoded


def lifetimes(*, spec: Spec | None = None) -> Inputs[int]:
    """Seconds that an upload may ask for, both ends first."""
    return valid(_PROPERTIES + EXPIRES_AFTER, spec=spec)


def orders(*, spec: Spec | None = None) -> Inputs[Form]:
    """Uploads whose parts come in every order that all sources accept: whatever configures, before the file.

    Without expiry, with the plain one, and with the pair; with and without a purpose. `form.expires_after`
    says what was asked for.
    """

    def around(seconds: int) -> Iterator[Form]:
        anchor = anchors(spec)[0]
        plain = [Part.of(EXPIRES_AFTER, seconds)]
        pair = [Part.of(ANCHOR, anchor), Part.of(SECONDS, seconds)]
        file = upload_form(_PICTURE).parts
        for expiry, purpose in itertools.product(([], plain, pair), ([], [Part.of(PURPOSE, _PURPOSE)])):
            yield from (Form((*before, *file)) for before in itertools.permutations([*expiry, *purpose]))

    def draws() -> SearchStrategy[Form]:
        from hypothesis import strategies as st

        count = len(list(around(0)))
        return st.builds(
            lambda index, seconds: next(itertools.islice(around(seconds), index, None)),
            st.integers(0, count - 1),
            lifetimes(spec=spec).strategy,
        )

    return Inputs("orders()", lambda: around(lifetimes(spec=spec).cover()[0]), draws)


def near_misses(*, rules: Collection[str] = RULES, spec: Spec | None = None) -> Inputs[NearMiss[Form]]:
    """Uploads that break one rule of `RULES`; the twin is the same form with that rule kept.

    minimum, maximum: an expiry outside the bounds, plain and as seconds of the pair. misplaced: the expiry,
    plain or as a pair, after the file. missing-file: no part called `file`. missing-filename: it has no
    name. filename: a forbidden name, written raw where that carries it and in the extended form elsewhere.

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
            for pair, purpose in ((False, None), (True, None), (False, _PURPOSE)):
                yield lifetimes(spec=spec).map(
                    lambda seconds, pair=pair, purpose=purpose: _misplaced(  # type: ignore[misc]
                        upload_form(_PICTURE, purpose=purpose, expires_after=seconds, anchor_form=pair)
                    )
                )
        case "missing-file":
            yield Inputs.listed("missing-file", lambda: _without_file(spec))
        case "missing-filename":
            yield Inputs.listed("missing-filename", lambda: _unnamed(spec))
        case _:
            yield filenames.forbidden(spec=spec).map(_badly_named)


def _out_of_bounds(rule: str, name: str, spec: Spec | None) -> Inputs[NearMiss[Form]]:
    def form(seconds: Any) -> Form:
        return upload_form(_PICTURE, expires_after=seconds, anchor_form=name == SECONDS)

    numbers = schema_misses(_PROPERTIES + name, rules=(rule,), spec=spec)
    return numbers.map(lambda miss: miss.map(form, at=f"/{name}"))


def _misplaced(form: Form) -> NearMiss[Form]:
    late = tuple(part for part in form.parts if part.name.startswith(EXPIRES_AFTER))
    early = tuple(part for part in form.parts if part not in late)
    return NearMiss(Form((*early, *late)), "misplaced", f"/{late[0].name}", form)


def _without_file(spec: Spec | None) -> Iterator[NearMiss[Form]]:
    seconds = lifetimes(spec=spec).cover()[0]
    for form in (
        upload_form(_PICTURE, purpose=_PURPOSE),
        upload_form(_PICTURE, expires_after=seconds),
        upload_form(_PICTURE, purpose=_PURPOSE, expires_after=seconds),
    ):
        yield NearMiss(form.without(FILE), "missing-file", f"/{FILE}", form)
    form = upload_form(_PICTURE)
    yield NearMiss(form.renamed(FILE, "document"), "missing-file", f"/{FILE}", form)


def _unnamed(spec: Spec | None) -> Iterator[NearMiss[Form]]:
    seconds = lifetimes(spec=spec).cover()[0]
    for form in (
        upload_form(_PICTURE),
        upload_form(Media("text")),
        upload_form(_PICTURE, purpose=_PURPOSE, expires_after=seconds),
    ):
        *before, file = form.parts
        yield NearMiss(
            Form((*before, replace(file, filename=None))), "missing-filename", f"/{FILE}/filename", form
        )


def _badly_named(miss: NearMiss[str]) -> NearMiss[Form]:
    way = "raw" if carries("raw", miss.value) else "extended"
    return miss.map(lambda name: upload_form(_PICTURE, name, filename_as=way), at=f"/{FILE}/filename")


def unclear(*, spec: Spec | None = None) -> Inputs[Unclear[Request]]:
    """Uploads on which the docs are silent: odd expiries, odd parts, bodies that are no form."""
    return Inputs.listed("unclear()", lambda: (*_odd_expiries(spec), *_odd_parts(spec), *_odd_bodies(spec)))


def _odd_expiries(spec: Spec | None) -> Iterator[Unclear[Request]]:
    low, high = lifetimes(spec=spec).cover()[:2]
    file = upload_form(_PICTURE).parts[0]
    anchor = Part.of(ANCHOR, anchors(spec)[0])
    plain, seconds = Part.of(EXPIRES_AFTER, low), Part.of(SECONDS, low)

    for what, text in (
        ("empty", ""),
        ("a float", f"{low}.5"),
        ("a float without a fraction", f"{low}.0"),
        ("in exponent form", f"{low:.1e}"),
        ("with a plus", f"+{low}"),
        ("with a space behind", f"{low} "),
        ("with a space in front", f" {low}"),
        ("with a line end behind", f"{low}\r\n"),
        ("in hexadecimal", hex(low)),
        ("with zeros in front", f"00{low}"),
        ("with an underscore", f"{low:_}"),
        ("with a comma", f"{low:,}"),
        ("with a unit", f"{low}s"),
        ("in other digits", "".join(chr(0x660 + int(digit)) for digit in str(low))),
        ("a word", "never"),
        ("null", "null"),
        ("a JSON object", f'{{"anchor": "{anchor.text}", "seconds": {low}}}'),
    ):
        yield Unclear(f"expires_after {what}", upload_form(_PICTURE, expires_after=text))
        yield Unclear(f"seconds {what}", upload_form(_PICTURE, expires_after=text, anchor_form=True))
    for what, parts in (
        ("expires_after twice, the same", (plain, plain)),
        ("expires_after twice, different", (plain, Part.of(EXPIRES_AFTER, high))),
        ("both forms, the same", (plain, anchor, seconds)),
        ("both forms, different", (plain, anchor, Part.of(SECONDS, high))),
        ("an anchor without seconds", (anchor,)),
        ("seconds without an anchor", (seconds,)),
        ("seconds twice, different", (anchor, seconds, Part.of(SECONDS, high))),
        ("another anchor", (Part.of(ANCHOR, "last_active_at"), seconds)),
        ("an empty anchor", (Part.of(ANCHOR, ""), seconds)),
        ("an anchor in upper case", (Part.of(ANCHOR, anchor.text.upper()), seconds)),
        ("expires_after as a file", (replace(plain, filename="seconds.txt"),)),
        ("expires_after as JSON", (replace(plain, content_type="application/json"),)),
    ):
        yield Unclear(what, Form((*parts, file)))
    yield Unclear("seconds after the file, the anchor before", Form((anchor, file, seconds)))
    yield Unclear("the anchor after the file, seconds before", Form((seconds, file, anchor)))


def _odd_parts(spec: Spec | None) -> Iterator[Unclear[Request]]:
    low = lifetimes(spec=spec).cover()[0]
    file = upload_form(_PICTURE).parts[0]
    other = upload_form(Media("jpeg", seed=1)).parts[0]
    purpose = Part.of(PURPOSE, _PURPOSE)
    for what, parts in (
        ("purpose after the file", (file, purpose)),
        ("purpose twice, different", (purpose, Part.of(PURPOSE, "another"), file)),
        ("an empty purpose", (Part.of(PURPOSE, ""), file)),
        ("two file parts, the same", (file, file)),
        ("two file parts, different", (file, other)),
        ("a part that is not documented", (Part.of("colour", "green"), file)),
        ("a part that is not documented, after the file", (file, Part.of("colour", "green"))),
        ("a part without a name", (Part.of("", "green"), file)),
        ("public_url true", (Part.of("public_url", "true"), file)),
        ("public_url as an object", (Part.of("public_url", f'{{"expires_after": {low}}}'), file)),
        ("public_url[expires_after]", (Part.of("public_url[expires_after]", low), file)),
        ("an empty filename", (replace(file, filename=""),)),
        ("a filename in the extended form", (replace(file, filename_as="extended"),)),
        ("no content type", (replace(file, content_type=None),)),
        ("a content type that is none", (replace(file, content_type="picture"),)),
        ("a file part called FILE", (replace(file, name="FILE"),)),
        ("a file part called file[]", (replace(file, name="file[]"),)),
        ("no part at all", ()),
    ):
        yield Unclear(what, Form(parts))


def _odd_bodies(spec: Spec | None) -> Iterator[Unclear[Request]]:
    low = lifetimes(spec=spec).cover()[0]
    good = upload_form(_PICTURE, expires_after=low).encode()
    whole = good.read()
    other = "multipart/form-data; boundary=another"
    yield Unclear(
        "a JSON body", Encoded("application/json", (b'{"%s": %d}' % (EXPIRES_AFTER.encode(), low),))
    )
    yield Unclear(
        "a URL-encoded body",
        Encoded("application/x-www-form-urlencoded", (b"%s=%d&file=a" % (EXPIRES_AFTER.encode(), low),)),
    )
    yield Unclear("the file itself as the body", Encoded(_PICTURE.content_type, (_PICTURE,)))
    yield Unclear("an empty body", Encoded(good.content_type, ()))
    yield Unclear("no content type and no body", Encoded(None, ()))
    yield Unclear("a form without a content type", Encoded(None, good.pieces))
    yield Unclear("a form without its delimiter named", Encoded("multipart/form-data", good.pieces))
    yield Unclear("a form with another delimiter named", Encoded(other, good.pieces))
    yield Unclear("a form with its delimiter quoted", Encoded(_quoted(good.content_type), good.pieces))
    yield Unclear("a form that is cut in the middle", Encoded(good.content_type, (whole[: len(whole) // 2],)))
    yield Unclear(
        "a form without its last delimiter", Encoded(good.content_type, (whole[: whole.rindex(b"\r\n--")],))
    )
    yield Unclear("a form with text before it", Encoded(good.content_type, (b"before\r\n", *good.pieces)))
    yield Unclear("a form with text after it", Encoded(good.content_type, (*good.pieces, b"after\r\n")))
    yield Unclear("a form with bare line feeds", Encoded(good.content_type, (whole.replace(b"\r\n", b"\n"),)))


def _quoted(content_type: str | None) -> str:
    kind, _, delimiter = (content_type or "").partition("boundary=")
    return f'{kind}boundary="{delimiter}"'
