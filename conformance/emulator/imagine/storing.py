"""Storing what was generated: an ordinary file of the team, with a public URL if one was asked for."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conformance.emulator import blobs, public_urls
from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine import triggers
from conformance.emulator.imagine.storage import Storage
from conformance.emulator.media_types import EXTENSIONS, extension
from conformance.emulator.records import File
from conformance.emulator.state import State


@dataclass(frozen=True, slots=True)
class Kept:
    """Content that is safe, and that nothing speaks of yet."""

    file_id: str
    size: int
    content_type: str


async def keep(state: State, content: bytes, content_type: str) -> Kept:
    """Make `content` durable."""
    if content_type.partition("/")[0] not in state.behaviour.storage_keeps_bytes:
        content = b"(what was generated)"
    file_id = _new_id(state)
    await blobs.kept(state.blobs, file_id, content)
    return Kept(file_id, len(content), content_type)


def _new_id(state: State) -> str:
    return state.behaviour.storage_id_prefix + str(uuid.uuid4())


def foretold(state: State, storage: Storage) -> dict[str, Any]:
    """What would be told of a file before there is one; by documented policy, nothing is."""
    return {"file_id": _new_id(state), "filename": storage.filename}


async def leave(state: State, team: str, storage_options: object) -> None:
    """Make an empty file with the name that refused options have; by documented policy, nothing does."""
    name = storage_options.get("filename") if isinstance(storage_options, dict) else None
    if isinstance(name, str):
        kept = await keep(state, b"", "application/octet-stream")
        with state.store.together():
            enter(state, team, kept, Storage(name, None, False, None))


def instead(state: State, team: str, storage: Storage, inputs: Sequence[str]) -> dict[str, Any] | None:
    """What is told in the place of a new file; by documented policy, nothing. `inputs` are ids of files."""
    policy, found = state.behaviour, None
    if storage.public or storage.lifetime is not None:
        return None
    if inputs and not policy.storage_edit_anew:
        found = inputs[0]
    elif not policy.storage_again_anew:
        named = (file for file in state.store.files(team) if file.filename == storage.filename)
        found = next((file.id for file in named if file.generated), None)
    return None if found is None else {"file_id": found, "filename": storage.filename}


def enter_all(
    state: State, team: str, kept: Sequence[Kept], storage: Storage, words: frozenset[str]
) -> list[dict[str, Any]]:
    """The same as `enter` for all that one request has made: each a file, with a token of its own."""
    policy = state.behaviour
    outputs: list[dict[str, Any]] = []
    for number, each in enumerate(kept, 1):
        if number > policy.storage_files_most:
            outputs.append(outputs[-1])
            continue
        named = storage
        if policy.storage_numbers_names and number > 1:
            stem, dot, ending = storage.filename.rpartition(".")
            named = replace(storage, filename=f"{stem}-{number}{dot}{ending}")
        outputs.append(enter(state, team, each, named, words))
    if not policy.storage_each_own_token:
        with_url = [output for output in outputs if "public_url" in output]
        for output in with_url:
            token = with_url[0]["public_url"].rpartition("/")[0]
            output["public_url"] = f"{token}/{output['public_url'].rpartition('/')[2]}"
    return outputs


def told(
    policy: Behaviour, storage: Storage, output: dict[str, Any], *, first: bool = True
) -> dict[str, Any]:
    """What an answer's entry says of an output that was stored. `first` is that of several."""
    said = {"file_output": output} if storage.told and (first or not policy.storage_first_only) else {}
    return said if policy.storage_keeps_ephemeral else {**said, "url": ""}


def store_again(state: State, output: Mapping[str, Any]) -> None:
    """Make another file of one that was stored; by documented policy, nothing does."""
    if (file := state.store.file(output["file_id"])) is not None:
        state.store.add_file(replace(file, id=_new_id(state)))


def enter(
    state: State, team: str, kept: Kept, storage: Storage, words: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Make a file of what was kept, and return `file_output`. Call it in a transaction of the store.

    Its `public_url` begins after the address of the CDN. That it could not be made is no reason to fail: the
    answer says why. `words` are the triggers that the request has.
    """
    policy, now = state.behaviour, state.clock.now()
    created_at = math.floor(now)
    lifetime = storage.lifetime
    if lifetime is None and policy.storage_url_expiry_moves_file:
        lifetime = storage.url_lifetime
    content_type = kept.content_type
    if not policy.storage_type_of_asset:
        content_type = EXTENSIONS.get(extension(storage.filename), content_type)
    file = File(
        seq=0,
        id=kept.file_id,
        team=team,
        filename=storage.filename if policy.storage_names_file else kept.file_id,
        size=kept.size,
        content_type=content_type,
        purpose=None,
        created_at=created_at,
        expires_at=None if lifetime is None else created_at + lifetime + policy.storage_expiry_surplus,
        deleted=False,
        url_token=None,
        url_extension=None,
        url_lifetime=None,
        url_expires_at=None,
        url_ended=None,
        extension=_extension(storage.filename) if policy.storage_url_extension else None,
    )
    state.store.add_file(file)
    output: dict[str, Any] = {"file_id": file.id, "filename": file.filename}
    if file.expires_at is not None and policy.storage_expiry_shown:
        output["expires_at"] = file.expires_at
    if storage.public or policy.storage_private_makes_url:
        output |= _public_url(state, file, storage, words, now)
    return output


def _extension(filename: str) -> str | None:
    """What follows the last dot, if that can stand in an address as it is."""
    found = extension(filename)
    return found if found.isascii() and found.isalnum() else None


def _public_url(
    state: State, file: File, storage: Storage, words: frozenset[str], now: float
) -> dict[str, Any]:
    policy = state.behaviour
    if triggers.PUBLIC_URL in words or file.content_type.partition("/")[0] in policy.storage_url_fails:
        return _no_url(state, file, "public URLs cannot be made at present; the file was stored")
    try:
        public_urls.check_eligible(policy, file)
        if policy.storage_minds_quota:
            public_urls.check_quota(state, file.team, now)
    except Refusal as refusal:
        if policy.storage_quota_refuses:
            raise Refusal(400, refusal.error) from None  # 429 would be taken for the rate limit
        return _no_url(state, file, refusal.error)
    lifetime = storage.url_lifetime
    if lifetime is None:
        ends = file.expires_at if policy.storage_url_inherits else None
    else:
        ends = math.floor(now) + lifetime + policy.storage_url_expiry_surplus
        if lifetime == storage.lifetime:
            ends += policy.storage_url_equal_surplus
    public_urls.hand_out(state, file, lifetime, ends)
    made = state.store.file(file.id)
    assert made is not None
    output: dict[str, Any] = {}
    if policy.storage_url_told:
        output["public_url"] = state.url_of(made).removeprefix(state.cdn)
    if ends is not None and policy.storage_url_expiry_shown:
        output["public_url_expires_at"] = ends
    return output


def _no_url(state: State, file: File, why: str) -> dict[str, Any]:
    state.urlless.add(file.id)
    return {"public_url_error": why} if state.behaviour.storage_url_error_told else {}


def shown(state: State, output: dict[str, Any]) -> dict[str, Any]:
    """`file_output` as answers show it: its public URL with the address of the CDN, wherever that is by now."""
    if "public_url" not in output:
        return output
    return {**output, "public_url": state.cdn + output["public_url"]}
