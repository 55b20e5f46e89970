"""Faults of the socket that transcribes: its opening, its greeting, and its partials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import specs
from conformance.emulator.faults.fault import Fault, fault
from conformance.emulator.faults.transcription_ends import TRANSCRIPTION_ENDS
from conformance.emulator.faults.transcription_turns import TRANSCRIPTION_TURNS

_SOCKET = specs.load().sockets["transcription"]
_SCHEMAS: Mapping[str, Mapping[str, Any]] = {p["name"]: p["schema"] for p in _SOCKET.parameters}
_OPERATION = "openTranscription"


def _with(name: str, **changed: Any) -> dict[str, Mapping[str, Any]]:
    """A parameter whose schema is another one."""
    return {name: {**_SCHEMAS[name], **changed}}


def _terms(**changed: Any) -> dict[str, Mapping[str, Any]]:
    return _with("keyterm", items={**_SCHEMAS["keyterm"]["items"], **changed})


def _shifted(name: str, end: str, by: float) -> dict[str, Mapping[str, Any]]:
    return _with(name, **{end: _SCHEMAS[name][end] + by})


_OPENING: tuple[Fault, ...] = (
    fault(
        "listen-never-opens",
        "sockets.transcription.open",
        "The socket that transcribes opens for nobody.",
        listen_refuses_all=True,
    ),
    *(
        fault(
            f"listen-{name.replace('_', '-')}-{end}-refused",
            "sockets.transcription.settings",
            f"The {'least' if end == 'minimum' else 'greatest'} value of {name} is refused.",
            boundary=True,
            listen_schemas=_shifted(name, end, by if end == "minimum" else -by),
        )
        for name, by in (
            ("endpointing", 1),
            ("smart_turn", 0.01),
            ("smart_turn_timeout", 1),
            ("vad_threshold", 0.01),
        )
        for end in ("minimum", "maximum")
    ),
    fault(
        "listen-channels-maximum-refused",
        "sockets.transcription.settings",
        "The most channels are one too many.",
        boundary=True,
        listen_schemas=_shifted("channels", "maximum", -1),
    ),
    fault(
        "listen-keyterms-most-refused",
        "sockets.transcription.settings",
        "As many key terms as there may be are one too many.",
        boundary=True,
        listen_schemas=_with("keyterm", maxItems=_SCHEMAS["keyterm"]["maxItems"] - 1),
    ),
    fault(
        "listen-keyterm-longest-refused",
        "sockets.transcription.settings",
        "A key term as long as one may be is too long.",
        boundary=True,
        listen_schemas=_terms(maxLength=_SCHEMAS["keyterm"]["items"]["maxLength"] - 1),
    ),
    *(
        fault(
            f"listen-{name.replace('_', '-')}-last-refused",
            "sockets.transcription.settings",
            f"The last documented value of {name} is refused.",
            boundary=True,
            listen_schemas=_with(name, enum=_SCHEMAS[name]["enum"][:-1]),
        )
        for name in ("sample_rate", "encoding")
    ),
    fault(
        "listen-without-key",
        "sockets.transcription.refused-key",
        "The socket that transcribes opens without a key.",
        keyless_operations=frozenset({_OPERATION}),
    ),
    fault(
        "listen-with-wrong-key",
        "sockets.transcription.refused-key",
        "The socket that transcribes opens with a key that was never issued.",
        unkeyed_operations=frozenset({_OPERATION}),
    ),
    *(
        fault(
            f"listen-{name.replace('_', '-')}-beyond-{end}",
            "sockets.transcription.refused-settings",
            f"A value of {name} just beyond its {end} is taken.",
            boundary=True,
            listen_schemas=_shifted(name, end, -by if end == "minimum" else by),
        )
        for name, by in (
            ("endpointing", 1),
            ("smart_turn", 0.1),
            ("smart_turn_timeout", 1),
            ("vad_threshold", 0.1),
        )
        for end in ("minimum", "maximum")
    ),
    fault(
        "listen-channels-beyond-maximum",
        "sockets.transcription.refused-settings",
        "One channel more than the most is taken.",
        boundary=True,
        listen_schemas=_shifted("channels", "maximum", 1),
    ),
    fault(
        "listen-one-of-several-channels",
        "sockets.transcription.refused-settings",
        "Several channels may be one.",
        boundary=True,
        listen_single_channel=True,
    ),
    fault(
        "listen-keyterms-too-many",
        "sockets.transcription.refused-settings",
        "One key term more than there may be is taken.",
        boundary=True,
        listen_schemas=_with("keyterm", maxItems=_SCHEMAS["keyterm"]["maxItems"] + 1),
    ),
    fault(
        "listen-keyterm-too-long",
        "sockets.transcription.refused-settings",
        "A key term that is a character too long is taken.",
        boundary=True,
        listen_schemas=_terms(maxLength=_SCHEMAS["keyterm"]["items"]["maxLength"] + 1),
    ),
    *(
        fault(
            f"listen-any-{name.replace('_', '-')}",
            "sockets.transcription.refused-settings",
            f"An unknown value of {name} counts as the default.",
            boundary=True,
            listen_unchecked=frozenset({name}),
        )
        for name in ("sample_rate", "encoding")
    ),
    fault(
        "listen-settings-unprocessable",
        "sockets.transcription.refused-settings-status",
        "Settings that are refused are called unprocessable.",
        boundary=True,
        listen_refusal_status=422,
    ),
)

_GREETING: tuple[Fault, ...] = (
    fault(
        "listen-partials-in-binary",
        "sockets.transcription.frames",
        "Partials come in binary frames.",
        boundary=True,
        listen_binary=True,
    ),
    fault(
        "listen-partials-untyped",
        "sockets.transcription.frames",
        "Partials have no type.",
        boundary=True,
        listen_untyped=True,
    ),
    fault(
        "listen-unknown-type",
        "sockets.transcription.known-types",
        "After the greeting comes a message of a type that nobody knows.",
        boundary=True,
        listen_keepalive=True,
    ),
    fault(
        "listen-greeting-missing",
        "sockets.transcription.greeting-first",
        "There is no greeting.",
        boundary=True,
        listen_greeting="missing",
    ),
    fault(
        "listen-greeting-late",
        "sockets.transcription.greeting-first",
        "The greeting waits for audio.",
        boundary=True,
        listen_greeting="late",
    ),
    fault(
        "listen-greeting-second",
        "sockets.transcription.greeting-first",
        "A partial comes before the greeting.",
        boundary=True,
        listen_greeting="second",
    ),
    fault(
        "listen-greets-twice",
        "sockets.transcription.greeting-once",
        "There are two greetings.",
        boundary=True,
        listen_greetings="two",
    ),
    fault(
        "listen-greets-channels",
        "sockets.transcription.greeting-once",
        "Every channel is greeted.",
        boundary=True,
        listen_greetings="each",
    ),
    fault(
        "listen-greets-turns",
        "sockets.transcription.greeting-once",
        "A next turn on the same connection begins with another greeting.",
        boundary=True,
        listen_after_done="reuse",
        listen_greets_again=True,
    ),
    *(
        fault(
            f"listen-id-{how}",
            "sockets.transcription.greeting-id",
            summary,
            boundary=True,
            listen_id=how,
        )
        for how, summary in (
            ("missing", "The greeting has no id."),
            ("word", "The id of a session is no UUID."),
            ("same", "All sessions have the same id."),
        )
    ),
    fault(
        "listen-partial-before-audio",
        "sockets.transcription.no-early-partial",
        "A partial comes before there is audio.",
        boundary=True,
        listen_early_partial=True,
    ),
)

_PARTIALS: tuple[Fault, ...] = (
    *(
        fault(
            f"listen-partial-without-{field.replace('_', '-')}",
            "sockets.transcription.partial-fields",
            f"Partials have no {field}.",
            boundary=True,
            listen_lacking=frozenset({field}),
        )
        for field in ("text", "words", "is_final", "speech_final", "start", "duration")
    ),
    fault(
        "listen-flags-as-text",
        "sockets.transcription.partial-fields",
        "The flags of partials are texts.",
        boundary=True,
        listen_flags_as_text=True,
    ),
    fault(
        "listen-duration-as-text",
        "sockets.transcription.partial-fields",
        "The duration of partials is a text.",
        boundary=True,
        listen_duration_as_text=True,
    ),
    fault(
        "listen-word-without-start",
        "sockets.transcription.partial-fields",
        "Words have no start.",
        boundary=True,
        listen_word_lacking=frozenset({"start"}),
    ),
    fault(
        "listen-word-trust-beyond-one",
        "sockets.transcription.partial-fields",
        "Words are trusted by more than fully.",
        boundary=True,
        listen_word_trust=2.0,
    ),
    fault(
        "listen-ends-without-final",
        "sockets.transcription.flags",
        "What ends an utterance is not final.",
        boundary=True,
        listen_flags="speech-alone",
    ),
    fault(
        "listen-interim-unasked",
        "sockets.transcription.interim",
        "Interim partials come without being asked for.",
        boundary=True,
        listen_interim_unasked=True,
    ),
    fault(
        "listen-start-negative",
        "sockets.transcription.times",
        "Times begin before the audio.",
        boundary=True,
        listen_start_shift=-0.5,
    ),
    fault(
        "listen-duration-negative",
        "sockets.transcription.times",
        "Durations of partials may be negative.",
        boundary=True,
        listen_duration_surplus=-5.0,
    ),
    fault(
        "listen-beyond-audio",
        "sockets.transcription.times-within",
        "Partials reach a second beyond the audio.",
        boundary=True,
        listen_duration_surplus=1.0,
    ),
    fault(
        "listen-words-reversed",
        "sockets.transcription.words",
        "Words end before they start.",
        boundary=True,
        listen_words_reversed=True,
    ),
    *(
        fault(
            f"listen-turn-confidence-{how}",
            "sockets.transcription.confidence",
            summary,
            boundary=True,
            listen_turn_confidence=how,
        )
        for how, summary in (
            ("never", "With smart turns nobody says how sure the end of a turn is."),
            ("always", "Without smart turns it is told how sure the end of a turn is."),
            ("percent", "How sure the end of a turn is counts to a hundred."),
        )
    ),
    *(
        fault(
            f"listen-channel-{how}",
            "sockets.transcription.channels",
            summary,
            boundary=True,
            listen_channel_index=how,
        )
        for how, summary in (
            ("never", "Several channels are not named."),
            ("always", "A single channel is named."),
            ("from-one", "Channels count from one."),
        )
    ),
    fault(
        "listen-channels-bleed",
        "sockets.transcription.channels-apart",
        "A silent channel gets the words of another one.",
        boundary=True,
        listen_channel_index="words-bleed",
    ),
    *(
        fault(
            f"listen-speaker-{how}",
            "sockets.transcription.speakers",
            summary,
            boundary=True,
            listen_speaker=how,
        )
        for how, summary in (
            ("never", "Speakers are not named though that was asked for."),
            ("always", "Speakers are named though nobody asked."),
        )
    ),
)

TRANSCRIPTION_SOCKET: tuple[Fault, ...] = (
    *_OPENING,
    *_GREETING,
    *_PARTIALS,
    *TRANSCRIPTION_TURNS,
    *TRANSCRIPTION_ENDS,
)
