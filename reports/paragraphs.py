"""Paragraphs for a terminal of any width."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def paragraph(console: Console, text: str = "", style: str = "", indent: int = 0, label: str = "") -> None:
    """Print `text`, wrapped at words; `label` stands in the indentation of the first line."""
    from rich.text import Text

    width = max(console.width - indent, 20)
    margin = Text(label.ljust(indent), style="dim")
    # Wrapped here and not by the console, which would fill lines up with spaces.
    for wrapped in Text(text, style=style).wrap(console, width):
        wrapped.rstrip()
        console.print(Text.assemble(margin, wrapped), soft_wrap=True)
        margin = Text(" " * indent)
