"""What a client asks for in the query of the socket that transcribes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import specs
from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import shortened

_SOCKET = specs.load().sockets["transcription"]
_SCHEMAS: Mapping[str, Mapping[str, Any]] = {p["name"]: p["schema"] for p in _SOCKET.parameters}
_WORDS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one session. Times are in seconds; `smart_turn` is a threshold, or `None` for none.

    `channels` are those of the audio; `multichannel` says whether events name them.
    """

    rate: int
    encoding: str
    interim: bool
    endpointing: float
    longest_endpointing: float
    multichannel: bool
    channels: int
    diarize: bool
    filler_words: bool
    smart_turn: float | None
    turn_timeout: float | None
    threshold: float


def settings(query: Iterable[tuple[str, str]], policy: Behaviour) -> Settings:
    """What the query asks for. Of a parameter that stands there several times and may not, the last one counts.

    Raises:
        Refusal: a value is not as documented.
    """
    schemas = {**_SCHEMAS, **policy.listen_schemas}
    values: dict[str, Any] = {name: schema.get("default") for name, schema in schemas.items()}
    lists: dict[str, list[str]] = {}
    for name, text in query:
        if name not in schemas:
            continue
        if schemas[name]["type"] == "array":
            lists.setdefault(name, []).append(text)
        elif name in policy.listen_unchecked:
            values[name] = _leniently(text, schemas[name], values[name])
        else:
            values[name] = _checked(name, text, schemas[name], policy)
    for name, texts in lists.items():
        if name not in policy.listen_unchecked:
            _check_list(name, texts, schemas[name], policy)
    _check_together(values, policy)
    return Settings(
        rate=values["sample_rate"],
        encoding=values["encoding"],
        interim=values["interim_results"],
        endpointing=values["endpointing"] / 1000,
        longest_endpointing=schemas["endpointing"]["maximum"] / 1000,
        multichannel=values["multichannel"],
        channels=values["channels"] if values["multichannel"] else 1,
        diarize=values["diarize"],
        filler_words=values["filler_words"],
        smart_turn=values["smart_turn"],
        turn_timeout=None if values["smart_turn_timeout"] is None else values["smart_turn_timeout"] / 1000,
        threshold=values["vad_threshold"],
    )


def _checked(name: str, text: str, schema: Mapping[str, Any], policy: Behaviour) -> Any:
    status = policy.listen_refusal_status
    try:
        value = _parsed(text, schema["type"])
    except (ValueError, KeyError):
        raise Refusal(status, f"{name}: expected a {schema['type']}, got {shortened(text)}") from None
    if "enum" in schema and value not in schema["enum"]:
        raise Refusal(status, f"{name}: {shortened(text)} is none of {', '.join(map(str, schema['enum']))}")
    if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise Refusal(status, f"{name}: {shortened(text)} is out of range")
    return value


def _parsed(text: str, kind: str) -> Any:
    """The value that a text of the query stands for.

    Raises:
        ValueError, KeyError: it stands for none of this type.
    """
    if kind == "boolean":
        return _WORDS[text]
    if kind == "integer":
        return int(text)
    return float(text) if kind == "number" else text


def _leniently(text: str, schema: Mapping[str, Any], default: Any) -> Any:
    """What a server takes that does not look: the value where it makes sense, and else the default."""
    try:
        value = _parsed(text, schema["type"])
    except (ValueError, KeyError):
        return default
    known = value in schema.get("enum", (value,))
    return (
        value if known and schema.get("minimum", value) <= value <= schema.get("maximum", value) else default
    )


def _check_list(name: str, texts: list[str], schema: Mapping[str, Any], policy: Behaviour) -> None:
    status = policy.listen_refusal_status
    if len(texts) > schema["maxItems"]:
        raise Refusal(status, f"{name}: there are more than {schema['maxItems']}")
    longest = schema["items"]["maxLength"]
    if any(len(text) > longest for text in texts):
        raise Refusal(status, f"{name}: one is longer than {longest} characters")


def _check_together(values: Mapping[str, Any], policy: Behaviour) -> None:
    if values["multichannel"] and values["channels"] < 2 and not policy.listen_single_channel:
        raise Refusal(policy.listen_refusal_status, "channels: with multichannel there have to be several")
