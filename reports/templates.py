"""Pages from templates: how all of them are read, and what all of them may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.words import one_line, visible

if TYPE_CHECKING:
    from jinja2 import Template


def page_template(
    folder: Path, *, width: int, filters: Mapping[str, Callable[..., str]] | None = None, **known: Any
) -> Template:
    """`page.html` of `folder`, which may include `sheet.css`, what all pages look like.

    `|line` cuts a text to `width` characters, and `known` are names that it may use.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([folder, Path(__file__).parent]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["line"] = lambda said: one_line(said, width)
    environment.filters["visible"] = visible
    environment.filters.update(filters or {})
    environment.globals.update(known)
    return environment.get_template("page.html")
