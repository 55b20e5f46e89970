"""Which requirement a finding of Schemathesis concerns: of each kind, by the part of the API that it is about."""

from __future__ import annotations

from collections.abc import Mapping

import specs
from conformance.monitors.surfaces import (
    FILES,
    IMAGES,
    SECRETS,
    SPEECH,
    TRANSCRIPTION,
    VIDEOS,
    VOICES,
    surface,
)
from specs import Operation

#: What no requirement promises.
UNCATALOGUED = "schema.uncatalogued"
#: Requests that a schema allows and a server need not take: what a schema says is not all that there is to say.
UNPROMISED = "schema.unpromised"

_METHOD = "ST204"
#: Code of Schemathesis → surface → requirement. Where a surface is missing, the finding is uncatalogued.
_BY_SURFACE: Mapping[str, Mapping[str, str]] = {
    # Something is served without a key.
    "ST401": {
        FILES: "access.key.required",
        IMAGES: "access.generation.key",
        VIDEOS: "access.generation.key",
        SPEECH: "access.voice.key",
        VOICES: "access.voice.key",
        SECRETS: "access.voice.key",
        TRANSCRIPTION: "transcription.key.missing",
    },
    # What was deleted is still there.
    "ST301": {FILES: "files.delete.gone", VOICES: "voices.delete.gone"},
    # What was created is not there.
    "ST302": {FILES: "files.upload.accepted", VOICES: "voices.create.accepted"},
    # A method that no document has.
    "ST204": {
        FILES: "files.answers.wrong-method",
        IMAGES: "images.method.wrong",
        VIDEOS: "videos.method.wrong",
    },
}
#: What the docs are silent about, whatever a specification of HTTP may say.
_OBSERVED = frozenset(
    {
        "ST202",  # a request that the schema allows is refused
        "ST203",  # a header is missing
        "ST205",  # Allow does not list what is allowed
        "ST107",  # documented headers are missing: there are none
        "ST112",  # an answer took long
    }
)


def concern(code: str, operation: Operation | None) -> str:
    """The id of the requirement that a finding with `code` at `operation` concerns."""
    if code in _OBSERVED or operation is None:
        return UNPROMISED
    if code == _METHOD:  # where no document says how another method is refused
        return _BY_SURFACE[code].get(surface(operation), UNPROMISED)
    return _BY_SURFACE.get(code, {}).get(surface(operation), UNCATALOGUED)


def knows_no(operation: Operation, status: int) -> bool:
    """Whether an answer with `status` says that the path of `operation` has no such method, as the docs name it.

    They name it once for a part of the API. Where they name none, any refusal will do.
    """
    named = {
        each
        for other in specs.load().operations.values()
        if surface(other) == surface(operation)
        for each in other.refusals.get("wrong-method", ())
    }
    return status in named if named else 400 <= status < 500
