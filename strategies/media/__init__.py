"""Files to upload: recipes of real media and of hostile bytes, and which of them a check is fed."""

from strategies.media.choices import (
    AtLimit,
    Disguise,
    any_kind,
    any_small,
    at_size_limit,
    disputed,
    eligible,
    eligible_of_any_size,
    ineligible,
    mismatched,
)
from strategies.media.kinds import KINDS, Kind
from strategies.media.recipe import NATURAL, Media

__all__ = [
    "KINDS",
    "NATURAL",
    "AtLimit",
    "Disguise",
    "Kind",
    "Media",
    "any_kind",
    "any_small",
    "at_size_limit",
    "disputed",
    "eligible",
    "eligible_of_any_size",
    "ineligible",
    "mismatched",
]
