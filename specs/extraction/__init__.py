"""From the docs to facts: `read()` gives pages, `recognise()` their facts, `render()` writes them."""

from specs.extraction.facts import recognise
from specs.extraction.reading import Reading, SourceError, read
from specs.extraction.writing import render

__all__ = ["Reading", "SourceError", "read", "recognise", "render"]
