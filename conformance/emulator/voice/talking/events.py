"""What the socket that speaks says: audio, that an utterance is done or cleared, and errors."""

from __future__ import annotations

import base64
import json
import secrets
from typing import TYPE_CHECKING, Any

from conformance.emulator.voice import codecs
from conformance.emulator.voice.talking.utterances import Piece
from conformance.emulator.voice.talking.wishes import Wish

if TYPE_CHECKING:
    from conformance.emulator.voice.sockets import Peer

LARGEST = 16 * 1024  # bytes of audio in one event, where there are no timestamps to go with it
_DECIMALS = 4
_HEADER = len(codecs.wav_header(1, None))

Event = dict[str, Any]


class Events:
    """The events of one connection, as its policy has them."""

    def __init__(self, peer: Peer, wish: Wish) -> None:
        self._peer = peer
        self._policy = peer.state.behaviour
        self._wish = wish
        self._utterances = 0  # that were begun
        self.deltas = 0  # that the utterance at hand has come in
        self._pieces = 0  # of audio that it has
        self._dones = 0
        self._held: list[Event] = []

    def begin(self) -> None:
        """An utterance begins."""
        self._utterances += 1
        self._pieces = self.deltas = 0

    async def audio(self, piece: Piece, *, last: bool) -> None:
        """A piece of audio; `last` says that no more text will come."""
        policy = self._policy
        if policy.talk_audio_events is not None and self._utterances > policy.talk_audio_events:
            return
        audio = self._stream(piece.audio)
        events = (
            self._with_timestamps(piece, audio, last=last) if self._wish.timestamps else self._plain(audio)
        )
        if events and not self._pieces:
            if policy.talk_announces is not None:
                await self.send({"type": policy.talk_announces})
            if policy.talk_empty_first:
                await self.send({"type": "audio.delta", "delta": ""})
        self._pieces += len(events)
        self._held += events
        keep = len(self._held) if policy.talk_done_first else 0
        keep = keep or (1 if policy.talk_bleeds or policy.talk_done_before_last else 0)
        while len(self._held) > keep:
            await self.send(self._held.pop(0))

    async def finish(self) -> bool:
        """All audio is there. Gives whether to hang up now."""
        policy = self._policy
        if not (policy.talk_bleeds or policy.talk_done_before_last or policy.talk_done_first):
            await self._flush()
        await self.done()
        if not policy.talk_bleeds:
            await self._flush()
        return policy.talk_closes_after is not None and self._utterances >= policy.talk_closes_after

    async def done(self) -> None:
        """An utterance is done."""
        policy = self._policy
        self._dones += 1
        if policy.talk_done_events is not None and self._dones > policy.talk_done_events:
            return
        for _ in range(self.deltas if policy.talk_done_for_each_delta else policy.talk_done_times):
            event: Event = {"type": "audio.done"}
            if policy.talk_trace_id:
                event["trace_id"] = secrets.token_hex(16)
            await self.send(event)

    async def clear(self, *, was_idle: bool) -> None:
        """An utterance was dropped."""
        policy, leaks = self._policy, self._policy.talk_clear_leaks and not was_idle
        self._held.clear()
        if policy.talk_clear_done and not was_idle:
            await self.done()
        for _ in range(policy.talk_clear_times):
            await self.send({"type": "audio.clear"})
        if leaks:
            await self.send({"type": "audio.delta", "delta": self._text(bytes(64))})

    async def error(self, message: str) -> None:
        """Something was wrong."""
        event: Event = {"type": "error"}
        if self._policy.talk_error_message:
            event["message"] = message
        await self.send(event)

    async def send(self, event: Event) -> None:
        """Send an event in the form that the policy has for it."""
        policy, kind = self._policy, event["type"]
        shown: Any = event
        if policy.talk_type_field != "type":
            shown = {
                policy.talk_type_field if name == "type" else name: value for name, value in event.items()
            }
        if kind in policy.talk_in_list:
            shown = [shown]
        text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
        if kind in policy.talk_in_binary:
            await self._peer.send_bytes(text.encode("utf-8"))
        else:
            await self._peer.send_text(text)

    async def _flush(self) -> None:
        while self._held:
            await self.send(self._held.pop(0))

    def _stream(self, audio: bytes) -> bytes:
        """The audio with the headers that the policy gives it."""
        policy = self._policy
        if self._wish.codec != "wav" or not audio:
            return audio
        if policy.talk_header_once and self._utterances > 1 and not self._pieces:
            return audio[_HEADER:]
        if policy.talk_header_of_each and self._pieces:
            return codecs.wav_header(self._wish.rate, None) + audio
        return audio

    def _text(self, audio: bytes) -> str:
        match self._policy.talk_base64:
            case "url":
                return base64.urlsafe_b64encode(audio).decode("ascii")
            case "address":
                return "data:audio/basic;base64," + base64.b64encode(audio).decode("ascii")
        return base64.b64encode(audio).decode("ascii")

    def _plain(self, audio: bytes) -> list[Event]:
        return [
            {"type": "audio.delta", "delta": self._text(audio[at : at + LARGEST])}
            for at in range(0, len(audio), LARGEST)
        ]

    def _with_timestamps(self, piece: Piece, audio: bytes, *, last: bool) -> list[Event]:
        policy = self._policy
        event: Event = {"type": "audio.delta", "delta": self._text(audio)}
        if not policy.talk_timestamps_given:
            return [event]
        events = [event]
        if policy.talk_timestamps_apart:
            event = {"type": "audio.delta", "delta": ""}
            events.append(event)
        kept = [
            at for at, char in enumerate(piece.chars) if policy.talk_timestamps_blanks or not char.isspace()
        ]
        if last and not policy.talk_timestamps_last and len(kept) > 1:
            kept = kept[:-1]
        first = piece.times[0][0] if piece.times and policy.talk_timestamps_restart else 0.0
        times = [tuple(round(each - first, _DECIMALS) for each in piece.times[at]) for at in kept]
        if policy.talk_timestamps_turned:
            times = [time[::-1] for time in times]
        times = times[: max(0, len(times) - policy.talk_timestamps_short_by)]
        objects = policy.talk_times_as_objects
        event["audio_timestamps"] = {
            "graph_chars": [piece.chars[at] for at in kept],
            "graph_times": [
                dict(zip(("start", "end"), time, strict=True)) if objects else time for time in times
            ],
        }
        event["audio_duration"] = round(piece.seconds, _DECIMALS)
        return events
