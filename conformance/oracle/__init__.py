"""The reference model: files, public URLs and time, as pure values.

`step(world, operation, now)` says which answers the docs allow, and which world follows from each.
"""

from conformance.oracle.listing import Membership, members
from conformance.oracle.model import is_read, step
from conformance.oracle.moment import Moment
from conformance.oracle.operations import (
    CreateUrl,
    Delete,
    FetchUrl,
    Operation,
    ReadContent,
    Retrieve,
    RevokeUrl,
    Upload,
)
from conformance.oracle.outcomes import Expectation, Outcome
from conformance.oracle.state import FileState, Url, World

__all__ = [
    "CreateUrl",
    "Delete",
    "Expectation",
    "FetchUrl",
    "FileState",
    "Membership",
    "Moment",
    "Operation",
    "Outcome",
    "ReadContent",
    "Retrieve",
    "RevokeUrl",
    "Upload",
    "Url",
    "World",
    "is_read",
    "members",
    "step",
]
