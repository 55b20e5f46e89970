"""The rules of the socket that speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field

import specs

_SPEC = specs.load()
_SOCKET = _SPEC.sockets["speech"]
_SPEED = _SOCKET.parameter("speed")
_CODECS: tuple[str, ...] = tuple(_SOCKET.parameter("codec")["enum"])
_DELTA = _SOCKET.messages["text.delta"].schema["properties"]["delta"]

#: What is looked at before the upgrade, and the status of a refusal.
_CHECKED = {"voice": 404, "language": 400, "codec": 400, "sample_rate": 400}


@dataclass(frozen=True, kw_only=True)
class SpeechSocketPolicy:
    """Lengths are in characters, rates in samples a second, bit rates in bits a second."""

    # Handshakes
    talk_language_needed: bool = True
    talk_languages_refused: frozenset[str] = frozenset()
    talk_voices_refused: frozenset[str] = frozenset()
    talk_voice_default: str = _SOCKET.parameter("voice")["default"]
    talk_voices_cased: bool = False
    talk_custom_voices: bool = True
    talk_voices_of_all_teams: bool = False
    talk_codecs: tuple[str, ...] = _CODECS
    talk_codec_default: str = _SOCKET.parameter("codec")["default"]
    talk_codec_aliases: Mapping[str, str] = _field(
        default_factory=lambda: dict.fromkeys(_SPEC.limit("speech-codec-alias"), "mulaw")
    )
    talk_rates: tuple[int, ...] = tuple(_SOCKET.parameter("sample_rate")["enum"])
    talk_rate_default: int = _SOCKET.parameter("sample_rate")["default"]
    talk_bit_rates: tuple[int, ...] = tuple(_SOCKET.parameter("bit_rate")["enum"])
    talk_bit_rate_default: int = _SOCKET.parameter("bit_rate")["default"]
    talk_switched_on: frozenset[str] = frozenset()  # switches that are on where nobody says anything
    talk_speed_default: float = _SPEED["default"]
    talk_speed_minimum: float = _SPEED["minimum"]
    talk_speed_maximum: float = _SPEED["maximum"]
    talk_latencies: tuple[int, ...] = tuple(_SOCKET.parameter("optimize_streaming_latency")["enum"])
    talk_switches: tuple[str, ...] = ("text_normalization", "with_timestamps")  # those that may be given
    talk_refusals: Mapping[str, int] = _field(
        default_factory=lambda: dict(_CHECKED)
    )  # what is not here counts as default
    talk_refused_late: frozenset[str] = frozenset()  # upgraded first, and hung up on then
    talk_sessions: int = _SPEC.limit("speech-sessions")
    talk_sessions_status: int = 429
    talk_sessions_freed: bool = True  # otherwise all places but the last

    # Utterances
    talk_greeting: str | None = None  # the type of an event that opens the conversation
    talk_announces: str | None = None  # the type of an event before the audio of each utterance
    talk_audio_events: int | None = None  # how many utterances have audio at all; None for every one
    talk_says_shortest: int = 1  # characters of the shortest utterance that has audio
    talk_done_events: int | None = None  # how many utterances are said to be done
    talk_done_times: int = 1
    talk_done_first: bool = False
    talk_done_before_last: bool = False  # the last piece of audio comes after it
    talk_done_for_each_delta: bool = False
    talk_closes_after: int | None = None  # utterances
    talk_bleeds: bool = False  # the last piece of audio comes with the next utterance
    talk_joins_with: str = ""  # what is put between deltas
    talk_strips_deltas: bool = False
    talk_total_longest: int | None = None  # characters of an utterance; None for no end
    talk_done_of_nothing: bool = True  # otherwise an utterance without text is an error
    talk_eager: bool = True  # audio begins before the text is complete

    # What events look like
    talk_in_binary: frozenset[str] = frozenset()  # events that come in binary frames
    talk_type_field: str = "type"
    talk_in_list: frozenset[str] = frozenset()  # events that come as a list of one
    talk_base64: str = "standard"  # or "url", or "address"
    talk_empty_first: bool = False  # an audio.delta without audio before the others
    talk_trace_id: bool = True
    talk_error_message: bool = True

    # The stream
    talk_codec_obeyed: frozenset[str] = frozenset(_CODECS)  # otherwise it is another one
    talk_rate_obeyed: frozenset[str] = frozenset(_CODECS)
    talk_header_of_each: bool = False  # every piece of audio begins a stream of its own
    talk_header_once: bool = False  # only the first utterance of a connection begins one

    # Timestamps
    talk_timestamps_given: bool = True
    talk_timestamps_short_by: int = 0  # times that each event lacks
    talk_timestamps_turned: bool = False  # ends before starts
    talk_timestamps_restart: bool = False  # with every event
    talk_timestamps_blanks: bool = True
    talk_timestamps_last: bool = True  # otherwise that of the last character is left out
    talk_times_as_objects: bool = False
    talk_timestamps_apart: bool = False  # in events of their own, without audio

    # Messages that are none, or too long
    talk_delta_longest: int | None = _DELTA["maxLength"]
    talk_delta_cut: bool = False  # what is too long is spoken as far as it goes
    talk_ignored: frozenset[str] = frozenset()  # kinds of malformed messages that are passed over
    talk_errors_close: bool = False
    talk_errors_deafen: bool = False  # after an error nothing is heard any more, and nobody hangs up
    talk_errors_drop: bool = False  # what was being said ends with the error

    # Clearing
    talk_clears: bool = True
    talk_clear_answered: frozenset[str] = frozenset({"idle", "speaking", "finishing"})
    talk_clear_times: int = 1
    talk_clear_leaks: bool = False  # a piece of audio follows on the confirmation
    talk_clear_done: bool = False  # what was cleared is said to be done
    talk_clear_keeps_text: bool = False  # what was cleared is spoken with the next utterance
    talk_clear_closes: bool = False
