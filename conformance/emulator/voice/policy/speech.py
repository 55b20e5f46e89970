"""The rules of speech over REST, and of the built-in voices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field

import specs

_SPEC = specs.load()
_SPEECH = _SPEC.schema("CreateSpeech")["properties"]
_FORMAT = _SPEECH["output_format"]["properties"]
_CODECS: tuple[str, ...] = tuple(_FORMAT["codec"]["enum"])
_VOICES: tuple[str, ...] = tuple(_SPEC.limit("built-in-voices"))


def media_types() -> dict[str, str]:
    """Codec → the media type of audio in it."""
    return {codec: _SPEC.limit(f"speech-media-type-of-{codec}")[0] for codec in _CODECS}


@dataclass(frozen=True, kw_only=True)
class SpeechPolicy:
    """Lengths are in characters, rates in samples a second, bit rates in bits a second, times in seconds."""

    # What requests are taken
    speech_text_needed: bool = True  # otherwise one that is left out is spoken as silence
    speech_missing_status: int = 400
    speech_text_may_be_empty: bool = False
    speech_text_longest: int = _SPEC.limit("speech-text-length")
    speech_text_too_long_status: int = 400
    speech_text_cut: bool = False  # what is too long is spoken as far as it goes
    speech_text_fails_on: str | None = None  # what a text holds that makes the server fail
    speech_tags_refused: frozenset[str] = frozenset()  # names of speech tags
    speech_language_needed: bool = True
    speech_languages: tuple[str, ...] = tuple(_SPEC.limit("speech-languages"))
    speech_languages_refused: frozenset[str] = frozenset()  # as they are documented, of any case
    speech_languages_cased: bool = False  # another case than the documented one is refused
    speech_unlisted_languages: bool = True
    speech_voices: tuple[str, ...] = _VOICES
    speech_voices_cased: bool = False
    speech_voice_default: str = _SPEECH["voice_id"]["default"]
    speech_unknown_voice_status: int | None = 404  # None speaks in the default voice
    speech_codecs: tuple[str, ...] = _CODECS
    speech_codec_default: str = _FORMAT["codec"]["default"]
    speech_codecs_checked: bool = True  # otherwise an unknown one is the default
    speech_rates: tuple[int, ...] = tuple(_FORMAT["sample_rate"]["enum"])
    speech_rate_default: int = _FORMAT["sample_rate"]["default"]
    speech_rates_checked: bool = True
    speech_bit_rates: tuple[int, ...] = tuple(_FORMAT["bit_rate"]["enum"])
    speech_bit_rate_default: int = _FORMAT["bit_rate"]["default"]
    speech_bit_rates_checked: bool = True
    speech_bit_rate_for_mp3_alone: bool = False  # with another codec it is refused
    speech_codec_status: int = 400  # with which an unknown one is refused
    speech_speed_minimum: float = _SPEECH["speed"]["minimum"]
    speech_speed_maximum: float = _SPEECH["speed"]["maximum"]
    speech_speed_default: float = _SPEECH["speed"]["default"]
    speech_speed_clamped: bool = False
    speech_speed_status: int = 400
    speech_latencies: tuple[object, ...] = tuple(_SPEECH["optimize_streaming_latency"]["enum"])
    speech_normalization_known: bool = True
    speech_broken_bodies_read: bool = False  # as if they were ordinary requests

    # What is spoken
    speech_status: int = 200
    speech_silent: bool = False  # no bytes at all
    speech_in_json: bool = False  # also where no timestamps are asked for
    speech_speed_inverted: bool = False
    speech_hurries: bool = False  # a long text is over sooner than a short one
    speech_media_types: Mapping[str, str] = _field(default_factory=media_types)
    speech_codec_obeyed: frozenset[str] = frozenset(_CODECS)  # otherwise it is the default
    speech_rate_obeyed: frozenset[str] = frozenset(_CODECS)  # codecs; otherwise it is the default rate
    speech_wav_has_header: bool = True
    speech_wav_names_rate: bool = True  # otherwise the header has the default rate
    speech_pcm_complete: bool = True  # otherwise the last byte is missing
    speech_pcm_channels: int = 1
    speech_mp3_begins_with: bytes = b""

    # Timestamps
    speech_timestamps_given: bool = True  # otherwise the audio comes raw
    speech_timestamps_media_type: str = "application/json"
    speech_timestamps_hold: frozenset[str] = frozenset(
        {"audio", "content_type", "duration", "audio_timestamps"}
    )
    speech_timestamps_type: str | None = None  # what audio is said to be in any codec; None for what it is
    speech_timestamps_url_safe: bool = False
    speech_timestamps_tags: bool = True  # otherwise the characters of tags are left out
    speech_timestamps_blanks: bool = True
    speech_timestamps_short_by: int = 0  # times that are missing
    speech_timestamps_turned: bool = False  # ends before starts
    speech_timestamps_backwards: bool = False
    speech_timestamps_beyond: float = 0  # by how much the last end is later than all audio
    speech_timestamps_duration_factor: float = 1
    speech_times_as_objects: bool = False

    # Voices
    speech_voices_listed: tuple[str, ...] = _VOICES
    speech_voices_named: bool = True
    speech_voices_upper_case: bool = False
    speech_voices_typed: bool = True  # otherwise the list is said to be plain text
    speech_voice_retrieved: str | None = None  # the name that every single voice is told by; None for its own
    speech_voice_unknown_status: int = 404  # of a single voice; 200 makes one up
    speech_voice_languages: bool = True
    speech_voices_more: tuple[str, ...] = ()  # further ones, which are spoken by and listed

    # Refusals
    speech_error_field: str = "error"
