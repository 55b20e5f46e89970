"""Faults of content, retrieval, deletion and expiry."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault, fault

# Further from the edge than a clock's tolerance, and far nearer than any lifetime.
_MOMENT = 60
_HALF_HOUR = 1800

FILES: tuple[Fault, ...] = (
    fault(
        "content-line-ends-changed",
        "files.content.bytes",
        "Content comes back with CR LF turned into LF.",
        content_keeps_line_ends=False,
    ),
    fault(
        "content-media-type-own",
        "files.content.media-type",
        "Content is served under the file's own type.",
        content_media_type=None,
    ),
    fault(
        "original-format-cut",
        "files.content.format-original",
        "The original format lacks the last byte.",
        content_original_is_default=False,
    ),
    fault(
        "retrieve-unknown-400",
        "files.get.unknown",
        "Retrieving an unknown id is answered with 400.",
        retrieve_unknown_status=400,
    ),
    fault(
        "content-unknown-400",
        "files.content.unknown",
        "Reading an unknown id is answered with 400.",
        content_unknown_status=400,
    ),
    fault(
        "delete-answers-another-id",
        "files.delete.answer",
        "The answer to a deletion has the id in capitals.",
        delete_names_id=False,
    ),
    fault(
        "deleted-file-readable",
        "files.delete.gone",
        "The content of a deleted file can still be read.",
        deleted_readable=True,
    ),
    fault(
        "deleted-file-listed",
        "files.delete.unlisted",
        "Deleted files stay in the list.",
        deleted_listed=True,
    ),
    fault(
        "delete-again-200",
        "files.delete.again",
        "Deleting a deleted file succeeds again.",
        delete_again_status=200,
    ),
    fault(
        "delete-unknown-400",
        "files.delete.again",
        "Deleting an unknown id is answered with 400.",
        delete_unknown_status=400,
    ),
    fault(
        "delete-before-expiry-refused",
        "files.delete.before-expiry",
        "A file that has an expiry cannot be deleted.",
        delete_before_expiry=False,
    ),
    fault(
        "delete-takes-twins",
        "files.delete.siblings",
        "Deleting a file deletes those with the same bytes and name, too.",
        delete_spares_twins=False,
    ),
    fault(
        "file-ends-a-minute-early",
        "files.expiry.not-early",
        "Files are gone one minute before their expiry.",
        boundary=True,
        file_end_shift=-_MOMENT,
    ),
    fault(
        "file-ends-half-an-hour-early",
        "files.expiry.not-early",
        "Files are gone half an hour before their expiry.",
        file_end_shift=-_HALF_HOUR,
    ),
    fault(
        "file-ends-a-minute-late",
        "files.expiry.gone",
        "Files are there for one minute after their expiry.",
        boundary=True,
        file_end_shift=_MOMENT,
    ),
    fault(
        "expired-file-retrievable",
        "files.expiry.gone",
        "An expired file can be retrieved and read.",
        expired_retrievable=True,
    ),
    fault(
        "expired-file-listed",
        "files.expiry.unlisted",
        "Expired files stay in the list.",
        expired_listed=True,
    ),
)
