"""The reference model: files, public URLs, what is generated, and time, as pure values.

`step(world, operation, now)` says which answers the docs allow, and which world follows from each.
"""

from conformance.oracle.listing import Membership, members
from conformance.oracle.model import is_read, step
from conformance.oracle.moment import Moment
from conformance.oracle.operations import (
    CreateUrl,
    Delete,
    FetchUrl,
    FinishVideo,
    Keep,
    MakeImages,
    Operation,
    ReadContent,
    Retrieve,
    RevokeUrl,
    StartVideo,
    Upload,
)
from conformance.oracle.outcomes import Expectation, Outcome
from conformance.oracle.state import FileState, JobState, Url, World

__all__ = [
    "CreateUrl",
    "Delete",
    "Expectation",
    "FetchUrl",
    "FileState",
    "FinishVideo",
    "JobState",
    "Keep",
    "MakeImages",
    "Membership",
    "Moment",
    "Operation",
    "Outcome",
    "ReadContent",
    "Retrieve",
    "RevokeUrl",
    "StartVideo",
    "Upload",
    "Url",
    "World",
    "is_read",
    "members",
    "step",
]
