"""What a file's metadata have to say, whichever operation shows them."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.oracle.moment import ROUNDING, is_time
from conformance.oracle.outcomes import Demand, equal
from conformance.oracle.state import FileState, Url


def of_file(file: FileState, *, with_url: bool) -> tuple[Demand, ...]:
    """What the metadata of `file` have to say, with its URL active or not."""
    return (*_lasting(file), *(_of_url(file.url) if with_url and file.url else _of_no_url()))


def _lasting(file: FileState) -> Iterator[Demand]:
    yield equal("files.object.agreement", "id", file.id)
    yield equal("files.object.filename", "filename", file.name)
    if file.content is not None:
        yield equal("files.object.size", "bytes", len(file.content))
    if file.created_at is not None:
        yield equal("files.object.agreement", "created_at", file.created_at)
    yield equal("files.object.agreement", "expires_at", file.expires_at)


def _of_no_url() -> Iterator[Demand]:
    yield equal("public-url.metadata.url", "public_url", None)
    yield equal("public-url.metadata.no-expiry", "public_url_expires_at", None)


def _of_url(url: Url) -> Iterator[Demand]:
    yield equal("public-url.metadata.url", "public_url", url.address)
    times = [end for end in url.ends if end is not None]
    # Whether it is shown at all is no MUST: sources differ on inherited ones, and only examples show the others.
    yield Demand(
        rule="public-url.metadata.expiry" if times else "public-url.metadata.no-expiry",
        name="public_url_expires_at",
        due=" or ".join(map(str, (*times, "nothing"))),
        holds=lambda seen: (
            seen is None or (is_time(seen) and any(abs(seen - end) <= ROUNDING for end in times))
        ),
    )
