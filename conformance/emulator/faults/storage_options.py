"""Faults of storing what is generated: whether it happens, what the answer says of it, and until when it is kept."""

from __future__ import annotations

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults.fault import Fault, fault

_TRUE = Behaviour()
# Further from the edge than a clock's tolerance, and far nearer than any lifetime.
_MOMENT = 60

STORAGE_OPTIONS: tuple[Fault, ...] = (
    # Whether anything is stored
    fault(
        "storage-options-ignored",
        "storage.accepted",
        "Nothing that is generated is ever stored.",
        storage_ignored_by=frozenset(
            {"generateImage", "editImage", "generateVideo", "editVideo", "extendVideo"}
        ),
    ),
    fault(
        "edits-not-stored",
        "storage.accepted",
        "Edited images are not stored.",
        storage_ignored_by=frozenset({"editImage"}),
    ),
    fault(
        "extensions-not-stored",
        "storage.accepted",
        "Extended videos are not stored.",
        storage_ignored_by=frozenset({"extendVideo"}),
    ),
    fault(
        "only-first-image-stored",
        "storage.every-asset",
        "Of several images the answer names the file of the first alone.",
        storage_first_only=True,
    ),
    fault(
        "stored-unasked",
        "storage.not-asked",
        "What is generated is stored even if nobody asked for that.",
        storage_unasked=True,
    ),
    fault(
        "stored-unasked-secretly",
        "storage.not-asked",
        "What is generated is stored even if nobody asked for that, and the answer says nothing of it.",
        storage_unasked=True,
        storage_unasked_told=False,
    ),
    fault(
        "null-storage-options-refused",
        "storage.null",
        "Storage options of null are refused.",
        storage_null_refused=frozenset({""}),
    ),
    # What the answer says of the file
    fault(
        "stored-under-another-name",
        "storage.output.filename",
        "A stored file is named after its id, not as it was asked for.",
        storage_names_file=False,
    ),
    fault(
        "stored-with-url-unasked",
        "storage.output.private",
        "Everything that is stored gets a public URL.",
        storage_private_makes_url=True,
    ),
    fault(
        "stored-for-a-month",
        "storage.output.private",
        "A file that was stored without an expiry gets the longest one.",
        storage_expiry_default=_TRUE.storage_expiry_maximum,
    ),
    fault(
        "stored-expiry-not-told",
        "storage.output.expires-at",
        "The answer does not say when the stored file expires.",
        storage_expiry_shown=False,
    ),
    fault(
        "stored-url-not-told",
        "storage.output.public-url",
        "The public URL is made, and the answer does not name it.",
        storage_url_told=False,
    ),
    fault(
        "stored-url-expiry-not-told",
        "storage.output.url-expires-at",
        "The answer does not say when the public URL expires.",
        storage_url_expiry_shown=False,
    ),
    fault(
        "stored-id-without-prefix",
        "storage.output.id-form",
        "The ids of stored files do not begin like others.",
        storage_id_prefix="asset-",
    ),
    fault(
        "ephemeral-url-left-out",
        "storage.output.ephemeral",
        "What is stored has no ephemeral URL.",
        storage_keeps_ephemeral=False,
    ),
    fault(
        "file-told-before-video",
        "storage.video.when-done",
        "The answer to the start of a video names a file that is not there yet.",
        storage_told_on_start=True,
    ),
    # How long the file is kept
    fault(
        "stored-expiry-shortest-refused",
        "storage.expiry.time",
        "The shortest documented expiry of a stored file is refused.",
        boundary=True,
        storage_expiry_minimum=_TRUE.storage_expiry_minimum + 1,
    ),
    fault(
        "stored-expiry-longest-refused",
        "storage.expiry.time",
        "The longest documented expiry of a stored file is refused.",
        boundary=True,
        storage_expiry_maximum=_TRUE.storage_expiry_maximum - 1,
    ),
    fault(
        "stored-expiry-a-minute-late",
        "storage.expiry.time",
        "A stored file expires one minute later than it was asked to.",
        storage_expiry_surplus=_MOMENT,
    ),
    fault(
        "stored-expiry-null-refused",
        "storage.expiry.null",
        "An expiry of null is refused.",
        storage_null_refused=frozenset({"/expires_after"}),
    ),
    # The public URL
    fault(
        "declined-url-made",
        "storage.url.false",
        "That public_url is there is enough for a URL to be made, even if it is false.",
        storage_url_false=True,
    ),
    fault(
        "null-url-refused",
        "storage.url.null",
        "A public URL of null is refused.",
        storage_null_refused=frozenset({"/public_url"}),
    ),
    fault(
        "empty-url-object-ignored",
        "storage.url.empty-object",
        "An object without settings counts as if no URL were asked for.",
        storage_url_objects=False,
    ),
    fault(
        "stored-url-expiry-shortest-refused",
        "storage.url.expiry",
        "The shortest documented expiry of a stored file's URL is refused.",
        boundary=True,
        storage_url_expiry_minimum=_TRUE.storage_url_expiry_minimum + 1,
    ),
    fault(
        "stored-url-expiry-longest-refused",
        "storage.url.expiry",
        "The longest documented expiry of a stored file's URL is refused.",
        boundary=True,
        storage_url_expiry_maximum=_TRUE.storage_url_expiry_maximum - 1,
    ),
    fault(
        "stored-url-expiry-a-minute-late",
        "storage.url.expiry",
        "The public URL expires one minute later than it was asked to.",
        storage_url_expiry_surplus=_MOMENT,
    ),
    fault(
        "stored-url-expiry-moves-file",
        "storage.url.only-it-expires",
        "A file that was stored for good gets the expiry of its URL.",
        storage_url_expiry_moves_file=True,
    ),
    fault(
        "stored-url-does-not-inherit",
        "storage.url.inherited",
        "A public URL without an expiry of its own never expires, whatever its file does.",
        storage_url_inherits=False,
    ),
    fault(
        "stored-url-outlives-file-by-a-minute",
        "storage.url.never-outlives",
        "A public URL that is given the same time as its file ends one minute after it.",
        boundary=True,
        storage_url_equal_surplus=_MOMENT,
    ),
    fault(
        "stored-url-with-file-refused",
        "storage.url.equal",
        "An expiry of the URL that equals the file's is refused.",
        boundary=True,
        storage_url_with_file=False,
    ),
)
