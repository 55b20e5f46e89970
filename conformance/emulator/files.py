"""Retrieving, reading and deleting a file."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from conformance.emulator.behaviour import FORMATS, Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import shortened
from conformance.emulator.records import File
from conformance.emulator.state import Json, State


def present(
    state: State,
    team: str,
    file_id: str,
    now: float,
    *,
    status: int = 404,
    own: bool = True,
    deleted: bool = False,
    expired: bool = False,
) -> File:
    """The team's file with this id, if it is there.

    `status` is that of the refusal. `own` limits it to the team's files; `deleted` and `expired` let files
    pass that are so.

    Raises:
        Refusal: unknown, deleted, expired, or another team's, which are all the same to the caller.
    """
    file = state.store.file(file_id)
    if (
        file is None
        or (own and file.team != team and (state.behaviour.storage_own_team or not file.generated))
        or (file.deleted and not deleted)
        or (state.ended(file, now) and not expired)
    ):
        raise Refusal(status, f"file_id: no file {shortened(file_id)}")
    return file


def retrieve(state: State, team: str, file_id: str) -> Json:
    """The file as answers show it.

    Raises:
        Refusal: 404.
    """
    policy, now = state.behaviour, state.clock.now()
    file = present(
        state,
        team,
        file_id,
        now,
        status=policy.retrieve_unknown_status,
        own=policy.read_own_team,
        expired=policy.expired_retrievable,
    )
    shown = state.view(file, now)
    if not policy.retrieved_size_is_number:
        shown["bytes"] = str(shown["bytes"])
    if file.generated:
        _misshow(policy, shown)
    if file.id in state.used:
        _show_use(state, shown)
    return shown


def _misshow(policy: Behaviour, shown: dict[str, Any]) -> None:
    """Change what is shown of a file that was generated; by documented policy, nothing."""
    if not policy.storage_retrieved_name:
        shown["filename"] = shown["id"]
    if not policy.storage_retrieved_expiry:
        shown["expires_at"] = None
    if not policy.storage_retrieved_url:
        shown.pop("public_url", None)


def _show_use(state: State, shown: dict[str, Any]) -> None:
    """Change what is shown of a file that was an input; by documented policy, nothing."""
    if state.changed_by_use(shown["id"], "name"):
        shown["filename"] = f"used-{shown['filename']}"
    if state.changed_by_use(shown["id"], "expiry"):
        shown["expires_at"] = math.floor(state.clock.now()) + state.behaviour.file_expiry_maximum


def content(state: State, team: str, file_id: str, form: str | None) -> tuple[File, Iterable[bytes], int]:
    """The file, its bytes and their number. The text format is the bytes themselves where they are text.

    Raises:
        Refusal: 404; 400 for an unknown format, or for the text of a file that is none.
    """
    policy = state.behaviour
    file = present(
        state,
        team,
        file_id,
        state.clock.now(),
        status=policy.content_unknown_status,
        own=policy.read_own_team,
        deleted=policy.deleted_readable,
        expired=policy.expired_retrievable,
    )
    if file.url_ended and not policy.revoke_keeps_content:
        raise Refusal(policy.content_unknown_status, f"file_id: no file {shortened(file_id)}")
    if form is not None and form not in FORMATS:
        raise Refusal(400, f"format: must be one of {', '.join(FORMATS)}, got {shortened(form)}")
    if form == "text" and not _is_text(file.content_type):
        status = policy.content_textless_status
        raise Refusal(status, f"format: a file of type {file.content_type} has no text")
    chunks = state.blobs.read(file.id)
    if form == "original" and not policy.content_original_is_default:
        return _altered(file, b"".join(chunks)[:-1])
    if state.changed_by_use(file.id, "bytes"):
        return _altered(file, b"".join(chunks)[:-1])
    if not policy.content_keeps_line_ends:
        return _altered(file, b"".join(chunks).replace(b"\r\n", b"\n"))
    return file, chunks, file.size


def _altered(file: File, data: bytes) -> tuple[File, Iterable[bytes], int]:
    return file, (data,), len(data)


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type in {"application/json", "application/xml"}


def delete(state: State, team: str, file_id: str) -> Json:
    """Remove the file, its content and its URL.

    Raises:
        Refusal: 404.
    """
    policy = state.behaviour
    file = present(
        state,
        team,
        file_id,
        state.clock.now(),
        status=policy.delete_unknown_status,
        own=policy.delete_own_team,
        deleted=policy.delete_again_status is not None,
    )
    if file.deleted and policy.delete_again_status not in (None, 200):
        raise Refusal(policy.delete_again_status or 404, f"file_id: {shortened(file_id)} is deleted")
    if file.expires_at is not None and not policy.delete_before_expiry:
        raise Refusal(409, f"file_id: {shortened(file_id)} has an expiry and cannot be deleted before it")
    doomed = [file]
    if not policy.delete_spares_twins:
        doomed += [twin for twin in state.store.twins(file) if same_content(state, file, twin)]
    if file.generated and not policy.storage_deletes_alone:
        doomed += state.store.namesakes(file)
    with state.store.together():
        for each in doomed:
            state.store.delete_file(each.id)
    if not (policy.deleted_readable or policy.deleted_serves or policy.storage_deleted_serves):
        for each in doomed:
            state.blobs.remove(each.id)
    return {"id": file.id if policy.delete_names_id else file.id.upper(), "object": "file", "deleted": True}


def same_content(state: State, one: File, other: File) -> bool:
    """Whether two files have the same bytes."""
    return b"".join(state.blobs.read(one.id)) == b"".join(state.blobs.read(other.id))
