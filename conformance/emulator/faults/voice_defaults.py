"""Faults of voice: what a client leaves out counts as something else than the documented default."""

from __future__ import annotations

from typing import Any

import specs
from conformance.emulator.faults.fault import Fault, fault

_SPEC = specs.load()
_SPEECH = _SPEC.schema("CreateSpeech")["properties"]
_BIT_RATES = _SPEECH["output_format"]["properties"]["bit_rate"]["enum"]
_TALK, _LISTEN = _SPEC.sockets["speech"], _SPEC.sockets["transcription"]


def _of_socket(name: str, **change: Any) -> Fault:
    return fault(
        f"talk-{name}-default-other",
        "sockets.speech.defaults",
        f"A handshake that says nothing of the {name} gets another one than documented.",
        **change,
    )


VOICE_DEFAULTS: tuple[Fault, ...] = (
    fault(
        "speech-bit-rate-default-lowest",
        "speech.format.bit-rate-default",
        "MP3 without a bit rate has the lowest one.",
        speech_bit_rate_default=min(_BIT_RATES),
    ),
    *(
        fault(
            f"speech-speed-default-{end}",
            "speech.speed.default",
            f"Without a speed a text is spoken at the {end}.",
            speech_speed_default=_SPEECH["speed"][end],
        )
        for end in ("minimum", "maximum")
    ),
    _of_socket("codec", talk_codec_default=_TALK.parameter("codec")["enum"][-1]),
    _of_socket("rate", talk_rate_default=min(_TALK.parameter("sample_rate")["enum"])),
    _of_socket("bit-rate", talk_bit_rate_default=max(_TALK.parameter("bit_rate")["enum"])),
    _of_socket("speed", talk_speed_default=_TALK.parameter("speed")["minimum"]),
    fault(
        "talk-timestamps-unasked",
        "sockets.speech.defaults",
        "Timestamps come without being asked for.",
        talk_switched_on=frozenset({"with_timestamps"}),
    ),
    fault(
        "transcription-fillers-unasked",
        "transcription.fillers-default",
        "Filler words are told unless they are declined.",
        transcribe_fillers_unasked=True,
    ),
    fault(
        "listen-fillers-unasked",
        "sockets.transcription.fillers-default",
        "Filler words are told unless they are declined.",
        listen_schemas={"filler_words": {**_LISTEN.parameter("filler_words"), "default": True}},
    ),
    fault(
        "listen-end-alone",
        "sockets.transcription.interim-some",
        "A transcript is told at its end and not before.",
        listen_end_alone=True,
    ),
)
