"""The socket that transcribes: audio in, transcripts out, turn after turn."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import specs
from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.voice.listening.settings import Settings, settings
from conformance.emulator.voice.listening.telling import Message, Teller
from conformance.emulator.voice.listening.turns import Partial, Turn
from conformance.emulator.voice.listening.windows import Windows

if TYPE_CHECKING:
    from conformance.emulator.voice.sockets import Peer

_FINALIZE = "finalize"
_DONE = "audio.done"
_PIECE = 1 << 16  # bytes of audio after which others get their turn
_BARE = specs.load().sockets["transcription"].messages[_FINALIZE].bare


class _Unreadable(Exception):
    """A text is no message; what it says is for the client. `unknown` is for a message of an unknown type."""

    def __init__(self, what: str, *, unknown: bool = False) -> None:
        super().__init__(what)
        self.unknown = unknown


class Listening:
    """One connection to the socket that transcribes.

    It waits while the client does not read, and holds no audio but what is left of a window.
    """

    def __init__(self, peer: Peer, wanted: Settings, policy: Behaviour) -> None:
        self._peer = peer
        self._settings = wanted
        self._policy = policy
        self._teller = Teller(wanted, policy)
        self._greeted = False
        self._deaf = False  # whether nothing that comes is listened to any more
        self._turns_done = 0
        self._errors = 0
        self._finalized = 0
        self._heard_any = False
        self._begin()

    async def run(self) -> None:
        """Talk until one of the two hangs up."""
        policy = self._policy
        if not policy.listen_answers_close:
            await self._peer.ignore_closes()
        if policy.listen_greeting == "second":
            await self._peer.send(self._teller.partial(_nothing(), 0))
        if policy.listen_greeting in ("first", "second"):
            await self._greet()
        while (message := await self._peer.receive()) is not None:
            if self._deaf or self._peer.closed:
                continue
            if isinstance(message, bytes):
                await self._hear(message)
            else:
                await self._read(message)

    def _begin(self) -> None:
        """Begin a turn: nothing of the one before is left."""
        self._windows = Windows(self._settings, rounded=self._policy.listen_frames_rounded)
        self._turns = [Turn(ear, self._settings, self._policy) for ear in self._windows.ears.ears]

    async def _greet(self) -> None:
        policy, self._greeted = self._policy, True
        times = {"two": 2, "each": len(self._turns)}.get(policy.listen_greetings, 1)
        for _ in range(times):
            await self._peer.send(self._teller.greeting())
        if policy.listen_keepalive:
            await self._peer.send({"type": "ping"})
        if policy.listen_early_partial:
            await self._peer.send(self._teller.partial(_nothing(), 0))

    # What comes

    async def _hear(self, data: bytes) -> None:
        policy = self._policy
        if policy.listen_reads_binary and _is_message(data):
            await self._read(data.decode())
            return
        if policy.listen_greeting == "late" and not self._greeted:
            await self._greet()
        if self._turns_done and not self._heard_any and policy.listen_greets_again:
            await self._greet()
        self._heard_any = True
        for at in range(0, len(data), _PIECE):
            if at:
                await asyncio.sleep(0)
            for window in self._windows.feed(data[at : at + _PIECE]):
                now = self._windows.seconds
                for channel, (turn, events) in enumerate(zip(self._turns, window, strict=True)):
                    await self._tell(turn.hear(events, now), channel)
                    if self._deaf:
                        return

    async def _read(self, text: str) -> None:
        try:
            message = _message(text, bare=self._policy.listen_finalize != "only-objects")
            channel = self._channel(message)
        except _Unreadable as error:
            await self._misread(error)
            return
        if message["type"] == _DONE:
            await self._done()
        else:
            await self._finalize(channel)

    def _channel(self, message: Message) -> int | None:
        channel = message.get("channel")
        if channel is None or message["type"] != _FINALIZE:
            return None
        if isinstance(channel, bool) or not isinstance(channel, int):
            raise _Unreadable("channel: expected a number")
        if not 0 <= channel < len(self._turns):
            raise _Unreadable(f"channel: there are {len(self._turns)}")
        return channel if self._policy.listen_finalize_channel_counts else None

    async def _misread(self, error: _Unreadable) -> None:
        how = self._policy.listen_errors
        self._errors += 1
        if how == "silent" or (how == "unknown-types-pass" and error.unknown):
            return
        await self._peer.send(self._teller.error(str(error)))
        if how == "closing":
            await self._hang_up()

    async def _finalize(self, wanted: int | None) -> None:
        policy = self._policy
        self._finalized += 1
        if policy.listen_finalize == "ignored":
            return
        for channel, turn in enumerate(self._turns):
            if wanted in (None, channel):
                await self._tell(turn.finalize(), channel)
        if policy.listen_finalize_closes:
            await self._hang_up()
        elif policy.listen_done_unasked == "finalize":
            await self._tell_done(0)

    async def _done(self) -> None:
        policy = self._policy
        self._windows.end()
        for channel, turn in enumerate(self._turns):
            await self._tell(turn.end(), channel, closing=True)
        if policy.listen_channel_index == "words-bleed":
            await self._bleed()
        for channel in range(len(self._turns))[: policy.listen_done_channels]:
            if not self._forgotten():
                await self._tell_done(channel)
        if policy.listen_partial_after_done:
            await self._peer.send(self._teller.partial(_nothing(self._windows.seconds), 0))
        self._turns_done += 1
        self._heard_any = False
        self._errors = self._finalized = 0
        if policy.listen_after_done == "close":
            await self._hang_up()
        elif policy.listen_after_done == "hang":
            self._deaf = True
        else:
            self._begin()

    async def _bleed(self) -> None:
        """Give channels without words those of the first that has any."""
        words = next((tuple(turn.told) for turn in self._turns if turn.told), ())
        for channel, turn in enumerate(self._turns):
            if words and not turn.told:
                await self._tell([dataclasses.replace(_nothing(), words=words)], channel)

    def _forgotten(self) -> bool:
        """Whether this end is one that never comes; by documented policy, none is."""
        forgets = self._policy.listen_done_forgets
        return (
            (forgets == "three-finalized" and self._finalized > 2)
            or (forgets == "finalized-mistaken" and self._finalized > 0 and self._errors > 0)
            or (not self._policy.listen_next_turn and self._turns_done > 0)
        )

    # What goes

    async def _tell(self, partials: Iterable[Partial], channel: int, *, closing: bool = False) -> None:
        policy = self._policy
        for partial in partials:
            if policy.listen_pause:
                await asyncio.sleep(policy.listen_pause)
            message = self._teller.partial(partial, channel)
            if policy.listen_end_alone:
                pass
            elif policy.listen_binary:
                await self._peer.send_bytes(json.dumps(message).encode())
            else:
                await self._peer.send(message)
            if partial.over and not closing:
                if policy.listen_done_unasked == "utterance":
                    await self._tell_done(channel)
                if policy.listen_closes_after_utterance:
                    await self._hang_up()
                    return

    async def _tell_done(self, channel: int) -> None:
        if self._policy.listen_pause:
            await asyncio.sleep(self._policy.listen_pause)
        message = self._teller.done(self._turns[channel], channel, self._windows.seconds)
        for _ in range(self._policy.listen_done_times):
            await self._peer.send(message)

    async def _hang_up(self) -> None:
        self._deaf = True
        await self._peer.close(self._policy.listen_close_code)


def opened(peer: Peer) -> Listening:
    """The session that the handshake asks for.

    Raises:
        Refusal: the query is not as documented.
    """
    policy = peer.state.behaviour
    if policy.listen_refuses_all:
        raise Refusal(403, "transcription: not offered to this team")
    return Listening(peer, settings(peer.query, policy), policy)


def _message(text: str, *, bare: bool = True) -> Message:
    """What a text frame says; `finalize` may stand there as a `bare` word, too, also in quotes.

    Raises:
        _Unreadable: it is none of the documented messages.
    """
    if bare and _BARE is not None and text.strip().strip('"').lower() == _BARE:
        return {"type": _FINALIZE}
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise _Unreadable("expected JSON") from None
    if not isinstance(value, Mapping):
        raise _Unreadable("expected a JSON object")
    kind = value.get("type")
    if not isinstance(kind, str):
        raise _Unreadable("type: a text is required")
    if kind != _DONE and kind.lower() != _FINALIZE:
        raise _Unreadable("type: no such message", unknown=True)
    return {**value, "type": kind if kind == _DONE else _FINALIZE}


def _is_message(data: bytes) -> bool:
    try:
        _message(data.decode())
    except (ValueError, _Unreadable):
        return False
    return True


def _nothing(at: float = 0) -> Partial:
    """A partial of nobody's words."""
    return Partial(words=(), final=True, over=False, start=at, end=at, confidence=0, number=1, began=at)
