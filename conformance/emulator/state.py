"""What every operation works on: store, content, clock, policy and the address of the CDN."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.blobs import Blobs, FolderBlobs, MemoryBlobs
from conformance.emulator.clock import Clock
from conformance.emulator.records import File
from conformance.emulator.store import Store, StoreError

_OFFSET = "clock offset"
_SECRET = "token secret"  # noqa: S105 - the name of a setting


@dataclass(slots=True, kw_only=True)
class State:
    """The whole emulator but for HTTP.

    `cdn` is what public URLs begin with, without a last slash; `imgen` and `vidgen` likewise for the ephemeral
    URLs of images and videos. `secret` signs pagination tokens; it is kept with the data, so that tokens outlive
    a restart.
    """

    store: Store
    blobs: Blobs
    behaviour: Behaviour = field(default_factory=Behaviour)
    clock: Clock = field(default_factory=Clock)
    cdn: str = "http://testserver/cdn"
    imgen: str = "http://testserver/imgen"
    vidgen: str = "http://testserver/vidgen"
    secret: bytes = b""
    urlless: set[str] = field(default_factory=set)  # files whose URL could not be made with their generation
    used: dict[str, set[str]] = field(default_factory=dict)  # file → where it was an input, if that matters

    @classmethod
    def open(cls, folder: Path | None, behaviour: Behaviour | None = None) -> State:
        """The state kept in `folder`, or a new one in memory.

        Raises:
            StoreError: the folder cannot be used; the message says why.
        """
        blobs: Blobs
        if folder is None:
            store, blobs = Store(None), MemoryBlobs()
        else:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                store = Store(folder / "emulator.sqlite")
                blobs = FolderBlobs(folder)
            except OSError as error:
                reason = "it is no folder" if folder.exists() and not folder.is_dir() else error.strerror
                raise StoreError(f"cannot keep data in {folder}: {reason}") from error
        state = cls(store=store, blobs=blobs, behaviour=behaviour or Behaviour())
        state.restore()
        if isinstance(blobs, FolderBlobs):
            blobs.sweep((*store.ids(), *store.assets.blobs(), *store.jobs.blobs(), *store.voices.blobs()))
        return state

    def restore(self) -> None:
        """Take up clock and secret where the last process left them, and drop what has ended since."""
        offset, secret = self.store.setting(_OFFSET), self.store.setting(_SECRET)
        self.clock = Clock(offset if isinstance(offset, float) else 0.0)
        if isinstance(secret, bytes):
            self.secret = secret
        else:
            self.secret = secrets.token_bytes(32)
            self.store.keep_setting(_SECRET, self.secret)
        with self.store.together():
            self.store.purge(self.clock.now())
            self.store.voices.purge()
            self.store.secrets.purge(self.clock.now())
            for asset in self.store.assets.ended(self.clock.now()):
                self.store.assets.remove(asset)

    def advance(self, seconds: float) -> float:
        """Turn the clock and keep it turned.

        Raises:
            ValueError: see `Clock.advance`.
        """
        now = self.clock.advance(seconds)
        if seconds:
            self.store.keep_setting(_OFFSET, float(self.clock.offset))
        return now

    def close(self) -> None:
        """Write back and let go."""
        self.store.close()

    # Rules that several operations share

    def ended(self, file: File, now: float) -> bool:
        """Whether the file's own time has passed."""
        policy = self.behaviour
        if file.generated and not policy.storage_ends:
            return False
        with_url = policy.url_end_ends_file or (policy.storage_url_end_ends_file and file.generated)
        if with_url and self._url_expired(file, now):
            return True
        return file.expires_at is not None and now >= file.expires_at + self.behaviour.file_end_shift

    def _url_expired(self, file: File, now: float) -> bool:
        ends = file.url_expires_at
        if file.generated and not self.behaviour.storage_url_ends:
            return False
        return ends is not None and now >= ends + self.behaviour.url_end_shift

    def url_active(self, file: File, now: float) -> bool:
        """Whether the file has a public URL that was not revoked and whose time has not passed."""
        return file.url_token is not None and not file.url_ended and not self._url_expired(file, now)

    def url_expired(self, file: File, now: float) -> bool:
        """Whether the file's URL has ended by itself."""
        return file.url_token is not None and not file.url_ended and self._url_expired(file, now)

    def changed_by_use(self, file_id: str, what: str) -> bool:
        """Whether `what` of a file is shown otherwise than before it was an input; by documented policy, nothing is."""
        changes = self.behaviour.input_use_changes
        return any((slot, what) in changes for slot in self.used.get(file_id, ()))

    def url_name(self, file_id: str, extension: str | None) -> str:
        """What the address of a file's URL ends with."""
        return f"{file_id}.{extension}" if self.behaviour.url_has_extension else file_id

    def url_of(self, file: File) -> str:
        """The address of the file's URL."""
        return f"{self.cdn}/{file.url_token}/{self.url_name(file.id, file.url_extension)}"

    def view(self, file: File, now: float) -> dict[str, Any]:
        """The file as answers show it."""
        policy = self.behaviour
        active = self.url_active(file, now)
        grain = policy.size_granularity
        shown: dict[str, Any] = {
            "id": file.id,
            "object": "file",
            "bytes": -(-file.size // grain) * grain,
            "created_at": int(file.created_at * policy.created_at_unit),
            "filename": file.filename,
            "purpose": "public" if active and policy.url_replaces_purpose else file.purpose or "",
            "expires_at": file.expires_at,
        }
        if (
            active
            or (policy.url_expired_shown and self.url_expired(file, now))
            or (not policy.revoke_clears and file.url_ended)
        ):
            shown["public_url"] = self.url_of(file)
            ends = policy.url_never_shown_as if file.url_expires_at is None else file.url_expires_at
            if ends is not None and policy.url_expiry_shown:
                shown["public_url_expires_at"] = ends
        return shown


Json = Mapping[str, Any]
