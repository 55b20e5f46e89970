"""Faults of handshakes on the socket that speaks."""

from __future__ import annotations

import specs
from conformance.emulator.faults.fault import Fault, fault

_SPEC = specs.load()
_SOCKET = _SPEC.sockets["speech"]
_CODECS = tuple(_SOCKET.parameter("codec")["enum"])
_RATES = tuple(_SOCKET.parameter("sample_rate")["enum"])
_BIT_RATES = tuple(_SOCKET.parameter("bit_rate")["enum"])
_SPEED = _SOCKET.parameter("speed")
_VOICES = tuple(_SPEC.limit("built-in-voices"))
_LANGUAGES = tuple(_SPEC.limit("speech-languages"))
_REFUSALS = {"voice": 404, "language": 400, "codec": 400, "sample_rate": 400}
_OPEN = "openSpeech"

SPEECH_HANDSHAKES: tuple[Fault, ...] = (
    fault(
        "talk-needs-a-voice",
        "sockets.speech.open",
        "Without a voice, the socket that speaks cannot be opened.",
        talk_voice_default="nobody",
    ),
    fault(
        "talk-codec-last-refused",
        "sockets.speech.parameters",
        "The last documented codec of the socket that speaks is refused.",
        boundary=True,
        talk_codecs=_CODECS[:-1],
    ),
    fault(
        "talk-rate-lowest-refused",
        "sockets.speech.parameters",
        "The lowest documented sample rate of the socket that speaks is refused.",
        boundary=True,
        talk_rates=_RATES[1:],
    ),
    fault(
        "talk-rate-highest-refused",
        "sockets.speech.parameters",
        "The highest documented sample rate of the socket that speaks is refused.",
        boundary=True,
        talk_rates=_RATES[:-1],
    ),
    fault(
        "talk-bit-rate-highest-refused",
        "sockets.speech.parameters",
        "The highest documented bit rate of the socket that speaks is refused.",
        boundary=True,
        talk_bit_rates=_BIT_RATES[:-1],
    ),
    fault(
        "talk-slowest-refused",
        "sockets.speech.parameters",
        "The slowest documented speed of the socket that speaks is refused.",
        boundary=True,
        talk_speed_minimum=round(_SPEED["minimum"] + 0.01, 2),
    ),
    fault(
        "talk-fastest-refused",
        "sockets.speech.parameters",
        "The fastest documented speed of the socket that speaks is refused.",
        boundary=True,
        talk_speed_maximum=round(_SPEED["maximum"] - 0.01, 2),
    ),
    fault(
        "talk-normalization-unknown",
        "sockets.speech.parameters",
        "The socket that speaks does not know of normalising text.",
        talk_switches=("with_timestamps",),
    ),
    fault(
        "talk-voice-refused",
        "sockets.speech.voices",
        "One of the built-in voices is refused on the socket.",
        boundary=True,
        talk_voices_refused=frozenset(_VOICES[-1:]),
    ),
    fault(
        "talk-voices-cased",
        "sockets.speech.voices-any-case",
        "The socket knows voices in lower case alone.",
        talk_voices_cased=True,
    ),
    fault(
        "talk-language-refused",
        "sockets.speech.languages",
        "One of the listed languages is refused on the socket.",
        boundary=True,
        talk_languages_refused=frozenset(_LANGUAGES[-1:]),
    ),
    fault(
        "talk-codec-alias-unknown",
        "sockets.speech.codec-alias",
        "The socket does not know the other name of a codec.",
        talk_codec_aliases={},
    ),
    fault(
        "talk-without-a-key",
        "sockets.speech.key-missing",
        "The socket that speaks opens without a key.",
        keyless_operations=frozenset({_OPEN}),
    ),
    fault(
        "talk-with-any-key",
        "sockets.speech.key-wrong",
        "The socket that speaks opens with a key that was never issued.",
        unkeyed_operations=frozenset({_OPEN}),
    ),
    *(
        fault(
            f"talk-{name.replace('_', '-')}-any",
            f"sockets.speech.refused.{name.replace('_', '-')}",
            f"On the socket, an unknown {name.replace('_', ' ')} counts as the default.",
            talk_refusals={each: status for each, status in _REFUSALS.items() if each != name},
        )
        for name in _REFUSALS
    ),
    *(
        fault(
            f"talk-{name.replace('_', '-')}-refused-late",
            f"sockets.speech.refused.{name.replace('_', '-')}",
            f"On the socket, an unknown {name.replace('_', ' ')} is refused after the upgrade, by hanging up.",
            talk_refused_late=frozenset({name}),
        )
        for name in _REFUSALS
    ),
    fault(
        "talk-voice-unknown-fails",
        "sockets.speech.refused.voice",
        "On the socket, an unknown voice is a failure of the server.",
        talk_refusals={**_REFUSALS, "voice": 500},
    ),
    fault(
        "talk-rate-between-taken",
        "sockets.speech.refused.sample-rate",
        "A sample rate just beside the lowest is taken.",
        boundary=True,
        talk_rates=(_RATES[0], _RATES[0] + 1, *_RATES[1:]),
    ),
    fault(
        "talk-language-not-needed",
        "sockets.speech.language-missing",
        "The socket that speaks opens without a language.",
        talk_language_needed=False,
    ),
    fault(
        "talk-greets",
        "sockets.speech.no-greeting",
        "The socket that speaks says that the session was created.",
        talk_greeting="session.created",
    ),
)
