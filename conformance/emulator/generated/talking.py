"""Derives faults from the descriptions of the sockets: handshake, what a client says, and what a server says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from conformance.emulator.generated.deriving import OTHER_REFUSAL, misanswered, misread
from conformance.emulator.generated.fault import (
    ANSWER,
    MESSAGE,
    QUERY,
    STATUS,
    Document,
    Effect,
    GeneratedFault,
)
from conformance.emulator.generated.misanswering import misanswerings
from conformance.emulator.generated.misreading import REFUSED, misreadings
from conformance.emulator.generated.places import places
from conformance.emulator.generated.texts import JSON, TEXT
from specs import Message, Socket, Spec

#: What tells messages apart: one with another type is another message, which the automaton judges.
_TYPE = "type"


def of_sockets(spec: Spec) -> Iterator[GeneratedFault]:
    """Every fault of the two sockets."""
    for socket in spec.sockets.values():
        yield from _of_handshake(socket)
        for message in socket.messages.values():
            if not message.binary:
                yield from _of_message(f"{socket.id}-socket", message)


def _of_handshake(socket: Socket) -> Iterator[GeneratedFault]:
    query = f"#/channels/{socket.id}/bindings/ws/query/properties"
    for parameter in socket.parameters:
        name, required = parameter["name"], parameter.get("required", False)
        for place in places(parameter["schema"], f"{query}/{name}", (name,), required=required):
            for misreading in misreadings(place, TEXT):
                yield misread(f"{socket.id}-socket", place, misreading, QUERY)
    statuses = {each[0] for each in socket.refusals.values() if len(each) == 1}
    for status in sorted(statuses):
        yield GeneratedFault(
            name=f"{socket.id}-socket.{ANSWER}.status.{status}-answered-{OTHER_REFUSAL}",
            operations=(f"{socket.id}-socket",),
            place="#/x-refusals",
            rule="status",
            side=ANSWER,
            part=STATUS,
            summary=f"A handshake that is refused with {status} is refused with {OTHER_REFUSAL}.",
            statuses=(status, OTHER_REFUSAL),
        )


def _of_protocol(name: str, message: Message) -> Iterator[GeneratedFault]:
    """A message of the server does not come when it should, or comes twice."""
    for effect, how, summary in (
        (Effect.LEFT_OUT, "left-out", "is never sent"),
        (Effect.TWICE, "twice", "is sent twice"),
    ):
        yield GeneratedFault(
            name=f"{name}.{ANSWER}.{message.name}.protocol-{how}",
            operations=(name,),
            place="#/x-protocol",
            rule="protocol",
            side=ANSWER,
            part=MESSAGE,
            summary=f"{message.name} {summary}.",
            change=partial(_always, effect),
            message=message.name,
        )


def _always(effect: Effect, _: Document) -> Effect:
    return effect


def _of_message(name: str, message: Message) -> Iterator[GeneratedFault]:
    if message.direction == "received":
        yield from _of_protocol(name, message)
    for place in places(message.schema, f"#/components/messages/{message.name}/payload"):
        if message.direction == "received":
            for wrong in misanswerings(place):
                yield misanswered(name, place, wrong, MESSAGE, message.name)
        elif place.steps and place.path != _TYPE:
            for misreading in misreadings(place, JSON):
                # How a message would be refused is the automaton's matter.
                if not misreading.how.startswith(REFUSED):
                    yield misread(name, place, misreading, MESSAGE, message.name)
