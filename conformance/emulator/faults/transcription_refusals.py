"""Faults of transcription over REST: what should be refused and is not, or otherwise."""

from __future__ import annotations

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults.fault import Fault, fault

_POLICY = Behaviour()
_OPERATION = frozenset({"transcribe"})

TRANSCRIPTION_REFUSALS: tuple[Fault, ...] = (
    fault(
        "transcription-too-many-channels-taken",
        "transcription.channels.bounds",
        "Raw audio may have one channel more than documented.",
        boundary=True,
        transcribe_channels_maximum=_POLICY.transcribe_channels_maximum + 1,
    ),
    fault(
        "transcription-too-few-channels-taken",
        "transcription.channels.bounds",
        "Raw audio may have one channel fewer than documented.",
        boundary=True,
        transcribe_channels_minimum=_POLICY.transcribe_channels_minimum - 1,
    ),
    fault(
        "transcription-too-many-terms-taken",
        "transcription.keyterms.bounds",
        "There may be one key term more than documented.",
        boundary=True,
        transcribe_keyterms_most=_POLICY.transcribe_keyterms_most + 1,
    ),
    fault(
        "transcription-too-long-terms-taken",
        "transcription.keyterms.bounds",
        "A key term may have one character more than documented.",
        boundary=True,
        transcribe_keyterm_longest=_POLICY.transcribe_keyterm_longest + 1,
    ),
    fault(
        "transcription-keyless",
        "transcription.key.missing",
        "Who has no key gets a transcript.",
        keyless_operations=_OPERATION,
    ),
    fault(
        "transcription-for-any-key",
        "transcription.key.unknown",
        "A key that was never issued gets a transcript.",
        unkeyed_operations=_OPERATION,
    ),
    fault(
        "transcription-of-nothing",
        "transcription.source.missing",
        "A request without a recording has an empty transcript.",
        transcribe_source_missing_status=None,
    ),
    fault(
        "transcription-of-nothing-unprocessable",
        "transcription.source.missing",
        "A request without a recording is refused with another status.",
        transcribe_source_missing_status=422,
    ),
    fault(
        "transcription-guesses-rates",
        "transcription.rate.missing",
        "Raw audio without a rate is taken at some rate.",
        transcribe_rate_default=16000,
    ),
    fault(
        "transcription-missing-rates-unprocessable",
        "transcription.rate.missing",
        "Raw audio without a rate is refused with another status.",
        transcribe_rate_missing_status=422,
    ),
    fault(
        "transcription-takes-any-rate",
        "transcription.rate.unknown",
        "Raw audio at an unknown rate is taken at some rate.",
        transcribe_rates_checked=False,
    ),
    fault(
        "transcription-takes-any-encoding",
        "transcription.raw.unknown",
        "Raw audio in an unknown encoding is taken for PCM.",
        transcribe_unknown_encoding="pcm",
    ),
    fault(
        "transcription-of-no-sound",
        "transcription.file.unsupported",
        "What is no sound has an empty transcript.",
        transcribe_unreadable_status=None,
    ),
    fault(
        "transcription-formats-for-nobody",
        "transcription.formatting.language",
        "Text is formatted without a language.",
        transcribe_format_needs_language=False,
    ),
    fault(
        "transcription-unreachable-urls-empty",
        "transcription.url.unreachable",
        "A URL that serves nothing has an empty transcript.",
        transcribe_url_fails_status=None,
    ),
    fault(
        "transcription-unreachable-urls-bad",
        "transcription.url.unreachable",
        "A URL that serves nothing is a bad request.",
        transcribe_url_fails_status=400,
    ),
    fault(
        "transcription-of-too-much",
        "transcription.file.too-large",
        "A file that is too large has an empty transcript.",
        transcribe_cap_status=None,
    ),
    fault(
        "transcription-too-large-is-bad",
        "transcription.file.too-large",
        "A file that is too large is a bad request.",
        transcribe_cap_status=400,
    ),
)
