"""Uploads on which the docs are silent: odd expiries, odd parts, bodies that are no form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from specs import Spec
from strategies.inputs import Inputs
from strategies.media import Media
from strategies.multipart.form import (
    ANCHOR,
    EXPIRES_AFTER,
    PURPOSE,
    SECONDS,
    USUAL_PURPOSE,
    Encoded,
    Form,
    Part,
)
from strategies.multipart.orders import lifetimes
from strategies.multipart.uploads import anchors, upload_form
from strategies.unclear import Unclear

Request: TypeAlias = Form | Encoded

_PICTURE = Media("png")


def unclear(*, spec: Spec | None = None) -> Inputs[Unclear[Request]]:
    """All of the below together."""

    def cover() -> Iterator[Unclear[Request]]:
        for each in (*_odd_expiries(spec), *_odd_parts(spec), *_with_public_url(spec)):
            yield Unclear(each.what, each.value)
        yield Unclear("purpose after the file", purpose_after_file())
        yield from (Unclear(each.what, each.value) for each in _odd_bodies(spec))

    return Inputs.listed("unclear()", cover)


def unclear_expiries(*, spec: Spec | None = None) -> Inputs[Unclear[Form]]:
    """Expiries that are no plain integer, are given twice or in both forms, or lack their half."""
    return Inputs.listed("unclear_expiries()", lambda: _odd_expiries(spec))


def unclear_parts(*, spec: Spec | None = None) -> Inputs[Unclear[Form]]:
    """Two files, two purposes, unknown parts, parts without a name or type."""
    return Inputs.listed("unclear_parts()", lambda: _odd_parts(spec))


def unclear_bodies(*, spec: Spec | None = None) -> Inputs[Unclear[Encoded]]:
    """Bodies ready to be sent: those of `unclear_parts`, other content types, wrong or missing delimiters."""

    def cover() -> Iterator[Unclear[Encoded]]:
        yield from (Unclear(each.what, each.value.encode()) for each in _odd_parts(spec))
        yield from _odd_bodies(spec)

    return Inputs.listed("unclear_bodies()", cover)


def purpose_after_file() -> Form:
    """An upload with the purpose last, as older examples have it."""
    return Form((*upload_form(_PICTURE).parts, Part.of(PURPOSE, USUAL_PURPOSE)))


def with_public_url_part(*, spec: Spec | None = None) -> Inputs[Form]:
    """Uploads that ask for a public URL, which no documented part does."""
    return Inputs.listed("with_public_url_part()", lambda: (each.value for each in _with_public_url(spec)))


def _with_public_url(spec: Spec | None) -> Iterator[Unclear[Form]]:
    low = lifetimes(spec=spec).cover()[0]
    file = upload_form(_PICTURE).parts[0]
    for what, part in (
        ("public_url true", Part.of("public_url", "true")),
        ("public_url as an object", Part.of("public_url", f'{{"expires_after": {low}}}')),
        ("public_url[expires_after]", Part.of("public_url[expires_after]", low)),
    ):
        yield Unclear(what, Form((part, file)))
        yield Unclear(f"{what}, after the file", Form((file, part)))


def _odd_expiries(spec: Spec | None) -> Iterator[Unclear[Form]]:
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
        yield Unclear(f"seconds {what}", upload_form(_PICTURE, expires_after=text, anchor=anchor.text))
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


def _odd_parts(spec: Spec | None) -> Iterator[Unclear[Form]]:
    del spec
    file = upload_form(_PICTURE).parts[0]
    other = upload_form(Media("jpeg", seed=1)).parts[0]
    purpose = Part.of(PURPOSE, USUAL_PURPOSE)
    for what, parts in (
        ("purpose twice, different", (purpose, Part.of(PURPOSE, "another"), file)),
        ("two file parts, the same", (file, file)),
        ("two file parts, different", (file, other)),
        ("a part that is not documented", (Part.of("colour", "green"), file)),
        ("a part that is not documented, after the file", (file, Part.of("colour", "green"))),
        ("a part without a name", (Part.of("", "green"), file)),
        ("an empty filename", (replace(file, filename=""),)),
        ("a filename in the extended form", (replace(file, filename_as="extended"),)),
        ("no content type", (replace(file, content_type=None),)),
        ("a content type that is none", (replace(file, content_type="picture"),)),
        ("a file part called FILE", (replace(file, name="FILE"),)),
        ("a file part called file[]", (replace(file, name="file[]"),)),
        ("no part at all", ()),
    ):
        yield Unclear(what, Form(parts))


def _odd_bodies(spec: Spec | None) -> Iterator[Unclear[Encoded]]:
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
