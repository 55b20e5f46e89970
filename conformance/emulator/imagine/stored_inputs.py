"""Stored files as inputs: which are taken where, and what is kept of their use."""

from __future__ import annotations

import re
from collections.abc import Callable

from conformance.emulator import public_urls
from conformance.emulator.errors import Refusal
from conformance.emulator.files import present
from conformance.emulator.imagine import blanks
from conformance.emulator.imagine.records import Kind
from conformance.emulator.records import File
from conformance.emulator.state import State

_ID = re.compile(r"file_[0-9a-f-]{36}")


def content(state: State, team: str, slot: str, file_id: str, kind: Kind) -> Callable[[], bytes]:
    """How to read the team's file `file_id` as an input in `slot`. Nothing is looked into yet.

    Raises:
        Refusal: 404; there is no such file.
    """
    policy, now = state.behaviour, state.clock.now()
    try:
        file = present(state, team, file_id, now, status=policy.input_unknown_status)
    except Refusal as refusal:
        flaw = _flaw(state, team, file_id)
        if (slot, flaw) in policy.input_replaced:
            return lambda: blanks.blank(kind)
        if flaw == "foreign" and slot in policy.input_foreign_statuses:
            raise Refusal(policy.input_foreign_statuses[slot], refusal.error) from None
        raise
    if (slot, file.content_type) in policy.input_files_refused:
        raise Refusal(400, f"file_id: files of type {file.content_type} are no inputs here")
    if file.generated and slot in policy.input_generated_refused:
        raise Refusal(400, "file_id: files that were generated are no inputs here")
    _leave_traces(state, slot, file)
    if (slot, file.content_type) in policy.input_replaced:
        return lambda: blanks.blank(kind)
    chunks = state.blobs.read(file.id)
    return lambda: b"".join(chunks)


def _leave_traces(state: State, slot: str, file: File) -> None:
    """What the use of a file changes about it; by documented policy, nothing."""
    policy = state.behaviour
    if policy.input_use_changes or policy.input_replaced:
        state.used.setdefault(file.id, set()).add(slot)
    if (slot, "url") in policy.input_use_changes:
        _make_public(state, file)
    if policy.storage_use_revives_url and file.url_ended and file.url_token is not None:
        state.store.revive_url(file.url_token, file.url_lifetime, file.url_expires_at)


def _flaw(state: State, team: str, file_id: str) -> str:
    """Why a file is not there."""
    file = state.store.file(file_id)
    if file is None:
        return "unknown" if _ID.fullmatch(file_id) else "malformed"
    if file.deleted:
        return "used and deleted" if file.id in state.used else "deleted"
    return "foreign" if file.team != team else "expired"


def _make_public(state: State, file: File) -> None:
    """Give it a public URL, if it has none."""
    if not state.url_active(file, state.clock.now()):
        public_urls.hand_out(state, file, None, None)
