"""Faults of what storage options may be: what is accepted that has to be refused, and how it is refused."""

from __future__ import annotations

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults.fault import Fault, fault

_TRUE = Behaviour()

STORAGE_REFUSALS: tuple[Fault, ...] = (
    # The file's name
    fault(
        "stored-without-a-name",
        "storage.filename.required",
        "Storage options without a file name are accepted.",
        storage_needs_filename=False,
    ),
    fault(
        "stored-name-of-any-type",
        "storage.filename.ill-typed",
        "A file name that is no text is passed over.",
        storage_ill_typed_ignored=frozenset({"/filename"}),
    ),
    fault(
        "storage-options-of-any-type",
        "storage.ill-typed",
        "Storage options that are no object are passed over.",
        storage_ill_typed_ignored=frozenset({""}),
    ),
    # The file's expiry
    fault(
        "stored-expiry-below-accepted",
        "storage.expiry.bounds",
        "An expiry of a stored file one second below the shortest is accepted.",
        boundary=True,
        storage_expiry_minimum=_TRUE.storage_expiry_minimum - 1,
    ),
    fault(
        "stored-expiry-above-accepted",
        "storage.expiry.bounds",
        "An expiry of a stored file one second above the longest is accepted.",
        boundary=True,
        storage_expiry_maximum=_TRUE.storage_expiry_maximum + 1,
    ),
    fault(
        "stored-expiry-of-any-type",
        "storage.expiry.ill-typed",
        "An expiry of a stored file that is no whole number is passed over.",
        storage_ill_typed_ignored=frozenset({"/expires_after"}),
    ),
    fault(
        "stored-expiry-as-text",
        "storage.expiry.ill-typed",
        "An expiry of a stored file may be a number in a text.",
        boundary=True,
        storage_texts_read=frozenset({"/expires_after"}),
    ),
    # The public URL
    fault(
        "stored-url-of-any-type",
        "storage.url.ill-typed",
        "A public URL that is neither a truth value nor an object is passed over.",
        storage_ill_typed_ignored=frozenset({"/public_url"}),
    ),
    fault(
        "stored-url-expiry-below-accepted",
        "storage.url.bounds",
        "An expiry of a stored file's URL one second below the shortest is accepted.",
        boundary=True,
        storage_url_expiry_minimum=_TRUE.storage_url_expiry_minimum - 1,
    ),
    fault(
        "stored-url-expiry-above-accepted",
        "storage.url.bounds",
        "An expiry of a stored file's URL one second above the longest is accepted.",
        boundary=True,
        storage_url_expiry_maximum=_TRUE.storage_url_expiry_maximum + 1,
    ),
    fault(
        "stored-url-expiry-of-any-type",
        "storage.url.expiry-ill-typed",
        "An expiry of a stored file's URL that is no whole number is passed over.",
        storage_ill_typed_ignored=frozenset({"/public_url/expires_after"}),
    ),
    fault(
        "stored-url-expiry-as-text",
        "storage.url.expiry-ill-typed",
        "An expiry of a stored file's URL may be a number in a text.",
        boundary=True,
        storage_texts_read=frozenset({"/public_url/expires_after"}),
    ),
    fault(
        "stored-url-beyond-file-shortened",
        "storage.url.beyond-file",
        "An expiry of the URL later than the file's is shortened to it instead of refused.",
        storage_url_beyond_file="shortened",
    ),
    fault(
        "stored-url-beyond-file-kept",
        "storage.url.beyond-file",
        "An expiry of the URL later than the file's is accepted as it is.",
        storage_url_beyond_file="kept",
    ),
    fault(
        "stored-url-a-second-beyond-file-accepted",
        "storage.url.beyond-file",
        "An expiry of the URL one second later than the file's is accepted.",
        boundary=True,
        storage_url_beyond_file_slack=1,
    ),
    # How it is refused
    fault(
        "storage-of-videos-judged-late",
        "storage.refused.at-once",
        "What is wrong with the storage options of a video makes it fail when it was started already.",
        storage_judged_late=True,
    ),
    fault(
        "refused-storage-leaves-file",
        "storage.refused.nothing-stored",
        "Refused storage options leave an empty file with the name that they had.",
        storage_refused_leaves_file=True,
    ),
)
