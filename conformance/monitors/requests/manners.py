"""Judges of how an SDK behaves with what it was given: the key, the money, and what nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from conformance.monitors.requests.called import NATIVE, Called
from conformance.monitors.requests.monitor import RequestMonitor
from conformance.monitors.requests.sent import Sent

#: What a client may have to fetch to give a user an image or a video.
_FETCHES = frozenset({"fetchImage", "fetchVideo", "fetchPublicUrl"})
_IMAGES = frozenset({"generateImage", "editImage"})
_VIDEOS = frozenset({"generateVideo", "editVideo", "extendVideo", "getVideo"})
#: What makes something that stays, or is paid for.
COSTLY = frozenset({
    "uploadFile", "generateImage", "editImage", "generateVideo", "editVideo", "extendVideo", "createSpeech",
    "transcribe", "createCustomVoice",
})  # fmt: skip
#: By the documented name of a client's function, what it is for.
_NATIVE: Mapping[str, frozenset[str]] = MappingProxyType({
    "files.upload": frozenset({"uploadFile"}),
    "files.list": frozenset({"listFiles"}),
    "files.get": frozenset({"retrieveFile"}),
    "files.content": frozenset({"retrieveFileContent"}),
    "files.delete": frozenset({"deleteFile"}),
    "files.create_public_url": frozenset({"createPublicUrl"}),
    "files.revoke_public_url": frozenset({"revokePublicUrl"}),
    "image.sample": _IMAGES | _FETCHES,
    "image.sample_batch": _IMAGES | _FETCHES,
    "video.generate": _VIDEOS | _FETCHES,
    "video.start": _VIDEOS,
    "video.get": _VIDEOS,
    "video.extend": _VIDEOS | _FETCHES,
})  # fmt: skip
#: A call of the streaming kind opens a socket, whose operation has the name of its door.
_STREAMS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"sdk.streamTranscription": frozenset({"openTranscription"})}
)


def asked_for(called: Called) -> frozenset[str]:
    """The operations that a call is for; none where that is not known."""
    if called.operation == NATIVE:
        return _NATIVE.get(str(called.arguments.get("function")), frozenset())
    if called.operation in _IMAGES:
        return _IMAGES | _FETCHES
    if called.operation in _VIDEOS:
        return _VIDEOS | _FETCHES
    return _STREAMS.get(called.operation, frozenset({called.operation}))


class Key(RequestMonitor):
    """Requests that need a key carry the caller's own."""

    requirement = "sdk.wire.key"

    def concerns(self, called: Called) -> Iterator[Sent]:
        """Requests of the API itself, by a caller who has a key."""
        if called.key is None:
            return
        for sent in called.sent:
            operation = self.spec.operations.get(sent.operation or "")
            if sent.operation is not None and (operation is None or operation.authenticated):
                yield sent

    def judge(self, called: Called) -> Iterator[tuple[Sent, str]]:
        """Those without it."""
        for sent in self.concerns(called):
            found = sent.headers.get("authorization")
            if found is None:
                yield sent, f"{called.summary} sent {sent.summary} without a key"
            elif found.partition(" ")[0].lower() != "bearer" or found.partition(" ")[2] != called.key:
                yield (
                    sent,
                    f"{called.summary} sent {sent.summary} with other credentials than the caller's key",
                )


class Unasked(RequestMonitor):
    """A call makes requests of what it is for."""

    requirement = "sdk.wire.unasked"

    def concerns(self, called: Called) -> Iterator[Sent]:
        """All requests of calls of which it is known what they are for."""
        if asked_for(called):
            yield from called.sent

    def judge(self, called: Called) -> Iterator[tuple[Sent, str]]:
        """Those for something else. What nothing documents is judged elsewhere, if it is plain HTTP."""
        asked = asked_for(called)
        for sent in self.concerns(called):
            if sent.operation not in asked and (sent.operation is not None or sent.transport == "grpc"):
                yield sent, f"{called.summary} sent {sent.summary}, which nobody had asked for"


class Once(RequestMonitor):
    """What stores, generates or speaks is not requested again after a success."""

    requirement = "sdk.wire.once"

    def concerns(self, called: Called) -> Iterator[Sent]:
        """Requests of one thing that were answered with success, as they really were."""
        body = called.arguments.get("keywords" if called.operation == NATIVE else "body")
        several = isinstance(body, Mapping) and body.get("n") not in (None, 1)  # may be asked for one by one
        if not several:
            yield from (s for s in called.sent if s.operation in COSTLY and s.succeeded and s.planned is None)

    def judge(self, called: Called) -> Iterator[tuple[Sent, str]]:
        """The second, and what comes after."""
        first, *again = self.concerns(called)
        for sent in again:
            yield sent, f"{called.summary} sent {sent.summary} again, although {first.summary} had succeeded"
