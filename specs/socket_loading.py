"""Reads an AsyncAPI document with its automaton into one `Socket`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from specs.model import Message, Socket
from specs.pointers import follow, resolved

_DIRECTIONS = {"send": "sent", "receive": "received"}


def socket(name: str, document: Mapping[str, Any]) -> Socket:
    """The socket called `name`, as `document` describes it. The document has one channel.

    Raises:
        KeyError, TypeError, ValueError: the document lacks something.
    """
    (channel,) = document["channels"].values()
    query = channel["bindings"]["ws"]["query"]
    required = set(query.get("required", ()))
    return Socket(
        id=name,
        path=channel["address"],
        parameters=tuple(
            {"name": each, "required": each in required, "schema": schema}
            for each, schema in query["properties"].items()
        ),
        messages=MappingProxyType({message.name: message for message in _messages(document)}),
        refusals=MappingProxyType({rule: tuple(s) for rule, s in document["x-refusals"].items()}),
        readings=document.get("x-readings", {}),
        protocol=document["x-protocol"],
    )


def _messages(document: Mapping[str, Any]) -> Iterator[Message]:
    for operation in document["operations"].values():
        direction = _DIRECTIONS[operation["action"]]
        for reference in operation["messages"]:
            in_channel = follow(document, reference["$ref"])
            name = reference["$ref"].rpartition("/")[2]
            record = resolved(document, in_channel["$ref"])
            yield Message(
                name=name,
                direction=direction,
                schema=record["payload"],
                binary=record.get("x-frame") == "binary",
                bare=record.get("x-bare"),
            )
