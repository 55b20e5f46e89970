"""Creating, fetching and revoking public URLs.

Each operation reads and writes without an `await` between, so that on the one event loop all of them
happen one after the other.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable
from typing import Any

from conformance.emulator.errors import Refusal
from conformance.emulator.files import present
from conformance.emulator.media_types import preferred_extension
from conformance.emulator.parameters import shortened, within
from conformance.emulator.records import File
from conformance.emulator.state import Json, State

_EXPIRES_AFTER = "expires_after"
_TOKEN_BYTES = 16  # 22 characters of URL-safe base64


def create(state: State, team: str, file_id: str, request: Json) -> Json:
    """The file's one active URL, new or as it was, with its expiry where it has one.

    The rules come in this order: the file is there (404), the expiry is well-formed and within its bounds,
    the file is eligible, it outlives the URL (400), and the quota has room (429).

    Raises:
        Refusal: see above; nothing changes.
    """
    now = state.clock.now()
    file = present(state, team, file_id, now)
    lifetime = _lifetime(state, request)
    active = state.url_active(file, now)
    if not active:
        _check_eligible(state, file)
    expires_at = _expires_at(file, lifetime, now)
    with state.store.together():
        if active:
            _move(state, file, lifetime, expires_at)
        else:
            if state.store.count_active(team, now) >= state.behaviour.url_quota:
                raise Refusal(
                    state.behaviour.url_quota_status,
                    f"public_url: the team has {state.behaviour.url_quota} active URLs, and may have no more",
                )
            token = secrets.token_urlsafe(_TOKEN_BYTES)
            extension = preferred_extension(file.content_type)
            state.store.add_url(file, token, extension, lifetime, expires_at)
    made = state.store.file(file.id)
    assert made is not None
    shown: dict[str, Any] = {"public_url": state.url_of(made)}
    if made.url_expires_at is not None:
        shown["expires_at"] = made.url_expires_at
    return shown


def _lifetime(state: State, request: Json) -> int | None:
    value = request.get(_EXPIRES_AFTER)
    if value is None:
        return None
    if type(value) is not int:  # a bool is an int to Python, and not to JSON
        raise Refusal(400, f"{_EXPIRES_AFTER}: expected a whole number or null, got {shortened(value)}")
    policy = state.behaviour
    return within(value, policy.url_expiry_minimum, policy.url_expiry_maximum, _EXPIRES_AFTER)


def _check_eligible(state: State, file: File) -> None:
    policy = state.behaviour
    if file.size == 0:
        raise Refusal(400, "file_id: an empty file cannot be made public")
    if file.content_type not in policy.url_types:
        raise Refusal(400, f"file_id: files of type {file.content_type} cannot be made public")
    if file.size > policy.url_file_size:
        raise Refusal(400, f"file_id: a file larger than {policy.url_file_size} bytes cannot be made public")


def _expires_at(file: File, lifetime: int | None, now: float) -> int | None:
    if lifetime is None:
        return file.expires_at
    expires_at = math.floor(now) + lifetime
    if file.expires_at is not None and expires_at > file.expires_at:
        left = file.expires_at - math.floor(now)
        raise Refusal(400, f"{_EXPIRES_AFTER}: the file itself ends in {left} seconds, got {lifetime}")
    return expires_at


def _move(state: State, file: File, lifetime: int | None, expires_at: int | None) -> None:
    """Change the expiry of an active URL, if another one than it was made with is asked for."""
    assert file.url_token is not None
    if lifetime is not None and lifetime != file.url_lifetime:
        state.store.move_url(file.url_token, lifetime, expires_at)


def revoke(state: State, team: str, file_id: str) -> Json:
    """Whether there was an active URL to end, and which. Harmless for whatever has none."""
    now = state.clock.now()
    file = state.store.file(file_id)
    if file is None or file.team != team or file.deleted or state.ended(file, now):
        return {"id": file_id, "revoked": False}
    if not state.url_active(file, now):
        return {"id": file_id, "revoked": False}
    with state.store.together():
        state.store.end_url(file)
    return {"id": file_id, "revoked": True, "public_url": state.url_of(file)}


def fetch(state: State, token: str, name: str) -> tuple[File, Iterable[bytes]]:
    """The file behind a URL, and its bytes.

    Raises:
        Refusal: 404; there is no such URL, or no longer.
    """
    now = state.clock.now()
    url = state.store.url(token)
    if url is not None and name == f"{url.file_id}.{url.extension}" and not url.ended:
        file = state.store.file(url.file_id)
        if file is not None and not file.deleted and not state.ended(file, now):
            if url.expires_at is None or now < url.expires_at:
                return file, state.blobs.read(file.id)
    raise Refusal(404, "no such public URL")
