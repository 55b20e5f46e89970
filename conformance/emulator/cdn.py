"""Serving public URLs to anyone who has them."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.emulator.errors import Refusal
from conformance.emulator.records import File, Url
from conformance.emulator.state import State


def fetch(state: State, token: str, name: str) -> tuple[File, Iterable[bytes], int]:
    """The file behind a URL, its bytes and their number.

    Raises:
        Refusal: 404; there is no such URL, or no longer.
    """
    policy, now = state.behaviour, state.clock.now()
    url = state.store.url(token)
    if url is None and not policy.fetch_needs_token:
        url = _current(state, name, now)
    gone = False
    if url is not None and name == state.url_name(url.file_id, url.extension):
        file = state.store.file(url.file_id)
        if file is not None and _serves(state, url, file, now):
            return _served(state, file)
        gone = not url.ended
    raise Refusal(policy.fetch_gone_status if gone else 404, "path: no such public URL")


def _serves(state: State, url: Url, file: File, now: float) -> bool:
    policy = state.behaviour
    if file.generated and file.content_type.partition("/")[0] not in policy.storage_url_opens:
        return False
    if file.deleted:
        serves = policy.deleted_serves or (policy.storage_deleted_serves and file.generated)
        return serves and not url.ended
    if url.ended:
        if file.url_token == url.token or not state.url_active(file, now):
            return policy.revoked_serves_alone
        expiring = file.url_lifetime is not None
        return policy.revoked_serves_beside_next or (policy.revoked_serves_beside_expiring and expiring)
    if url.lifetime is None and not policy.url_ends_with_file:
        return True
    if state.ended(file, now) and not policy.url_end_ends_file:
        return False
    if file.generated and not policy.storage_url_ends:
        return True
    return url.expires_at is None or now < url.expires_at + policy.url_end_shift + policy.fetch_end_shift


def _served(state: State, file: File) -> tuple[File, Iterable[bytes], int]:
    policy, chunks = state.behaviour, state.blobs.read(file.id)
    if file.generated and not policy.storage_url_whole:
        data = b"".join(chunks)[:-1]
    elif policy.fetch_keeps_line_ends:
        return file, chunks, file.size
    else:
        data = b"".join(chunks).replace(b"\r\n", b"\n")
    return file, (data,), len(data)


def _current(state: State, name: str, now: float) -> Url | None:
    file = state.store.file(name.partition(".")[0])
    if file is None or file.url_token is None or not state.url_active(file, now):
        return None
    return state.store.url(file.url_token)
