"""Faults: named single violations, each tied to the requirement that it breaks, in the catalogue's order.

Each breaks its own requirement and, as far as that can be had, none that stands before it, so that the first
deviation that a report names is the fault's own.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import specs
from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults.access import ACCESS
from conformance.emulator.faults.answers import ANSWERS
from conformance.emulator.faults.client_secrets import CLIENT_SECRETS
from conformance.emulator.faults.fault import Fault
from conformance.emulator.faults.file_inputs import FILE_INPUTS
from conformance.emulator.faults.files import FILES
from conformance.emulator.faults.image_edits import IMAGE_EDITS
from conformance.emulator.faults.image_requests import IMAGE_REQUESTS
from conformance.emulator.faults.images import IMAGES
from conformance.emulator.faults.listing import LISTING
from conformance.emulator.faults.schema import SCHEMA
from conformance.emulator.faults.speech import SPEECH
from conformance.emulator.faults.speech_socket import SPEECH_SOCKET
from conformance.emulator.faults.storage_files import STORAGE_FILES
from conformance.emulator.faults.storage_lives import STORAGE_LIVES
from conformance.emulator.faults.storage_options import STORAGE_OPTIONS
from conformance.emulator.faults.storage_refusals import STORAGE_REFUSALS
from conformance.emulator.faults.transcription import TRANSCRIPTION
from conformance.emulator.faults.transcription_socket import TRANSCRIPTION_SOCKET
from conformance.emulator.faults.uploads import UPLOADS
from conformance.emulator.faults.url_creation import URL_CREATION
from conformance.emulator.faults.url_ends import URL_ENDS
from conformance.emulator.faults.url_expiry import URL_EXPIRY
from conformance.emulator.faults.url_limits import URL_LIMITS
from conformance.emulator.faults.url_renewal import URL_RENEWAL
from conformance.emulator.faults.video_answers import VIDEO_ANSWERS
from conformance.emulator.faults.video_inputs import VIDEO_INPUTS
from conformance.emulator.faults.videos import VIDEOS
from conformance.emulator.faults.voice_access import VOICE_ACCESS
from conformance.emulator.faults.voice_defaults import VOICE_DEFAULTS
from conformance.emulator.faults.voices import VOICES
from conformance.emulator.generated import GeneratedFault, derived, generated

__all__ = ["FAULTS", "Fault", "UnknownFault", "behaviour", "between", "summary"]

_AREAS = (
    (*UPLOADS, *FILES, *LISTING, *ANSWERS),
    (*URL_CREATION, *URL_EXPIRY, *URL_RENEWAL, *URL_ENDS, *URL_LIMITS),
    (*ACCESS, *VOICE_ACCESS),
    (*IMAGES, *IMAGE_REQUESTS, *IMAGE_EDITS),
    (*VIDEO_ANSWERS, *VIDEOS, *VIDEO_INPUTS),
    (*STORAGE_OPTIONS, *STORAGE_REFUSALS, *STORAGE_FILES, *STORAGE_LIVES),
    FILE_INPUTS,
    SPEECH,
    VOICES,
    TRANSCRIPTION,
    (*SPEECH_SOCKET, *TRANSCRIPTION_SOCKET, *CLIENT_SECRETS),
    VOICE_DEFAULTS,
    SCHEMA,
)

_ORDER = {name: requirement.order for name, requirement in specs.load().requirements.items()}

#: Those of an area stand in several files, and an area's files do not follow each other in the catalogue.
FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        each.name: each
        for each in sorted((each for area in _AREAS for each in area), key=lambda each: _ORDER[each.breaks])
    }
)


class UnknownFault(Exception):
    """No fault has this name; the message names the closest ones."""


def behaviour(names: Iterable[str], policy: Behaviour | None = None) -> Behaviour:
    """The documented behaviour, or `policy`, with the named faults in it. Generated ones change no behaviour.

    Raises:
        UnknownFault: a name is unknown.
    """
    policy = policy or Behaviour()
    for name in names:
        if name in FAULTS:
            policy = dataclasses.replace(policy, **FAULTS[name].change)
        elif name not in derived():
            raise UnknownFault(f"no fault is called {name}{_hint(name)}")
    return policy


def between(names: Iterable[str]) -> tuple[GeneratedFault, ...]:
    """Those of the named faults that stand between server and emulator: the generated ones, and what is no fault."""
    return tuple(derived()[name] for name in names if name not in FAULTS)


def _hint(name: str) -> str:
    close = difflib.get_close_matches(name, [*FAULTS, *generated()], n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(close)}?" if close else "; --list-faults lists all"


def summary(name: str) -> str:
    """What the fault called `name` does, in a sentence."""
    return FAULTS[name].summary if name in FAULTS else generated()[name].summary
