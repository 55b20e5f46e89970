"""Uploads in every order that the docs accept."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from specs import Spec
from strategies.inputs import Inputs
from strategies.media import Media
from strategies.multipart.form import ANCHOR, EXPIRES_AFTER, PURPOSE, SECONDS, USUAL_PURPOSE, Form, Part
from strategies.multipart.uploads import anchors, upload_form
from strategies.valid import valid

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

PROPERTIES = "#/components/schemas/UploadFile/properties/"
_PICTURE = Media("png")


def lifetimes(*, spec: Spec | None = None) -> Inputs[int]:
    """Seconds that an upload may ask for, both ends first."""
    return valid(PROPERTIES + EXPIRES_AFTER, spec=spec)


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
        for expiry, purpose in itertools.product(([], plain, pair), ([], [Part.of(PURPOSE, USUAL_PURPOSE)])):
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
