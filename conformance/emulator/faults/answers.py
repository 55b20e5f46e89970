"""Faults of answers in general."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault, fault

ANSWERS: tuple[Fault, ...] = (
    fault(
        "revoke-answers-202",
        "files.answers.success-status",
        "A revocation is answered with 202.",
        revoke_status=202,
    ),
    fault(
        "textless-file-500",
        "files.answers.no-server-error",
        "Asking for the text of a file that has none is answered with 500.",
        content_textless_status=500,
    ),
    fault(
        "delete-answers-as-text",
        "files.answers.json",
        "The answer to a deletion is served as plain text.",
        delete_media_type="text/plain",
    ),
    fault(
        "error-without-text",
        "files.answers.error-shape",
        "Refusals have their text under another name.",
        error_field="message",
    ),
    fault(
        "answers-without-request-id",
        "files.answers.request-id",
        "Answers do not carry the id of their request.",
        answers_name_request=False,
    ),
    fault(
        "unknown-path-400",
        "files.answers.unknown-path",
        "Unknown paths are answered with 400.",
        unknown_path_status=400,
    ),
    fault(
        "wrong-method-404",
        "files.answers.wrong-method",
        "A method that a path does not have is answered with 404.",
        wrong_method_status=404,
    ),
)
