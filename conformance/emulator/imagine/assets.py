"""Ephemeral URLs: what was generated, for anyone who has its address, for a while."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable

from conformance.emulator.blobs import kept
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine.records import Asset, Kind
from conformance.emulator.records import File
from conformance.emulator.state import State

ROOM = 512 * 1024 * 1024  # bytes of all of them together; the oldest make room for new ones
FOLDERS: dict[Kind, str] = {"image": "xai-imgen", "video": "xai-vidgen"}
_NAMES: dict[Kind, str] = {"image": "imgen", "video": "vidgen"}


async def publish(state: State, kind: Kind, content: bytes, content_type: str, extension: str) -> Asset:
    """Give `content` an ephemeral URL; what has ended, or has no room any more, is forgotten.

    The store learns of it here; until then nobody can see it.
    """
    now = state.clock.now()
    name = f"xai-tmp-{_NAMES[kind]}-{secrets.token_hex(16)}.{extension}"
    asset = Asset(name, kind, content_type, len(content), now + state.behaviour.asset_seconds)
    await kept(state.blobs, asset.blob, content)
    with state.store.together():
        state.store.assets.add(asset)
        doomed = [*state.store.assets.ended(now), *state.store.assets.oldest(ROOM)]
        for each in doomed:
            state.store.assets.remove(each)
    for each in doomed:
        state.blobs.remove(each.blob)
    return asset


def withdraw(state: State, file: File) -> None:
    """End the ephemeral URLs of what a file was made of; by documented policy, nothing does."""
    content = b"".join(state.blobs.read(file.id))
    for asset in state.store.assets.ended(math.inf):
        if asset.size == len(content) and b"".join(state.blobs.read(asset.blob)) == content:
            state.store.assets.remove(asset)


def path(kind: Kind, name: str) -> str:
    """Where an asset is, after the address of its kind."""
    return f"/{FOLDERS[kind]}/{name}"


def address(state: State, kind: Kind, name: str) -> str:
    """The ephemeral URL of an asset."""
    return (state.imgen if kind == "image" else state.vidgen) + path(kind, name)


def fetch(state: State, kind: Kind, name: str) -> tuple[Asset, Iterable[bytes]]:
    """The asset behind an ephemeral URL, and its bytes.

    Raises:
        Refusal: 404; there is none, or no longer.
    """
    asset = state.store.assets.get(name)
    if asset is None or asset.kind != kind:
        raise Refusal(404, "path: no such asset")
    if state.clock.now() >= asset.ends_at:
        raise Refusal(state.behaviour.asset_gone_status, "path: the asset is gone")
    return asset, state.blobs.read(asset.blob)
