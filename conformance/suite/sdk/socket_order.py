"""Whether a client keeps to the documented order on a socket, as the server has written it down."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.monitors.requests import Sent
from conformance.monitors.sockets.events import CLOSE, MALFORMED, SENT, Reader
from conformance.monitors.sockets.protocol import protocol_of
from conformance.targets.sockets.transcript import Line, Transcript
from specs import Spec

#: Where the automaton stands once a client has done what no source describes.
ASTRAY = frozenset({"hasty", "unclear"})


def broken(spec: Spec, sent: Sent) -> str | None:
    """What the client did that no source describes, in words; `None` if nothing."""
    socket = next(socket for socket in spec.sockets.values() if socket.path == sent.path)
    protocol = protocol_of(socket.protocol, {})
    query: Mapping[str, str] = dict(sent.parameters)
    transcript = Transcript(socket=socket.id, query=query, lines=tuple(map(Line.from_json, sent.messages)))
    state = protocol.start
    for event in Reader(socket).events(transcript):
        if event.name == MALFORMED:
            return f"sent something on the socket of {socket.id} that is none of its messages"
        if event.name == CLOSE:
            return None
        ways = protocol.transitions.get((state, event.direction, event.name), ())
        states = [way.to for way in ways]
        if event.direction == SENT and (not states or all(way in ASTRAY for way in states)):
            return f"sent {event.name} on the socket of {socket.id} when {protocol.means[state]}"
        state = states[0] if states else state
    return None
