"""Conversations on the sockets: how many a second are held and judged, beside a client that only talks.

The peer is `websockets.sync.client`, a connection for each conversation, which sends and reads the same messages and
judges nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

from websockets.sync.client import connect as peer_connect

import specs
from benchmarks import memory
from benchmarks.effort import Effort
from benchmarks.figure import RATIO, Figure, Findings, figure, median
from conformance import trial
from conformance.emulator.process import EmulatorProcess
from conformance.monitors.sockets import Judge
from conformance.targets.profile import Profile
from conformance.targets.sockets.conversing import held, open_socket
from conformance.targets.sockets.talk import Talk
from conformance.targets.sockets.transcript import Transcript
from conformance.targets.target import connect
from strategies.audio import Recorded, Speech
from strategies.conversations import Await, Conversation, Play, Send

_SAID = Send({"type": "text.delta", "delta": "Good morning."}), Send({"type": "text.done"})
_HEARD = Recorded((Speech(1),))
#: By socket: a round of it, short, and the event that ends it.
CONVERSATIONS = {
    "speech": Conversation(
        "speech", {"language": "en", "codec": "pcm", "sample_rate": "8000"}, (*_SAID, Await("audio.done"))
    ),
    "transcription": Conversation(
        "transcription",
        {"endpointing": "100"},
        (
            Await("transcript.created"),
            Play(_HEARD, 3200),
            Send({"type": "audio.done"}),
            Await("transcript.done"),
        ),
    ),
}


def measure(effort: Effort) -> Findings:
    """Conversations a second, one after the other and many at once, and the memory that thousands of them take."""
    figures: list[Figure] = []
    judges = {name: Judge(socket) for name, socket in specs.load().sockets.items()}
    with EmulatorProcess() as emulator:
        first, second = emulator.keys.values()
        target = connect(
            Profile(name="benchmark", base_url=emulator.url), {"first": first, "second": second}, specs.load()
        )

        def ours(conversation: Conversation) -> None:
            trial.start("", "")
            said = held(target.transport, specs.load().sockets[conversation.socket], conversation)
            assert isinstance(said, Transcript), said
            found = judges[conversation.socket].findings(said)
            assert not found, found

        for name, conversation in CONVERSATIONS.items():
            peer = _peer(emulator.url, first, conversation)
            figures += _compared(name, lambda: ours(conversation), peer, effort)  # noqa: B023 - called at once
        figures += _at_once(target.transport, effort)
        figures += _memory(ours, emulator.pid, effort)
        target.transport.close()
    return Findings(
        figures=tuple(figures), details={"conversations": effort.conversations, "at once": effort.at_once}
    )


def _peer(url: str, key: str, conversation: Conversation) -> Callable[[], None]:
    """The same conversation by a client that does nothing else."""
    path = specs.load().sockets[conversation.socket].path
    address = f"{url.replace('http', 'ws', 1)}{path}?{urlencode(conversation.query)}"
    moves: list[Any] = []
    for move in conversation.moves:
        match move:
            case Play():
                moves += move.frames()
            case Send():
                moves.append(move.text)
            case Await():
                moves.append(move)

    def talk() -> None:
        with peer_connect(
            address, additional_headers={"authorization": f"Bearer {key}"}, compression=None
        ) as peer:
            for move in moves:
                if not isinstance(move, Await):
                    peer.send(move)
                    continue
                while f'"{move.event}"' not in str(peer.recv()):
                    pass

    return talk


def _compared(name: str, ours: Callable[[], None], peer: Callable[[], None], effort: Effort) -> list[Figure]:
    ratios, rates = [], []
    ours()
    peer()
    for _ in range(effort.rounds):
        other, own = _seconds(peer, effort.requests), _seconds(ours, effort.requests)
        ratios.append(other / own)
        rates.append(effort.requests / own)
    return [
        median(f"{name}: held and judged / talked by websockets", ratios, RATIO),
        median(f"{name}: held and judged", rates, "talks/s"),
    ]


def _seconds(talk: Callable[[], None], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        talk()
    return time.perf_counter() - began


def _at_once(transport: Any, effort: Effort) -> list[Figure]:
    """All connections are open before the first of them says anything."""
    conversation = CONVERSATIONS["speech"]
    socket = specs.load().sockets["speech"]
    everybody = Barrier(effort.at_once)

    def one(_: int) -> bool:
        talk = open_socket(transport, socket, conversation.query)
        assert isinstance(talk, Talk), talk
        everybody.wait()
        for move in conversation.moves:
            talk.do(move)
        talk.close()
        return any(event.get("type") == "audio.done" for event in talk.events)

    with ThreadPoolExecutor(effort.at_once) as pool:
        began = time.perf_counter()
        done = list(pool.map(one, range(effort.at_once)))
        seconds = time.perf_counter() - began
    return [
        figure("connections open at once, each with a whole utterance", sum(done), "talks"),
        figure("the same, from the first handshake to the last close", seconds, "s"),
    ]


def _memory(ours: Callable[[Conversation], None], emulator: int, effort: Effort) -> list[Figure]:
    """What both sides hold after many conversations, beside what they held after the first of them."""
    figures: list[Figure] = []
    for name, conversation in CONVERSATIONS.items():
        for _ in range(max(1, effort.conversations // 10)):
            ours(conversation)
        before = {"suite": memory.now(os.getpid()), "emulator": memory.now(emulator)}
        for _ in range(effort.conversations):
            ours(conversation)
        after = {"suite": memory.now(os.getpid()), "emulator": memory.now(emulator)}
        for side, held_before in before.items():
            held_after = after[side]
            if held_before is not None and held_after is not None:
                what = f"{name}: memory of the {side} after {effort.conversations} conversations"
                figures.append(figure(f"{what}, against before", held_after / held_before, RATIO))
                figures.append(figure(what, held_after, "MiB"))
    return figures
