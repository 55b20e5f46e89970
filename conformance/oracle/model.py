"""One door to all rules: which answers an operation may have, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.oracle import files, generations, urls
from conformance.oracle.moment import Moment
from conformance.oracle.operations import (
    CreateUrl,
    Delete,
    FetchUrl,
    FinishVideo,
    MakeImages,
    Operation,
    ReadContent,
    Retrieve,
    RevokeUrl,
    StartVideo,
    Upload,
)
from conformance.oracle.outcomes import Expectation
from conformance.oracle.state import World

_RULES: Mapping[type[Operation], Callable[[World, Any, Moment], Expectation]] = {
    Upload: files.upload,
    Retrieve: files.retrieve,
    ReadContent: files.content,
    Delete: files.delete,
    CreateUrl: urls.create,
    RevokeUrl: urls.revoke,
    FetchUrl: urls.fetch,
    MakeImages: generations.images,
    StartVideo: generations.start,
    FinishVideo: generations.finish,
}


def step(world: World, operation: Operation, now: Moment) -> Expectation:
    """The answers that the docs allow to `operation` in `world` at `now`.

    Nothing has to be done for time to pass: what has ended by then follows from `now`.
    """
    return _RULES[type(operation)](world, operation, now)


def is_read(operation: Operation) -> bool:
    """Whether the operation changes nothing, however it is answered."""
    return isinstance(operation, Retrieve | ReadContent | FetchUrl)
