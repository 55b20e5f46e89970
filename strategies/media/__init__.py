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
from strategies.media.clips import Clip
from strategies.media.damage import DAMAGES, Damaged, damages, sample
from strategies.media.kinds import KINDS, Kind
from strategies.media.pictures import Picture
from strategies.media.recipe import NATURAL, Media

__all__ = [
    "DAMAGES",
    "KINDS",
    "NATURAL",
    "AtLimit",
    "Clip",
    "Damaged",
    "Disguise",
    "Kind",
    "Media",
    "Picture",
    "any_kind",
    "any_small",
    "at_size_limit",
    "damages",
    "disputed",
    "eligible",
    "eligible_of_any_size",
    "ineligible",
    "mismatched",
    "sample",
]
