"""The body of one request: read piece by piece, within a time and a size, and drained at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

from starlette.types import Message, Receive

from conformance.emulator.errors import ClientGone, Refusal

SMALL = 1024 * 1024  # bytes; a body up to this is read to its end before a refusal is sent
DRAIN = 256 * 1024 * 1024  # bytes read and dropped after a refusal before the connection is cut
DRAIN_SECONDS = 30.0


class Body:
    """Wraps the server's `receive`, and knows whether the client is still sending.

    `seconds` is the time that the whole body may take.
    """

    __slots__ = ("_late", "_receive", "done", "length", "seconds")

    def __init__(self, receive: Receive, headers: Mapping[bytes, bytes], seconds: float) -> None:
        self._receive = receive
        length = headers.get(b"content-length", b"")
        self.length = int(length) if length.isdigit() else None
        self.done = not self.length and b"transfer-encoding" not in headers
        self.seconds = seconds
        self._late = False

    async def receive(self) -> Message:
        """The next message of the server, as ASGI has it."""
        message = await self._receive()
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            self.done = True
        return message

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body as it comes in.

        Raises:
            ClientGone: the client broke off.
            Refusal: 408; it took too long.
        """
        deadline = asyncio.get_running_loop().time() + self.seconds
        while not self.done:
            try:
                async with asyncio.timeout_at(deadline):
                    message = await self.receive()
            except TimeoutError:
                self._late = True
                raise Refusal(408, f"body: not complete after {self.seconds:g} seconds") from None
            if message["type"] == "http.disconnect":
                raise ClientGone
            if piece := message.get("body", b""):
                yield piece

    async def read(self, limit: int) -> bytes:
        """The whole body.

        Raises:
            ClientGone: the client broke off.
            Refusal: 408; it took too long. 413; it is longer than `limit` bytes.
        """
        if self.done:
            return b""
        if self.length is not None and self.length > limit:
            raise Refusal(413, f"body: larger than {limit} bytes")
        whole = bytearray()
        async for piece in self.pieces():
            whole += piece
            if len(whole) > limit:
                raise Refusal(413, f"body: larger than {limit} bytes")
        return bytes(whole)

    @property
    def small(self) -> bool:
        """Whether what is still to come can be waited for."""
        return self.length is not None and self.length <= SMALL and not self._late

    async def drain(self) -> None:
        """Read and drop what is still to come, within reason, so that the client gets to read its answer.

        Closing a connection with unread bytes resets it, and the answer is lost with it.
        """
        left = DRAIN
        try:
            async with asyncio.timeout(0 if self._late else min(self.seconds, DRAIN_SECONDS)):
                while not self.done and left > 0:
                    left -= len((await self.receive()).get("body", b""))
        except TimeoutError:
            return
