"""What a request for speech says, with its rules; whether there is its voice is not looked into yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine.fields import ILL_TYPED, mapping, text
from conformance.emulator.parameters import shortened
from conformance.emulator.state import Json

_WORD = re.compile("[0-9A-Za-z]")  # what every code of a language has, also one that nobody lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How speech is to be encoded."""

    codec: str
    rate: int
    bit_rate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRequest:
    """Speech to make. `voice` is as it was asked for; `speed` is times as fast."""

    text: str
    voice: str
    format: Format
    speed: float
    timestamps: bool


def speech(policy: Behaviour, fields: Json) -> SpeechRequest:
    """A request for speech.

    Raises:
        Refusal: 400, 422.
    """
    said = _text(policy, fields)
    _language(policy, fields)
    voice = text(fields, "voice_id")
    found = _format(policy, fields)
    speed = _speed(policy, fields)
    _latency(policy, fields)
    if fields.get("text_normalization") is not None and not policy.speech_normalization_known:
        raise Refusal(400, "text_normalization: unknown")
    _flag(fields, "text_normalization")
    return SpeechRequest(
        text=said,
        voice=policy.speech_voice_default if voice is None else voice,
        format=found,
        speed=speed,
        timestamps=_flag(fields, "with_timestamps"),
    )


def _text(policy: Behaviour, fields: Json) -> str:
    said = text(fields, "text")
    if said is None:
        if policy.speech_text_needed:
            raise Refusal(policy.speech_missing_status, "text: missing")
        said = " "
    if not said and not policy.speech_text_may_be_empty:
        raise Refusal(400, "text: empty")
    if len(said) > policy.speech_text_longest:
        if not policy.speech_text_cut:
            longest = policy.speech_text_longest
            raise Refusal(policy.speech_text_too_long_status, f"text: longer than {longest} characters")
        said = said[: policy.speech_text_longest]
    if policy.speech_text_fails_on is not None and policy.speech_text_fails_on in said:
        raise Refusal(500, "an unexpected failure")
    for name in policy.speech_tags_refused:
        if re.search(rf"\[{name}\]|<{name}>", said):
            raise Refusal(400, f"text: unknown tag {name}")
    return said


def _language(policy: Behaviour, fields: Json) -> None:
    language = text(fields, "language")
    if language is None:
        if policy.speech_language_needed:
            raise Refusal(policy.speech_missing_status, "language: missing")
        return
    documented = {each.lower(): each for each in policy.speech_languages}
    meant = documented.get(language.lower())
    if meant is None and (not policy.speech_unlisted_languages or not _WORD.search(language)):
        raise Refusal(400, f"language: unknown, got {shortened(language)}")
    if meant in policy.speech_languages_refused or (policy.speech_languages_cased and language != meant):
        raise Refusal(400, f"language: unknown, got {shortened(language)}")


def _format(policy: Behaviour, fields: Json) -> Format:
    given = fields.get("output_format")
    asked = {} if given is None else mapping(given, "output_format")
    for name in ("codec", "sample_rate", "bit_rate"):
        if name in asked and asked[name] is None:  # they are among a few values, and this is none of them
            raise Refusal(ILL_TYPED, f"output_format.{name}: must not be null")
    codec = text(asked, "codec", "output_format.")
    if codec is not None and codec not in policy.speech_codecs:
        if policy.speech_codecs_checked:
            allowed = ", ".join(policy.speech_codecs)
            raise Refusal(
                policy.speech_codec_status,
                f"output_format.codec: must be one of {allowed}, got {shortened(codec)}",
            )
        codec = None
    codec = codec or policy.speech_codec_default
    rate = _one_of(asked, "sample_rate", policy.speech_rates, checked=policy.speech_rates_checked)
    if codec == "mp3":
        checked = policy.speech_bit_rates_checked
        bit_rate = _one_of(asked, "bit_rate", policy.speech_bit_rates, checked=checked)
    elif policy.speech_bit_rate_for_mp3_alone and asked.get("bit_rate") is not None:
        raise Refusal(400, f"output_format.bit_rate: there is none of {codec}")
    else:
        bit_rate = None
    return Format(
        codec=codec,
        rate=rate or policy.speech_rate_default,
        bit_rate=bit_rate or policy.speech_bit_rate_default,
    )


def _one_of(asked: Json, name: str, allowed: Sequence[int], *, checked: bool) -> int | None:
    value = asked.get(name)
    if value is None:
        return None
    if type(value) is float and value.is_integer():  # to JSON Schema that is the same number
        value = int(value)
    if type(value) is not int:  # a bool is an int to Python, and not to JSON
        raise Refusal(ILL_TYPED, f"output_format.{name}: expected a whole number, got {shortened(value)}")
    if value not in allowed:
        if not checked:
            return None
        numbers = ", ".join(map(str, allowed))
        raise Refusal(
            400,
            f"output_format.{name}: must be one of {numbers}, got {shortened(value)}",
        )
    return value


def _speed(policy: Behaviour, fields: Json) -> float:
    value = fields.get("speed")
    if value is None:
        return policy.speech_speed_default
    if type(value) not in (int, float):
        raise Refusal(ILL_TYPED, f"speed: expected a number, got {shortened(value)}")
    low, high = policy.speech_speed_minimum, policy.speech_speed_maximum
    if not low <= value <= high:
        if not policy.speech_speed_clamped:
            raise Refusal(
                policy.speech_speed_status,
                f"speed: must lie between {low} and {high}, got {shortened(value)}",
            )
        return float(min(max(value, low), high))
    return float(value)


def _latency(policy: Behaviour, fields: Json) -> None:
    value = fields.get("optimize_streaming_latency")
    # Null is nothing, as it is for all other fields that may be left out.
    if value is not None and (isinstance(value, bool) or value not in policy.speech_latencies):
        raise Refusal(400, f"optimize_streaming_latency: unknown, got {shortened(value)}")


def _flag(fields: Json, name: str) -> bool:
    value = fields.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Refusal(ILL_TYPED, f"{name}: expected true or false, got {shortened(value)}")
    return value
