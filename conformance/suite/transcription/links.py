"""Recordings at URLs: stored with the target itself, and made public there."""

from __future__ import annotations

from conformance.checks import Untestable
from conformance.suite.stored import Shared, Store, Stored
from strategies.audio import AudioFile, Recorded
from strategies.media import Media
from strategies.transcription import SHORT

#: Of the containers of sound this one alone is of a type that can be made public.
RECORDING = AudioFile("mp4", Recorded(SHORT))


def link(store: Store) -> Shared:
    """A recording with a public URL, for one check.

    Raises:
        Untestable: the target stores none, or makes no public URL of it.
    """
    name, media_type = store.name(RECORDING.extension), Media("mp4").content_type
    content = RECORDING.read()
    answer = store.api.files.upload(content, name, content_type=media_type, purpose="assistants")
    if not answer.accepted or not isinstance(answer["id"], str):
        raise Untestable(f"needs a stored file (files.upload.accepted): {answer!r}")
    return store.shared(file=Stored(answer["id"], name, content, answer))
