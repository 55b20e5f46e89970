"""Retrieving, reading and deleting a file."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.emulator.behaviour import FORMATS
from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import shortened
from conformance.emulator.records import File
from conformance.emulator.state import Json, State


def present(state: State, team: str, file_id: str, now: float) -> File:
    """The team's file with this id, if it is there.

    Raises:
        Refusal: 404; unknown, deleted, expired, or another team's, which are all the same to the caller.
    """
    file = state.store.file(file_id)
    if file is None or file.team != team or file.deleted or state.ended(file, now):
        raise Refusal(404, f"file_id: no file {shortened(file_id)}")
    return file


def retrieve(state: State, team: str, file_id: str) -> Json:
    """The file as answers show it.

    Raises:
        Refusal: 404.
    """
    now = state.clock.now()
    return state.view(present(state, team, file_id, now), now)


def content(state: State, team: str, file_id: str, form: str | None) -> tuple[File, Iterable[bytes]]:
    """The file and its bytes. The text format is the bytes themselves where they are text.

    Raises:
        Refusal: 404; 400 for an unknown format, or for the text of a file that is none.
    """
    file = present(state, team, file_id, state.clock.now())
    if form is not None and form not in FORMATS:
        raise Refusal(400, f"format: must be one of {', '.join(FORMATS)}, got {shortened(form)}")
    if form == "text" and not _is_text(file.content_type):
        raise Refusal(400, f"format: a file of type {file.content_type} has no text")
    return file, state.blobs.read(file.id)


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type in {"application/json", "application/xml"}


def delete(state: State, team: str, file_id: str) -> Json:
    """Remove the file, its content and its URL.

    Raises:
        Refusal: 404.
    """
    file = present(state, team, file_id, state.clock.now())
    with state.store.together():
        state.store.delete_file(file.id)
    state.blobs.remove(file.id)
    return {"id": file.id, "object": "file", "deleted": True}
