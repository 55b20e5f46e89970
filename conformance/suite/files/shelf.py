"""A handful of stored files that differ in name, size and expiry, for checks that list and filter."""

from __future__ import annotations

import pytest

from conformance.suite.listing import own, walk
from conformance.suite.stored import Stored
from strategies import expiry
from strategies.media import Media

#: How many files the shelf holds.
LENGTHS = 7


@pytest.fixture(scope="module")
def shelf(api, library) -> list[Stored]:
    """Seven files in the order of their creation; no check harms them."""
    longest = expiry.within_bounds("UploadFile").cover()[-1]
    stems = ("b", "C", "a", "A", "c", "B", "d")
    kinds = ("png", "text", "jpeg", "pdf", "json", "png", "mp4")
    files = []
    for number, (stem, kind) in enumerate(zip(stems, kinds, strict=True)):
        # The size is set by adding to the smallest true file of the kind, so that all differ.
        media = Media(kind, 2000 + 37 * ((number * 3) % LENGTHS))
        name = f"{library.tag}-{stem}-{library.name(media.extension)}"
        lifetime = longest if number % 3 == 0 else None
        files.append(library.file(media, name=name, expires_after=lifetime, must_expire=False))
    # Where lists take their time, checks of what they hold wait for these files once.
    api.eventually(lambda: len(own(walk(api), files)) == len(files))
    return files
