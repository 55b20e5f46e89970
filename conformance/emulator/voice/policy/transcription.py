"""The rules of transcription over REST."""

from __future__ import annotations

from dataclasses import dataclass

import specs

_SPEC = specs.load()
_FORM = _SPEC.schema("Transcribe")["properties"]
_KEYTERM = _FORM["keyterm"]


@dataclass(frozen=True, kw_only=True)
class TranscriptionPolicy:
    """Sizes are in bytes, rates in samples a second, times in seconds."""

    # What requests are taken
    transcribe_cap: int = _SPEC.limit("transcription-size-refused-above")
    transcribe_cap_status: int | None = 413  # None is answered as silence is, as below
    transcribe_containers: tuple[str, ...] = tuple(_SPEC.limit("transcription-containers"))
    transcribe_codecs_in_mkv_refused: frozenset[str] = frozenset()
    transcribe_encodings: tuple[str, ...] = tuple(_FORM["audio_format"]["enum"])
    transcribe_unknown_encoding: str | None = None  # as what one that is unknown is taken; None refuses it
    transcribe_unknown_encoding_status: int = 400
    transcribe_rates: tuple[int, ...] = tuple(_FORM["sample_rate"]["enum"])
    transcribe_rates_checked: bool = True
    transcribe_rate_default: int | None = None  # of raw audio; None refuses it
    transcribe_rate_missing_status: int = 400
    # What is said of raw audio beside a file that says it itself counts for nothing, and yet has to be well formed.
    transcribe_ignored_checked: bool = True
    transcribe_rate_aliases: tuple[str, ...] = tuple(_SPEC.limit("transcription-rate-alias"))
    transcribe_url_known: bool = True
    transcribe_url_fails_status: int | None = 502  # None is answered as silence is
    transcribe_source_missing_status: int | None = 400  # likewise
    transcribe_unreadable_status: int | None = 400  # likewise
    transcribe_languages: tuple[str, ...] = tuple(_FORM["language"]["enum"])
    transcribe_languages_refused: frozenset[str] = frozenset()
    transcribe_other_languages: bool = False  # they are taken, and change nothing
    transcribe_format_needs_language: bool = True
    transcribe_channels_minimum: int = _FORM["channels"]["minimum"]
    transcribe_channels_maximum: int = _FORM["channels"]["maximum"]
    transcribe_keyterms_most: int = _KEYTERM["maxItems"]
    transcribe_keyterm_longest: int = _KEYTERM["items"]["maxLength"]
    transcribe_threshold_default: float = _FORM["vad_threshold"]["default"]
    transcribe_late_fields_count: bool = False  # what follows the file
    transcribe_fails_with: frozenset[str] = (
        frozenset()
    )  # options that make the server fail, all of them together

    # What is heard
    transcribe_raw_rate: int | None = None  # at which all raw audio is heard; None for its own
    transcribe_rate_in_files: bool = False  # the rate that is given counts, whatever the header says
    transcribe_duration_of_speech: bool = False  # it ends with the last word
    transcribe_duration_scale: float = 1
    transcribe_duration_error: float = 0
    transcribe_word_error: float = 0
    transcribe_word_surplus: float = 0  # that words end later
    transcribe_word_swapped: bool = False  # they begin where they end
    transcribe_words_reversed: bool = False

    # What answers tell
    transcribe_text_told: bool = True
    transcribe_words_told: bool = True
    transcribe_no_words_told: bool = False  # a list of no words stands there, and is not left out
    transcribe_language_told: str | None = ""  # of speech; None leaves it out
    transcribe_confidence_told: bool = True
    transcribe_confidence_whole: int = 1  # that stands for certainty
    transcribe_speakers_told: bool = True
    transcribe_speakers_always: bool = False
    transcribe_channels_told: bool = True
    transcribe_channels_always: bool = False
    transcribe_channel_first: int = 0
    transcribe_channel_numbers: int | None = (
        None  # so many different ones there are; None for as many as channels
    )
    transcribe_text_of_first_channel: bool = False
    transcribe_fillers_unasked: bool = False  # unless they are declined
    transcribe_fillers_alone: bool = False  # where they are asked for, there is nothing else
    transcribe_error_field: str = "error"
