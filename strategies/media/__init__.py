"""Files to upload: recipes of real media and of hostile bytes, and the choices that the docs make among them."""

from strategies.media.choices import (
    AtLimit,
    Upload,
    any_small,
    at_size_limit,
    disputed,
    eligible,
    ineligible,
    mismatched,
)
from strategies.media.kinds import KINDS, Kind
from strategies.media.recipe import NATURAL, Media

__all__ = [
    "KINDS",
    "NATURAL",
    "AtLimit",
    "Kind",
    "Media",
    "Upload",
    "any_small",
    "at_size_limit",
    "disputed",
    "eligible",
    "ineligible",
    "mismatched",
]
