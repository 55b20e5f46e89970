"""Creating and revoking public URLs.

Neither yields between reading and writing (the pauses are zero by documented policy), so on the one event
loop all of them happen one after the other.
"""

from __future__ import annotations

import asyncio
import math
import secrets
from typing import Any

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.files import present
from conformance.emulator.imagine import assets
from conformance.emulator.media_types import preferred_extension
from conformance.emulator.parameters import shortened, within
from conformance.emulator.records import File
from conformance.emulator.state import Json, State

_EXPIRES_AFTER = "expires_after"


async def create(state: State, team: str, file_id: str, request: Json) -> Json:
    """The file's one active URL, new or as it was, with its expiry where it has one.

    The rules come in this order: the file is there (404), the expiry is well-formed and within its bounds,
    the file is eligible, it outlives the URL (400), and the quota has room (429).

    Raises:
        Refusal: see above; nothing changes.
    """
    policy, now = state.behaviour, state.clock.now()
    file = present(
        state,
        team,
        file_id,
        now,
        status=policy.url_unknown_status,
        own=policy.create_own_team,
        deleted=policy.url_of_deleted,
    )
    active = state.url_active(file, now)
    try:
        lifetime = _lifetime(policy, request)
    except Refusal:
        if active and not policy.url_refusal_keeps:
            state.store.end_url(file.url_token)
        raise
    if not active:
        check_eligible(policy, file)
        _check_once_private(state, file)
    expires_at = _expires_at(policy, file, lifetime, now, active=active)
    if not active or not policy.url_quota_spares_updates:
        check_quota(state, file.team, now)
    if policy.url_create_pause:
        await asyncio.sleep(policy.url_create_pause)
    with state.store.together():
        _write(state, file, lifetime, expires_at, active=active)
        if policy.url_expiry_moves_file and file.expires_at is None:
            state.store.move_file(file.id, expires_at)
    made = state.store.file(file.id)
    assert made is not None
    shown: dict[str, Any] = {"public_url": state.url_of(made)}
    if made.url_expires_at is not None:
        shown["expires_at"] = made.url_expires_at
    return shown


def _lifetime(policy: Behaviour, request: Json) -> int | None:
    if not request and not policy.url_empty_object:
        raise Refusal(400, "body: an empty object is not accepted")
    if _EXPIRES_AFTER not in request:
        return policy.url_expiry_default
    value = request[_EXPIRES_AFTER]
    if value is None and policy.url_null_is_omitted:
        return None
    if type(value) is float and value.is_integer():  # to JSON Schema that is the same number
        value = int(value)
    if type(value) is not int:  # a bool is an int to Python, and not to JSON
        raise Refusal(400, f"{_EXPIRES_AFTER}: expected a whole number or null, got {shortened(value)}")
    return within(value, policy.url_expiry_minimum, policy.url_expiry_maximum, _EXPIRES_AFTER)


def check_eligible(policy: Behaviour, file: File) -> None:
    """Hold a file to what may be public.

    Raises:
        Refusal: 400.
    """
    if file.size == 0 and not policy.url_of_empty:
        raise Refusal(400, "file_id: an empty file cannot be made public")
    if file.content_type not in policy.url_types:
        raise Refusal(400, f"file_id: files of type {file.content_type} cannot be made public")
    if file.size > policy.url_file_size:
        raise Refusal(400, f"file_id: a file larger than {policy.url_file_size} bytes cannot be made public")


def _check_once_private(state: State, file: File) -> None:
    """By documented policy, what was generated can be made public whenever that is asked for."""
    policy = state.behaviour
    if not file.generated or file.url_token is not None:
        return
    if not (policy.storage_url_retried if file.id in state.urlless else policy.storage_url_later):
        raise Refusal(409, "file_id: a generated file gets its public URL with its generation, or none")


def _expires_at(
    policy: Behaviour, file: File, lifetime: int | None, now: float, *, active: bool
) -> int | None:
    left = math.inf if file.expires_at is None else file.expires_at - math.floor(now)
    if lifetime is None:
        if left < policy.url_expiry_minimum and not policy.url_for_short_lived:
            raise Refusal(400, f"file_id: the file ends in {left} seconds, too few for a public URL")
        return file.expires_at if policy.url_inherits else None
    expires_at = math.floor(now) + lifetime + policy.url_expiry_surplus
    if file.expires_at is None:
        return expires_at
    checked = policy.url_update_checks_file or not active
    if lifetime > left + policy.url_beyond_file_slack and checked:
        if policy.url_beyond_file == "refused":
            raise Refusal(
                400, f"{_EXPIRES_AFTER}: the file ends in {left} seconds, before {lifetime} have passed"
            )
        return min(expires_at, file.expires_at) if policy.url_beyond_file == "shortened" else expires_at
    return expires_at if policy.url_within_file_is_own else file.expires_at


def check_quota(state: State, team: str, now: float) -> None:
    """Hold a team to its number of active URLs.

    Raises:
        Refusal: 429, by documented policy.
    """
    policy = state.behaviour
    count = state.store.count_active(team, now)
    if not policy.url_quota_freed:
        newest = state.store.newest_url(team)
        count += newest is not None and newest.ended
    if count >= policy.url_quota:
        raise Refusal(
            policy.url_quota_status, f"file_id: the team has {count} active public URLs and may have no more"
        )


def _write(state: State, file: File, lifetime: int | None, expires_at: int | None, *, active: bool) -> None:
    policy = state.behaviour
    if active and policy.url_reused and (policy.storage_url_again or not file.generated):
        assert file.url_token is not None
        if not _moves(state, file, lifetime, expires_at):
            return
        if policy.url_moves_in_place:
            state.store.move_url(file.url_token, lifetime, expires_at)
            return
    renews = policy.revoke_renews_token and (policy.storage_url_renewed or not file.generated)
    if file.url_token is not None and not active and not renews:
        state.store.revive_url(file.url_token, lifetime, expires_at)
        return
    hand_out(state, file, lifetime, expires_at)


def hand_out(state: State, file: File, lifetime: int | None, expires_at: int | None) -> None:
    """Give a file a URL with a new token."""
    extension = file.extension or preferred_extension(file.content_type)
    state.store.add_url(file, _token(state), extension, lifetime, expires_at)


def _moves(state: State, file: File, lifetime: int | None, expires_at: int | None) -> bool:
    """Whether creating again changes the expiry: only if another one than the URL was made with is asked for."""
    policy = state.behaviour
    if lifetime is None or lifetime == file.url_lifetime or expires_at is None:
        return False
    if policy.url_moves != "always":
        return (
            policy.url_moves == "longer"
            and file.url_expires_at is not None
            and expires_at > file.url_expires_at
        )
    if file.url_expires_at is None and not policy.url_gains_expiry:
        return False
    return policy.url_moves_after_revocation or len(state.store.urls_of(file.id)) == 1


def _token(state: State) -> str:
    policy = state.behaviour
    made = secrets.token_urlsafe(policy.url_token_bytes)
    return made if policy.url_token_random else f"{state.store.count_urls() + 1:0{len(made)}d}"


async def revoke(state: State, team: str, file_id: str) -> Json:
    """Whether there was an active URL to end, and which. Harmless for whatever has none.

    Raises:
        Refusal: never, by documented policy.
    """
    policy, now = state.behaviour, state.clock.now()
    file = state.store.file(file_id)
    own = file is not None and (file.team == team or not policy.revoke_own_team)
    if file is None or not own or file.deleted or state.ended(file, now):
        if policy.revoke_unknown_status != 200:
            raise Refusal(policy.revoke_unknown_status, f"file_id: no file {shortened(file_id)}")
        return {"id": file_id, "revoked": False}
    if not state.url_active(file, now) and (policy.revoke_knows_expiry or not state.url_expired(file, now)):
        admits = policy.revoke_admits_never if file.url_token is None else policy.revoke_admits_nothing
        return {"id": file_id, "revoked": not admits}
    if policy.url_revoke_pause:
        await asyncio.sleep(policy.url_revoke_pause)
    with state.store.together():
        if policy.storage_url_revocable or not file.generated:
            state.store.end_url(file.url_token)
        if file.generated and not policy.storage_revokes_alone:
            for namesake in state.store.namesakes(file):
                state.store.end_url(namesake.url_token)
        if not policy.revoke_spares_others:
            other = state.store.newest_url(file.team, but=file.id, active=True)
            state.store.end_url(other.token if other else None)
    if file.generated and not policy.storage_revocation_spares_ephemeral:
        assets.withdraw(state, file)
    shown = {"id": file_id, "revoked": True}
    return {**shown, "public_url": state.url_of(file)} if policy.revoke_names_url else shown
