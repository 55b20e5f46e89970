"""The rules of the socket that transcribes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class TranscriptionSocketPolicy:
    """Every field begins with `listen_`. Times are in seconds of audio, unless they say otherwise."""

    # The query. Parameters that `listen_schemas` names have these schemas instead of their own
    listen_refuses_all: bool = False
    listen_schemas: Mapping[str, Mapping[str, Any]] = _field(default_factory=dict)
    listen_unchecked: frozenset[str] = frozenset()  # names of parameters of which anything is taken
    listen_single_channel: bool = False  # whether one channel is enough for several
    listen_refusal_status: int = 400

    # The greeting
    listen_greeting: str = "first"  # or "missing", "late" (after the first audio), "second" (after a partial)
    listen_greetings: str = "one"  # or "two", or "each", one a channel
    listen_id: str = "uuid"  # or "word", "same", "missing"
    listen_early_partial: bool = False
    listen_keepalive: bool = False  # a type that nobody knows, after the greeting

    # When something is said. The silence within a word's breath is no boundary
    listen_boundary: float = 0.12
    listen_interim_seconds: float = 0.5
    listen_chunk_seconds: float = 3.0
    listen_turn_timeout: float = 3.0  # where the query has none
    listen_interim_unasked: bool = False
    listen_endpointing: str = "as-asked"  # or "never", or "longest-is-none"
    listen_turn_timeout_counts: bool = True
    listen_finalize: str = "done"  # or "ignored", "only-objects"
    listen_finalize_channel_counts: bool = True
    listen_finalize_closes: bool = False
    listen_silent_finalize_answered: bool = False
    listen_pause: float = 0.0  # seconds on the wall before each partial and each end

    # What is said
    listen_final_text: str = "stitched"  # or "chunk", or "other", which nobody has said
    listen_done_text: str = "whole"  # or "empty", "tail", "other"
    listen_flags: str = "documented"  # or "speech-alone": an utterance ends without being final
    listen_end_alone: bool = False  # no partials at all
    listen_binary: bool = False  # partials in binary frames
    listen_untyped: bool = False  # partials without a type
    listen_lacking: frozenset[str] = frozenset()  # fields that partials do not have
    listen_done_lacking: frozenset[str] = frozenset()  # fields that ends do not have
    listen_flags_as_text: bool = False
    listen_duration_as_text: bool = False
    listen_start_shift: float = 0.0
    listen_duration_surplus: float = 0.0
    listen_starts_anew: bool = False  # every utterance's times begin at zero
    listen_starts_backwards: bool = False  # a later chunk of an utterance starts before the one before
    listen_words_reversed: bool = False
    listen_word_trust: float = 1.0  # by which the trust in a word is multiplied
    listen_word_lacking: frozenset[str] = frozenset()
    listen_turn_confidence: str = "asked"  # or "never", "always", "percent"
    listen_channel_index: str = "asked"  # or "never", "always", "from-one", "words-bleed"
    listen_speaker: str = "asked"  # or "never", "always"

    # Messages that are none
    listen_errors: str = "answered"  # or "silent", "closing", "unknown-types-pass"
    listen_error_shape: str = "flat"  # or "nested", "bare"
    listen_reads_binary: bool = False  # whether a message in a binary frame is obeyed

    # Utterances and the end
    listen_closes_after_utterance: bool = False
    listen_done_unasked: str = "never"  # or "utterance", "finalize": what else makes a transcript done
    listen_done_times: int = 1
    listen_done_channels: int | None = None  # how many channels get done; None for all of them
    listen_done_forgets: str = (
        "nothing"  # or "three-finalized", "finalized-mistaken": turns that never get done
    )
    listen_partial_after_done: bool = False
    listen_duration: str = "heard"  # or "spoken", "twice"
    listen_frames_rounded: bool = False  # whether what is left of a step at the end of a frame gets lost
    listen_after_done: str = "close"  # or "reuse", or "hang"
    listen_greets_again: bool = False
    listen_next_turn: bool = True  # whether a next turn gets done
    listen_close_code: int = 1000
    listen_answers_close: bool = True
