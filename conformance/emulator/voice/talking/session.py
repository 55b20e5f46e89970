"""The socket that speaks: text comes in as it is written, and audio goes out as soon as there is some.

One task reads and one speaks, so that a client is heard while audio is under way. What is not spoken yet is kept up
to a size; beyond it, and while a client does not read, nothing more is read from it.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections import deque
from typing import TYPE_CHECKING

from conformance.emulator.errors import ClientGone, Refusal
from conformance.emulator.voice.talking.events import Events
from conformance.emulator.voice.talking.messages import Order, order
from conformance.emulator.voice.talking.utterances import Utterance
from conformance.emulator.voice.talking.wishes import Wish, wish

if TYPE_CHECKING:
    from conformance.emulator.voice.sockets import Peer

BACKLOG = 4 * 1024 * 1024  # characters that wait to be spoken
POLICY_VIOLATION = 1008  # the code of a connection that is refused after all


class Speaking:
    """One connection to the socket that speaks."""

    def __init__(self, peer: Peer, wish_: Wish) -> None:
        self._peer = peer
        self._policy = peer.state.behaviour
        self._wish = _granted(peer, wish_)
        self._events = Events(peer, self._wish)
        # What was heard, and not yet done
        self._orders: deque[Order] = deque()
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._backlog = 0
        self._number = 1  # of the utterance whose text is coming
        self._begun = False  # whether any of its text has come
        self._dropped = 0  # the last utterance that was cleared
        self._finished = 0  # the last utterance that was said, or that there was nothing of
        self._deaf = False
        # What is being said
        self._utterance: Utterance | None = None
        self._left = ""  # text of a cleared utterance, if that is spoken all the same

    async def run(self) -> None:
        """Talk until one of the two hangs up."""
        if self._wish.late is not None:
            await self._peer.close(POLICY_VIOLATION, self._wish.late[:100])
            return
        if self._policy.talk_greeting is not None:
            await self._events.send({"type": self._policy.talk_greeting})
        async with asyncio.TaskGroup() as tasks:
            speaker = tasks.create_task(self._speak())
            while (message := await self._peer.receive()) is not None:
                if not self._deaf:
                    self._take(message)
                while self._backlog > BACKLOG and not speaker.done():
                    self._room.clear()
                    await self._room.wait()
            speaker.cancel()

    def _take(self, message: str | bytes) -> None:
        """Put down what is to be done, and in which place."""
        taken = order(self._policy, message)
        if taken is None:
            return
        unsaid = self._number - 1 > max(self._finished, self._dropped)
        taken.state = "speaking" if self._begun else "finishing" if unsaid else "idle"
        taken.utterance = self._number
        match taken.kind:
            case "text":
                self._begun = True
            case "done":
                self._number, self._begun = self._number + 1, False
            case "clear" if self._begun:
                self._dropped = self._number
                self._number, self._begun = self._number + 1, False
            case "clear" if unsaid:
                self._dropped = taken.utterance = self._number - 1
            case "error" if self._policy.talk_errors_drop and self._begun:
                self._dropped = self._number
                self._begun = False
        if taken.kind == "error" and self._policy.talk_errors_deafen:
            self._deaf = True
        self._orders.append(taken)
        self._backlog += len(taken.text)
        self._news.set()

    async def _speak(self) -> None:
        """Do what was put down, in its order."""
        try:
            while True:
                while not self._orders:
                    self._news.clear()
                    await self._news.wait()
                taken = self._orders.popleft()
                self._backlog -= len(taken.text)
                self._room.set()
                await self._do(taken)
        except ClientGone:
            return
        finally:
            self._room.set()

    async def _do(self, taken: Order) -> None:
        match taken.kind:
            case "text" if not self._is_dropped(taken):
                await self._say_more(taken)
            case "text" if self._policy.talk_clear_keeps_text:
                self._left += taken.text  # it was dropped before it came up
            case "done" if not self._is_dropped(taken):
                await self._finish(taken)
            case "clear":
                await self._clear(taken)
            case "error":
                await self._events.error(taken.text)
                if self._policy.talk_errors_close:
                    await self._peer.close(POLICY_VIOLATION)
                    raise ClientGone

    def _is_dropped(self, taken: Order) -> bool:
        return taken.utterance == self._dropped

    async def _say_more(self, taken: Order) -> None:
        policy = self._policy
        utterance = self._utterance
        if utterance is None:
            self._left, left = "", self._left
            self._events.begin()
            utterance = self._utterance = Utterance(self._wish)
            utterance.add(left)
        elif utterance.text and policy.talk_joins_with:
            utterance.add(policy.talk_joins_with)
        longest = policy.talk_total_longest
        if longest is not None and len(utterance.text) + len(taken.text) > longest:
            await self._events.error(f"more than {longest} characters")
            return
        utterance.add(taken.text)
        self._events.deltas += 1
        if policy.talk_eager and taken.text:
            await self._say(taken, complete=False)

    async def _finish(self, taken: Order) -> None:
        policy, utterance = self._policy, self._utterance
        if utterance is None or not utterance.text:
            self._finished = taken.utterance
            if policy.talk_done_of_nothing:
                await self._events.done()
            else:
                await self._events.error("there is nothing to say")
            return
        await self._say(taken, complete=True)
        if self._is_dropped(taken):
            return
        self._finished, self._utterance = taken.utterance, None
        if await self._events.finish():
            await self._peer.close()
            raise ClientGone

    async def _say(self, taken: Order, *, complete: bool) -> None:
        utterance = self._utterance
        assert utterance is not None
        if len(utterance.text) < self._policy.talk_says_shortest:
            return
        for piece in utterance.pieces(complete=complete):
            await self._events.audio(piece, last=complete)
            await asyncio.sleep(0)  # whatever has come in meanwhile is heard
            if self._is_dropped(taken):
                return

    async def _clear(self, taken: Order) -> None:
        policy, utterance = self._policy, self._utterance
        if taken.state != "idle":
            self._utterance = None
            if utterance is not None and policy.talk_clear_keeps_text:
                self._left = utterance.text + self._left
        if taken.state in policy.talk_clear_answered:
            await self._events.clear(was_idle=taken.state == "idle")
        if policy.talk_clear_closes and taken.state != "idle":
            await self._peer.close()
            raise ClientGone


def _granted(peer: Peer, asked: Wish) -> Wish:
    """The codec and the rate that are really used."""
    policy = peer.state.behaviour
    codec, rate = asked.codec, asked.rate
    if codec not in policy.talk_rate_obeyed:
        rate = next(each for each in policy.talk_rates if each != rate)
    if codec not in policy.talk_codec_obeyed:
        codec = "mp3" if codec == "wav" else "wav"
    return dataclasses.replace(asked, codec=codec, rate=rate)


def opened(peer: Peer) -> Speaking:
    """The session that the handshake asks for.

    Raises:
        Refusal: 400, 404; the query is not as documented. 429; the team has as many sessions as it may have.
    """
    policy = peer.state.behaviour
    asked = wish(peer.state, peer.team, peer.query)
    if peer.sessions >= policy.talk_sessions:
        raise Refusal(policy.talk_sessions_status, f"sessions: {policy.talk_sessions} are open already")
    peer.freed = policy.talk_sessions_freed or peer.sessions + 1 < policy.talk_sessions
    return Speaking(peer, asked)
