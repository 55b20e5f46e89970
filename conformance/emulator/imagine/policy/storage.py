"""The rules of `storage_options`, and of the files that they make."""

from __future__ import annotations

from dataclasses import dataclass

import specs

_SPEC = specs.load()
_FILE = _SPEC.schema("StorageOptions")["properties"]
_URL = _SPEC.schema("PublicUrlOptions")["properties"]


@dataclass(frozen=True, kw_only=True)
class StoragePolicy:
    """Times are in seconds."""

    # What is accepted. Places are JSON pointers into the options.
    storage_needs_filename: bool = True
    storage_expiry_minimum: int = _FILE["expires_after"]["minimum"]
    storage_expiry_maximum: int = _FILE["expires_after"]["maximum"]
    storage_url_expiry_minimum: int = _URL["expires_after"]["minimum"]
    storage_url_expiry_maximum: int = _URL["expires_after"]["maximum"]
    storage_url_beyond_file: str = "refused"  # or "shortened", or "kept"
    storage_url_beyond_file_slack: int = 0
    storage_url_with_file: bool = True  # the URL may be given the file's very time
    storage_url_objects: bool = True  # an object asks for a public URL, as true does
    storage_url_false: bool = False  # whether false asks for one
    storage_null_refused: frozenset[str] = frozenset()  # places where null is not absence
    storage_ill_typed_ignored: frozenset[str] = frozenset()  # places where another type counts as absence
    storage_texts_read: frozenset[str] = frozenset()  # places where a text may hold the number
    storage_judged_late: bool = (
        False  # what is wrong with the options of a video fails the job, not the request
    )
    storage_refused_leaves_file: bool = False

    # What it makes
    storage_ignored_by: frozenset[str] = frozenset()  # operations that store nothing
    storage_unasked: bool = False
    storage_unasked_told: bool = True
    storage_first_only: bool = False  # of several outputs only one is stored
    storage_told_on_start: bool = False
    storage_id_prefix: str = _SPEC.limit("stored-file-id-prefix")[0]
    storage_keeps_ephemeral: bool = True
    storage_for_base64: bool = True
    storage_names_file: bool = True  # the file has the name that was asked for
    storage_type_of_asset: bool = True  # the bytes say the content type, not the name
    storage_expiry_default: int | None = None
    storage_expiry_surplus: int = 0
    storage_expiry_shown: bool = True
    storage_url_inherits: bool = True
    storage_url_told: bool = True
    storage_url_expiry_surplus: int = 0
    storage_url_equal_surplus: int = 0  # where the URL is given the file's very time
    storage_url_expiry_moves_file: bool = False
    storage_url_expiry_shown: bool = True
    storage_url_extension: bool = True  # the URL ends as the name does
    storage_private_makes_url: bool = False

    # What goes wrong
    storage_url_error_told: bool = True
    storage_url_fails: frozenset[str] = frozenset()  # kinds whose public URL is never made in time

    # What becomes of what is stored
    storage_keeps_bytes: frozenset[str] = frozenset(
        {"image", "video"}
    )  # kinds that are stored as they were made
    storage_files_most: int = _SPEC.schema("GenerateImage")["properties"]["n"]["maximum"]  # of one request
    storage_each_own_token: bool = True
    storage_numbers_names: bool = False
    storage_again_anew: bool = True
    storage_edit_anew: bool = True
    storage_each_poll_stores: bool = False
    storage_ephemeral_apart: bool = True
    storage_revocation_spares_ephemeral: bool = True
    storage_minds_quota: bool = True
    storage_quota_refuses: bool = False

    # The file as one among others
    storage_retrieved_name: bool = True
    storage_retrieved_expiry: bool = True
    storage_retrieved_url: bool = True
    storage_listed: bool = True
    storage_filtered_as: bool | None = None  # whether filters take all of them for public, or for private
    storage_deletes_alone: bool = True
    storage_deleted_serves: bool = False
    storage_ends: bool = True
    storage_own_team: bool = True

    # Its URL as one among others
    storage_url_opens: frozenset[str] = frozenset({"image", "video"})  # kinds that anyone can open
    storage_url_whole: bool = True
    storage_url_later: bool = True
    storage_url_retried: bool = True
    storage_url_again: bool = True
    storage_url_renewed: bool = True
    storage_url_revocable: bool = True
    storage_revokes_alone: bool = True
    storage_url_ends: bool = True
    storage_url_end_ends_file: bool = False
    storage_use_revives_url: bool = False  # a revoked URL serves again when its file becomes an input
