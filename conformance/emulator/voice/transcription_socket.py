"""The socket that transcribes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.emulator.voice.sockets import Peer


class Listening:
    """One connection to the socket that transcribes."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    async def run(self) -> None:
        """Talk until the peer hangs up."""
        while await self._peer.receive() is not None:
            await self._peer.send({"type": "error", "message": "nothing is heard yet"})


def opened(peer: Peer) -> Listening:
    """The session that the handshake asks for."""
    return Listening(peer)
