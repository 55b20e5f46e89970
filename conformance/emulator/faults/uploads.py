"""Faults of uploading, and of the file object."""

from __future__ import annotations

import specs
from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults.fault import Fault, fault

_TRUE = Behaviour()
# Further from the edge than a clock's tolerance, and far nearer than any lifetime.
_MOMENT = 60

UPLOADS: tuple[Fault, ...] = (
    fault(
        "upload-refuses-one-byte",
        "files.upload.accepted",
        "A file of a single byte is refused.",
        boundary=True,
        upload_smallest=2,
    ),
    fault(
        "retrieve-size-as-text",
        "files.object.fields",
        "Retrieval writes the size as text instead of a number.",
        retrieved_size_is_number=False,
    ),
    fault(
        "size-rounded-up",
        "files.object.size",
        "Sizes are rounded up to an even number of bytes.",
        size_granularity=2,
    ),
    fault(
        "filename-in-capitals",
        "files.object.filename",
        "Names are stored in capitals.",
        filename_upper_case=True,
    ),
    fault(
        "filename-last-character-cut",
        "files.object.filename",
        "A name of the greatest allowed length loses its last character.",
        boundary=True,
        filename_kept_length=_TRUE.filename_length - 1,
    ),
    fault(
        "created-at-in-milliseconds",
        "files.object.created-at",
        "The creation time is given in milliseconds.",
        created_at_unit=1000,
    ),
    fault(
        "id-without-prefix",
        "files.object.id-shape",
        "Ids are bare UUIDs, without the word that documented ones begin with.",
        id_prefix="",
    ),
    fault(
        "list-shifts-created-at",
        "files.object.agreement",
        "The list shows a creation time one second later than retrieval does.",
        listed_created_at_shift=1,
    ),
    fault(
        "purpose-required",
        "files.upload.purpose-optional",
        "An upload without a purpose is refused.",
        upload_refused_purposes=frozenset({None}),
    ),
    fault(
        "unknown-purpose-refused",
        "files.upload.purpose-optional",
        "An upload with another purpose than those of other services is refused.",
        upload_refused_purposes=frozenset({"nothing anybody knows", "目的"}),
    ),
    fault(
        "missing-file-part-accepted",
        "files.upload.file-part-required",
        "An upload without a file part stores an empty file.",
        upload_requires_file=False,
    ),
    fault(
        "missing-filename-accepted",
        "files.upload.filename-required",
        "A file part without a name is stored under an invented one.",
        upload_requires_filename=False,
    ),
    fault(
        "files-expire-by-default",
        "files.upload.no-expiry-by-default",
        "A file uploaded without an expiry gets the longest one.",
        file_expiry_default=_TRUE.file_expiry_maximum,
    ),
    fault(
        "file-expiry-shortest-refused",
        "files.upload.expiry-accepted",
        "The shortest documented expiry of a file is refused.",
        boundary=True,
        file_expiry_minimum=_TRUE.file_expiry_minimum + 1,
    ),
    fault(
        "file-expiry-longest-refused",
        "files.upload.expiry-accepted",
        "The longest documented expiry of a file is refused.",
        boundary=True,
        file_expiry_maximum=_TRUE.file_expiry_maximum - 1,
    ),
    fault(
        "file-expiry-a-minute-late",
        "files.upload.expiry-accepted",
        "A file's expiry is set one minute later than asked for.",
        file_expiry_surplus=_MOMENT,
    ),
    fault(
        "file-expiry-below-accepted",
        "files.upload.expiry-bounds",
        "An expiry of a file one second below the shortest is accepted.",
        boundary=True,
        file_expiry_minimum=_TRUE.file_expiry_minimum - 1,
    ),
    fault(
        "file-expiry-above-accepted",
        "files.upload.expiry-bounds",
        "An expiry of a file one second above the longest is accepted.",
        boundary=True,
        file_expiry_maximum=_TRUE.file_expiry_maximum + 1,
    ),
    fault(
        "late-expiry-accepted",
        "files.upload.expiry-before-file",
        "An expiry that follows the file part is accepted.",
        file_expiry_precedes_file=False,
    ),
    fault(
        "anchor-form-ignored",
        "files.upload.expiry-anchor-form",
        "The pair of anchor and seconds is accepted and sets no expiry.",
        file_expiry_pair_counts=False,
    ),
    fault(
        "anchor-form-in-minutes",
        "files.upload.expiry-anchor-form",
        "The seconds of the pair are taken for minutes.",
        file_expiry_pair_unit=60,
    ),
    fault(
        "upload-makes-public",
        "files.upload.private",
        "Every upload gets a public URL at once.",
        upload_makes_public=True,
    ),
    fault(
        "public-url-part-obeyed",
        "files.upload.no-url-at-upload",
        "A part that asks for a public URL gets one.",
        upload_obeys_public_url_part=True,
    ),
    fault(
        "webp-listed-late",
        "files.upload.visible-at-once",
        "WebP files are listed an hour after their upload.",
        upload_listed_after={"image/webp": 3600},
    ),
    fault(
        "uploads-deduplicated",
        "files.upload.distinct-ids",
        "The same bytes under the same name give the file that is there already.",
        upload_deduplicates=True,
    ),
    fault(
        "webp-refused",
        "files.upload.any-type",
        "Files called .webp are refused.",
        upload_refused_extensions=frozenset({"webp"}),
    ),
    fault(
        "filename-one-too-long-accepted",
        "files.upload.filename-rules",
        "A name one character longer than allowed is accepted.",
        boundary=True,
        filename_length=_TRUE.filename_length + 1,
    ),
    fault(
        "filename-semicolon-accepted",
        "files.upload.filename-rules",
        "A name may have a semicolon.",
        filename_forbidden=_TRUE.filename_forbidden - {";"},
    ),
    fault(
        "upload-cap-one-short",
        "files.upload.size-accepted",
        "A file of exactly the lowest documented cap is refused.",
        boundary=True,
        upload_cap=specs.load().limit("upload-size-accepted") - 1,
    ),
    fault(
        "upload-cap-one-over",
        "files.upload.too-large",
        "A file one byte over the highest reading of the cap is accepted.",
        boundary=True,
        upload_cap=_TRUE.upload_cap + 1,
    ),
)
