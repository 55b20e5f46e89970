"""`index.html`: the docs' examples as one page, which needs no network and no script to be read."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from reports.examples.console import counts
from reports.examples.exits import exit_code, meaning
from reports.examples.outcomes import Examples, Outcome
from reports.templates import page_template

if TYPE_CHECKING:
    from jinja2 import Template

#: Of longer texts only the beginning is shown.
_WIDTH = 600


def text(examples: Examples, *, allow_incomplete: bool = False) -> str:
    """The text of `index.html`."""
    return _template().render(
        examples=examples,
        pages=list(examples.pages()),
        outcomes=list(Outcome),
        counts=counts(examples.blocks),
        code=exit_code(examples, allow_incomplete=allow_incomplete),
        meaning=meaning(examples, allow_incomplete=allow_incomplete),
    )


@functools.cache
def _template() -> Template:
    return page_template(Path(__file__).parent, width=_WIDTH)
