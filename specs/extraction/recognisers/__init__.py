"""Recognisers: each finds one kind of fact on a page."""

from specs.extraction.recognisers import (
    endpoints,
    enums,
    examples,
    fields,
    limits,
    ranges,
    statements,
    statuses,
)
from specs.extraction.recognisers.findings import Finding, Recogniser

RECOGNISERS: dict[str, Recogniser] = {
    "range": ranges.find,
    "limit": limits.find,
    "enum": enums.find,
    "field": fields.find,
    "status": statuses.find,
    "endpoint": endpoints.find,
    "example": examples.find,
    "statement": statements.find,
}
"""The kinds of facts, in the order in which those of one line stand, with what finds them."""

__all__ = ["RECOGNISERS", "Finding", "Recogniser"]
