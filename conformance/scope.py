"""Which requirements speak of what a run judges: a service by its REST surface and sockets, or one behind an SDK."""

from __future__ import annotations

import fnmatch

from specs import Requirement

#: Areas whose promises a user of an SDK can rely on as well.
_BEHIND_SDKS = frozenset({
    "files", "public-urls", "images", "videos", "storage-options", "file-inputs", "access", "speech", "transcription",
})  # fmt: skip
#: Promises of these areas that speak of requests and answers as they are on the wire.
_WIRE: tuple[str, ...] = ()


def in_scope(requirement: Requirement, *, driver: bool) -> bool:
    """Whether a run through a `driver`, or one without, can have anything to do with the requirement."""
    if requirement.of_sdks:
        return driver
    if not driver:
        return True
    return requirement.area in _BEHIND_SDKS and not any(
        fnmatch.fnmatchcase(requirement.id, glob) for glob in _WIRE
    )
