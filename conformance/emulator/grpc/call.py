"""One call, as the services see it: whose it is, and what is planned as its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grpc import StatusCode

from conformance.emulator.grpc.codes import Refused
from conformance.emulator.wire import Answer

_OTHERWISE = {"GetDeferredVideo": "getVideo"}


@dataclass(slots=True)
class Call:
    """One call. `context` is grpcio's; `planned` is what is done to the answer on its way as JSON, if anything.

    `translated` is told method, path, query and body of the request of REST that it is carried out as.
    """

    context: Any
    planned: Answer | None = None
    translated: Callable[[str, str, str, bytes | None], None] | None = None

    @property
    def authorization(self) -> bytes | None:
        """What the client sent as `authorization`."""
        for name, value in self.context.invocation_metadata() or ():
            if name == "authorization":
                return value if isinstance(value, bytes) else value.encode("utf-8", "replace")
        return None

    async def confirm(self) -> None:
        """See whether the client is still there, which messages that end do not tell.

        The head of the answer is sent for that: it fails where there is nobody to have it. Not where an answer is
        planned, since a client that has a head does not try again.

        Raises:
            Refused: it is gone.
        """
        if self.planned is not None:
            return
        try:
            await self.context.send_initial_metadata(())
        except Exception:  # noqa: BLE001 - it has no name for that error
            raise Refused(StatusCode.CANCELLED, "the client is gone") from None


def operation(method: str, request: Any) -> str:
    """The id that the specs have for what `request` asks of a method (`/service/Name`); None is a request unread.

    Two methods are two operations each: with images or with a video to start from, a generation is an edit.
    """
    name = method.rpartition("/")[2]
    if request is not None:
        if name == "GenerateImage" and (request.HasField("image") or request.images):
            return "editImage"
        if name == "GenerateVideo" and request.HasField("video"):
            return "editVideo"
    return _OTHERWISE.get(name, name[:1].lower() + name[1:])
