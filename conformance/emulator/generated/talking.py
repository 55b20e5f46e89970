"""Derives faults from the descriptions of the sockets: handshake, what a client says, and what a server says."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.emulator.generated.deriving import misread, named
from conformance.emulator.generated.fault import ANSWER, MESSAGE, QUERY, GeneratedFault
from conformance.emulator.generated.misanswering import misanswerings
from conformance.emulator.generated.misreading import REFUSED, misreadings
from conformance.emulator.generated.places import Place, places, types_of
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
    for parameter in socket.parameters:
        name, schema = parameter["name"], parameter["schema"]
        place = Place(
            steps=(name,),
            schema=schema,
            pointer=f"#/channels/{socket.id}/bindings/ws/query/properties/{name}",
            types=types_of(schema),
            required=parameter.get("required", False),
        )
        for misreading in misreadings(place, TEXT):
            yield misread(f"{socket.id}-socket", place, misreading, QUERY)


def _of_message(name: str, message: Message) -> Iterator[GeneratedFault]:
    for place in places(message.schema, f"#/components/messages/{message.name}/payload"):
        if message.direction == "received":
            for wrong in misanswerings(place):
                yield GeneratedFault(
                    name=named(
                        f"{name}.{ANSWER}.{message.name}.{place.path or 'body'}.{wrong.rule}-{wrong.how}"
                    ),
                    operations=(name,),
                    place=place.pointer,
                    rule=wrong.rule,
                    side=ANSWER,
                    part=MESSAGE,
                    summary=f"{message.name}: {wrong.summary}",
                    change=wrong.change,
                    message=message.name,
                )
        elif place.path != _TYPE:
            for misreading in misreadings(place, JSON):
                if not misreading.how.startswith(
                    REFUSED
                ):  # how a message would be refused is the automaton's matter
                    yield misread(name, place, misreading, MESSAGE, message.name)
