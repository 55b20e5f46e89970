"""Faults of the socket that transcribes, while audio comes: utterances, wishes to finalize, and mistakes."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault, fault

TRANSCRIPTION_TURNS: tuple[Fault, ...] = (
    fault(
        "listen-one-utterance",
        "sockets.transcription.utterances",
        "The connection ends after its first utterance.",
        boundary=True,
        listen_closes_after_utterance=True,
    ),
    fault(
        "listen-starts-backwards",
        "sockets.transcription.starts",
        "Later parts of an utterance start sooner.",
        boundary=True,
        listen_starts_backwards=True,
    ),
    fault(
        "listen-starts-anew",
        "sockets.transcription.utterances-follow",
        "The times of every utterance begin at zero.",
        boundary=True,
        listen_starts_anew=True,
    ),
    fault(
        "listen-other-words",
        "sockets.transcription.stitched",
        "The final of an utterance says something else than its parts.",
        boundary=True,
        listen_final_text="other",
    ),
    fault(
        "listen-never-ends",
        "sockets.transcription.endpointing",
        "No silence ends an utterance.",
        boundary=True,
        listen_endpointing="never",
    ),
    fault(
        "listen-longest-is-none",
        "sockets.transcription.endpointing-longer",
        "The longest silence that can be agreed on counts as none.",
        boundary=True,
        listen_endpointing="longest-is-none",
    ),
    fault(
        "listen-timeout-ignored",
        "sockets.transcription.turn-timeout",
        "With smart turns the time-out never comes.",
        boundary=True,
        listen_turn_timeout_counts=False,
    ),
    fault(
        "listen-finalize-ignored",
        "sockets.transcription.finalize",
        "To finalize changes nothing.",
        boundary=True,
        listen_finalize="ignored",
    ),
    fault(
        "listen-finalize-closes",
        "sockets.transcription.finalize-open",
        "To finalize ends the connection.",
        boundary=True,
        listen_finalize_closes=True,
    ),
    fault(
        "listen-finalizes-all-channels",
        "sockets.transcription.finalize-channel",
        "To finalize one channel ends the utterances of all.",
        boundary=True,
        listen_finalize_channel_counts=False,
    ),
    fault(
        "listen-mistakes-pass",
        "sockets.transcription.parse-error",
        "What is no message is passed over.",
        boundary=True,
        listen_errors="silent",
    ),
    fault(
        "listen-unknown-types-pass",
        "sockets.transcription.parse-error",
        "Messages of unknown types are passed over.",
        boundary=True,
        listen_errors="unknown-types-pass",
    ),
    fault(
        "listen-mistakes-end",
        "sockets.transcription.parse-error",
        "What is no message ends the connection.",
        boundary=True,
        listen_errors="closing",
    ),
    fault(
        "listen-error-nested",
        "sockets.transcription.error-fields",
        "What was wrong stands in an object.",
        boundary=True,
        listen_error_shape="nested",
    ),
    fault(
        "listen-error-bare",
        "sockets.transcription.error-fields",
        "An error does not say what was wrong.",
        boundary=True,
        listen_error_shape="bare",
    ),
    fault(
        "listen-obeys-binary",
        "sockets.transcription.binary-is-audio",
        "A message in a binary frame is obeyed.",
        boundary=True,
        listen_reads_binary=True,
    ),
)
