"""Faults of what becomes of stored generations: the files, their URLs, and what is beside them."""

from __future__ import annotations

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults.fault import Fault, fault

_TRUE = Behaviour()

STORAGE_FILES: tuple[Fault, ...] = (
    fault(
        "video-stored-at-each-poll",
        "storage.video.once",
        "Every poll of a video that is done stores it again.",
        storage_each_poll_stores=True,
    ),
    # The URL that comes with a generation
    fault(
        "stored-image-url-dead",
        "storage.url.opens",
        "The public URL that comes with an image opens nothing.",
        storage_url_opens=_TRUE.storage_url_opens - {"image"},
    ),
    fault(
        "stored-video-url-dead",
        "storage.url.opens",
        "The public URL that comes with a video opens nothing.",
        storage_url_opens=_TRUE.storage_url_opens - {"video"},
    ),
    fault(
        "stored-url-serves-less",
        "storage.url.bytes",
        "The public URL of a stored generation serves it without its last byte.",
        storage_url_whole=False,
    ),
    fault(
        "stored-url-extension-of-type",
        "storage.url.address",
        "The public URL of a stored generation has the extension of its type, not of its name.",
        storage_url_extension=False,
    ),
    fault(
        "stored-url-error-untold",
        "storage.url.error",
        "A generation whose public URL could not be made does not say so.",
        storage_url_error_told=False,
    ),
    fault(
        "generation-refused-at-quota",
        "storage.url.error",
        "Where the quota of public URLs is used up, nothing is generated that asks for one.",
        storage_quota_refuses=True,
    ),
    fault(
        "generation-beyond-quota",
        "storage.url.error",
        "Public URLs that come with generations do not count against the quota.",
        storage_minds_quota=False,
    ),
    fault(
        "url-error-is-final",
        "storage.url.error-retried",
        "A public URL that could not be made with its generation cannot be made later.",
        storage_url_retried=False,
    ),
    # Several
    fault(
        "base64-not-stored",
        "storage.base64",
        "Images that are asked for as base64 are not stored.",
        storage_for_base64=False,
    ),
    fault(
        "several-images-one-file",
        "storage.several.files",
        "All images from one request are one file.",
        storage_files_most=1,
    ),
    fault(
        "last-image-no-file",
        "storage.several.files",
        "The last of the most images from one request is the file of the one before.",
        boundary=True,
        storage_files_most=_TRUE.storage_files_most - 1,
    ),
    fault(
        "several-images-one-token",
        "storage.several.urls",
        "The public URLs of all images from one request have one token.",
        storage_each_own_token=False,
    ),
    fault(
        "several-images-numbered",
        "storage.several.filename",
        "Images from one request have numbers in their names, but for the first.",
        storage_numbers_names=True,
    ),
    fault(
        "deletion-takes-the-others",
        "storage.several.deleted",
        "Deleting one image deletes all from the same request.",
        storage_deletes_alone=False,
    ),
    fault(
        "revocation-takes-the-others",
        "storage.several.revoked",
        "Revoking the public URL of one image revokes those of all from the same request.",
        storage_revokes_alone=False,
    ),
    fault(
        "same-name-same-file",
        "storage.repeated",
        "A request with the name of a stored generation gives that one's file.",
        storage_again_anew=False,
    ),
    fault(
        "edit-is-its-input",
        "storage.edit.new-file",
        "The file that is told of an edit or an extension is its input.",
        storage_edit_anew=False,
    ),
    # The ephemeral URL
    fault(
        "public-url-is-ephemeral",
        "storage.ephemeral.differs",
        "An image with a public URL has it in the place of the ephemeral one, too.",
        storage_ephemeral_apart=False,
    ),
    fault(
        "revocation-ends-ephemeral",
        "storage.ephemeral.survives",
        "Revoking the public URL of a stored generation ends its ephemeral one.",
        storage_revocation_spares_ephemeral=False,
    ),
    # A file like any other
    fault(
        "stored-name-lost",
        "storage.file.retrieved",
        "The metadata of a stored generation have its id for a name.",
        storage_retrieved_name=False,
    ),
    fault(
        "stored-expiry-lost",
        "storage.file.retrieved",
        "The metadata of a stored generation show no expiry.",
        storage_retrieved_expiry=False,
    ),
    fault(
        "stored-url-lost",
        "storage.file.retrieved",
        "The metadata of a stored generation show no public URL.",
        storage_retrieved_url=False,
    ),
    fault(
        "stored-image-hollow",
        "storage.file.content",
        "The content of a stored image is a few words.",
        storage_keeps_bytes=_TRUE.storage_keeps_bytes - {"image"},
    ),
    fault(
        "stored-video-hollow",
        "storage.file.content",
        "The content of a stored video is a few words.",
        storage_keeps_bytes=_TRUE.storage_keeps_bytes - {"video"},
    ),
    fault(
        "stored-type-of-name",
        "storage.file.type",
        "The type of a stored generation is what its name says.",
        storage_type_of_asset=False,
    ),
    fault(
        "stored-unlisted",
        "storage.file.listed",
        "Stored generations are not in the list of files.",
        storage_listed=False,
    ),
    fault(
        "filters-take-stored-for-public",
        "storage.file.filtered",
        "The filters for public URLs take every stored generation for public.",
        storage_filtered_as=True,
    ),
    fault(
        "filters-take-stored-for-private",
        "storage.file.filtered",
        "The filters for public URLs take every stored generation for private.",
        storage_filtered_as=False,
    ),
    fault(
        "stored-private-for-ever",
        "storage.file.url-later",
        "What was stored privately cannot be made public.",
        storage_url_later=False,
    ),
    fault(
        "stored-url-replaced",
        "storage.file.url-again",
        "Asking again for the public URL of a stored generation makes another.",
        storage_url_again=False,
    ),
    fault(
        "stored-url-not-revoked",
        "storage.file.revoked",
        "Revoking the public URL of a stored generation is answered, and nothing else.",
        storage_url_revocable=False,
    ),
    fault(
        "stored-url-comes-back",
        "storage.file.renewed",
        "The next public URL of a stored generation is the revoked one.",
        storage_url_renewed=False,
    ),
    fault(
        "stored-url-outlives-deletion",
        "storage.file.deleted",
        "The public URL of a stored generation serves after the file's deletion.",
        storage_deleted_serves=True,
    ),
    # Time
    fault(
        "stored-file-never-ends",
        "storage.expiry.passes",
        "A stored generation outlives its expiry.",
        storage_ends=False,
    ),
    fault(
        "stored-url-never-ends",
        "storage.url.passes",
        "The public URL of a stored generation outlives its expiry.",
        storage_url_ends=False,
    ),
    fault(
        "stored-url-end-ends-file",
        "storage.url.passes",
        "A stored generation ends with its public URL.",
        storage_url_end_ends_file=True,
    ),
)
