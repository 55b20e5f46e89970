"""Opens sockets, and holds whole conversations on them."""

from __future__ import annotations

from collections.abc import Mapping

from conformance import trial
from conformance.targets.call import Answer
from conformance.targets.http import HttpTransport
from conformance.targets.sockets.handshake import Handshake, Query, operation_of
from conformance.targets.sockets.talk import Talk
from conformance.targets.sockets.transcript import Transcript
from specs import Socket
from strategies.conversations import Conversation


def open_socket(
    transport: HttpTransport,
    socket: Socket,
    query: Query,
    *,
    identity: str = "first",
    headers: Mapping[str, str | None] | None = None,
    too_many_is_answer: bool = False,
) -> Talk | Answer:
    """Open a socket: a `Talk`, or the answer with which the target refused to.

    `headers` replace what the handshake would have; `None` leaves one out. A 429 is an answer only where
    `too_many_is_answer`.

    Raises:
        NoVerdict: the network broke, the target stalled, was away, or kept answering that the rate is too high.
    """
    operation = operation_of(socket)
    handshake = Handshake.of(transport, operation, query, identity, headers or {})
    answer = transport.perform(
        handshake.exchange, operation, handshake.once, too_many_is_answer=too_many_is_answer
    )
    if handshake.connection is None:
        return answer
    talk = Talk(
        transport=transport,
        socket=socket,
        query=query,
        answer=answer,
        connection=handshake.connection,
        opened=handshake.opened,
    )
    trial.current().hear(talk.transcript)
    return talk


def held(
    transport: HttpTransport,
    socket: Socket,
    conversation: Conversation,
    *,
    identity: str = "first",
    headers: Mapping[str, str | None] | None = None,
) -> Transcript | Answer:
    """Hold a whole conversation: what was said, or the answer with which the target refused it.

    Raises:
        NoVerdict: as for `open_socket`.
        BudgetSpent: it may cost more than is left.
    """
    talk = open_socket(transport, socket, conversation.query, identity=identity, headers=headers)
    if isinstance(talk, Answer):
        return talk
    try:
        for move in conversation.moves:
            if talk.connection.over:
                break
            talk.do(move)
    finally:
        talk.close()
    return talk.transcript()
