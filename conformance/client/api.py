"""What all surfaces share: whose eyes the target is seen with, and how a documented operation is carried out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import specs
from conformance.client.files import Files
from conformance.client.images import Images
from conformance.client.public_urls import PublicUrls
from conformance.client.secrets import Secrets
from conformance.client.speech import Speech
from conformance.client.transcription import Transcription
from conformance.client.videos import Videos
from conformance.client.voices import Voices
from conformance.targets.call import Answer, Call
from conformance.targets.clock import Clock
from conformance.targets.exchange import Exchange
from conformance.targets.profile import Profile
from specs import Operation, Spec


class Transport(Protocol):
    """What carries calls: HTTP, or an SDK behind a driver."""

    profile: Profile
    clock: Clock

    def send(self, call: Call, identity: str) -> Answer:
        """Carry out a documented operation as `identity`."""
        ...

    def fetch(
        self, operation: Operation, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Open a URL that the target gave, as anyone would."""
        ...

    def takes(self, operation: str, argument: str) -> bool:
        """Whether there is a place for an argument, which a check may leave out where it does not matter."""
        ...

    def plain(self, method: str, path: str, *, body: Any = None, identity: str = "none") -> Exchange:
        """One request outside the documented operations; only REST can."""
        ...


@dataclass(frozen=True, slots=True)
class Api:
    """The documented operations, carried out as one identity.

    `identity` is `first` (the team under test), `second` (another team), `none` (no key) or `wrong` (a key
    that was never issued).
    """

    transport: Transport
    identity: str = "first"
    spec: Spec = specs.load()

    def as_(self, identity: str) -> Api:
        """The same target, seen by another identity."""
        return replace(self, identity=identity)

    @property
    def files(self) -> Files:
        """The Files operations."""
        return Files(self)

    @property
    def public_urls(self) -> PublicUrls:
        """The operations on public URLs."""
        return PublicUrls(self)

    @property
    def images(self) -> Images:
        """Generating and editing images."""
        return Images(self)

    @property
    def videos(self) -> Videos:
        """Starting videos and waiting for them."""
        return Videos(self)

    @property
    def speech(self) -> Speech:
        """Having texts spoken."""
        return Speech(self)

    @property
    def voices(self) -> Voices:
        """Making and keeping custom voices."""
        return Voices(self)

    @property
    def secrets(self) -> Secrets:
        """Asking for client secrets."""
        return Secrets(self)

    @property
    def transcription(self) -> Transcription:
        """Transcripts of recordings."""
        return Transcription(self)

    @property
    def clock(self) -> Clock:
        """The target's time."""
        return self.transport.clock

    def call(self, operation_id: str, **arguments: Any) -> Answer:
        """Carry out the documented operation `operation_id`; `arguments` are those of `Call`."""
        operation = self.spec.operations[operation_id]
        return self.transport.send(Call(operation=operation, **arguments), self.identity)

    def generate(self, operation_id: str, body: Any) -> Answer:
        """Ask for images or a video by `operation_id`; `body` is sent as JSON as it stands."""
        return self.call(operation_id, json=body, has_json=True)

    def fetch(
        self,
        operation_id: str,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Open a URL that the target gave as anyone would, without a key."""
        return self.transport.fetch(self.spec.operations[operation_id], url, method=method, headers=headers)

    def eventually(self, holds: Callable[[], object]) -> bool:
        """Whether `holds()` becomes true within the time that the profile lets changes take to show.

        Without such a time (`timing.settle` of 0) it is asked once.
        """
        end = time.monotonic() + self.transport.profile.timing.settle
        while True:
            if holds():
                return True
            if time.monotonic() >= end:
                return False
            time.sleep(0.5)
