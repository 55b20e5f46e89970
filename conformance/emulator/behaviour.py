"""How the emulator behaves, as one value: every documented rule is a field with what the docs say as its default.

A fault is a change of some fields and nothing else, so the rest of the emulator reads its policy here and
knows nothing of faults. Numbers come from the specs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field

import specs
from conformance.emulator.imagine.policy import ImagePolicy, InputPolicy, StoragePolicy, VideoPolicy
from conformance.emulator.voice.policy import (
    SecretsPolicy,
    SpeechPolicy,
    SpeechSocketPolicy,
    TranscriptionPolicy,
    TranscriptionSocketPolicy,
    VoicesPolicy,
)

_SPEC = specs.load()
_UPLOAD = _SPEC.schema("UploadFile")["properties"]
_CREATE = _SPEC.schema("CreatePublicUrl")["properties"]
_LIST = {p["name"]: p["schema"] for p in _SPEC.operations["listFiles"].parameters}
_CONTENT = {p["name"]: p["schema"] for p in _SPEC.operations["retrieveFileContent"].parameters}

SORT_KEYS: tuple[str, ...] = tuple(_LIST["sort_by"]["enum"])
ORDERS: tuple[str, ...] = tuple(_LIST["order"]["enum"])
FORMATS: tuple[str, ...] = tuple(_CONTENT["format"]["enum"])
ANCHORS: tuple[str, ...] = tuple(_UPLOAD["expires_after[anchor]"]["enum"])
NEVER = math.inf


def _documented(name: str) -> frozenset[str]:
    return frozenset(_SPEC.limit(name))


@dataclass(frozen=True, kw_only=True)
class Behaviour(
    ImagePolicy,
    VideoPolicy,
    StoragePolicy,
    InputPolicy,
    SpeechPolicy,
    VoicesPolicy,
    TranscriptionPolicy,
    SpeechSocketPolicy,
    TranscriptionSocketPolicy,
    SecretsPolicy,
):
    """The documented rules. Sizes are in bytes, times in seconds."""

    # Uploads
    upload_cap: int = _SPEC.limit("upload-size-refused-above")
    upload_smallest: int = 0  # bytes of the smallest file that can be stored
    upload_refused_extensions: frozenset[str] = frozenset()
    upload_refused_purposes: frozenset[str | None] = frozenset()  # None for none at all
    upload_requires_file: bool = True
    upload_requires_filename: bool = True
    upload_deduplicates: bool = False
    upload_typed_by_bytes: bool = False  # what no signature tells is of no type
    upload_makes_public: bool = False
    upload_obeys_public_url_part: bool = False
    upload_listed_after: Mapping[str, float] = _field(default_factory=dict)  # media type → seconds
    filename_length: int = _SPEC.limit("filename-length")
    filename_forbidden: frozenset[str] = _documented("filename-forbidden-characters")
    filename_upper_case: bool = False
    filename_kept_length: int | None = None  # characters; None keeps all
    file_expiry_minimum: int = _UPLOAD["expires_after"]["minimum"]
    file_expiry_maximum: int = _UPLOAD["expires_after"]["maximum"]
    file_expiry_default: int | None = None
    file_expiry_surplus: int = 0
    file_expiry_precedes_file: bool = True
    file_expiry_pair_counts: bool = True
    file_expiry_pair_unit: int = 1

    # Files as answers show them
    id_prefix: str = "file_"
    size_granularity: int = 1
    created_at_unit: float = 1
    listed_created_at_shift: int = 0
    retrieved_size_is_number: bool = True
    retrieve_unknown_status: int = 404

    # Content
    content_media_type: str | None = "application/octet-stream"  # None for the file's own
    content_keeps_line_ends: bool = True
    content_original_is_default: bool = True
    content_unknown_status: int = 404
    content_textless_status: int = 404

    # Deletion, and the expiry of files
    delete_again_status: int | None = None  # None for that of an unknown file
    delete_unknown_status: int = 404
    delete_before_expiry: bool = True
    delete_names_id: bool = True
    delete_media_type: str = "application/json"
    delete_spares_twins: bool = True
    deleted_readable: bool = False
    deleted_listed: bool = False
    file_end_shift: float = 0
    expired_retrievable: bool = False
    expired_listed: bool = False

    # Lists
    limit_minimum: int = _LIST["limit"]["minimum"]
    limit_maximum: int = _LIST["limit"]["maximum"]
    limit_default: int = _LIST["limit"]["default"]
    page_shortest: int = 0  # files that a page has at least, if there are so many
    page_surplus: int = 0
    page_shortfalls: Mapping[int, int] = _field(default_factory=dict)  # limit → files that are missing
    order_respected: frozenset[str] = frozenset(SORT_KEYS)
    sorted_by: frozenset[str] = frozenset(SORT_KEYS)
    filename_order_by_character: bool = True
    walk_repeats: bool = False
    walk_skips: bool = False
    walk_ends: bool = True

    # Filters
    filter_fields: frozenset[str] = _documented("filter-fields")
    filter_operators: frozenset[str] = _documented("filter-operators")
    filter_id_length: int | None = None  # characters of an id that are compared; None for all
    filter_or_equal: frozenset[str] = frozenset({">=", "<="})  # operators that hold for equal numbers
    filter_always_set: frozenset[str] = frozenset()  # fields that count as set whether they are or not
    filter_not_negates: bool = True
    filter_or_is_and: bool = False
    filter_keeps_order: bool = True
    filter_matches_parts: bool = True
    filter_shows_revoked: bool = False
    filter_hides_revoked: bool = False
    filter_hides_inherited: bool = False
    filter_counts_expired: bool = False

    # Answers in general
    revoke_status: int = 200
    unknown_path_status: int = 404
    wrong_method_status: int = 405
    error_field: str = "error"
    answers_name_request: bool = True

    # Creating public URLs
    url_empty_object: bool = True
    url_null_is_omitted: bool = True
    url_unknown_status: int = 404
    url_has_extension: bool = True
    url_token_bytes: int = 16
    url_token_random: bool = True
    url_expiry_default: int | None = None
    url_expiry_minimum: int = _CREATE["expires_after"]["minimum"]
    url_expiry_maximum: int = _CREATE["expires_after"]["maximum"]
    url_expiry_surplus: int = 0
    url_inherits: bool = True
    url_within_file_is_own: bool = True
    url_beyond_file: str = "refused"  # or "shortened", or "kept"
    url_beyond_file_slack: int = 0
    url_update_checks_file: bool = True
    url_for_short_lived: bool = True
    url_expiry_moves_file: bool = False
    url_types: frozenset[str] = _documented("public-url-content-types")
    url_of_empty: bool = False
    url_file_size: int = _SPEC.limit("public-url-file-size")
    url_quota: int = _SPEC.limit("public-urls-per-team")
    url_quota_status: int = 429
    url_quota_freed: bool = True
    url_quota_spares_updates: bool = True
    url_of_deleted: bool = False

    # What metadata shows of them
    url_replaces_purpose: bool = False
    url_listed: bool = True
    url_expiry_shown: bool = True
    url_never_shown_as: int | None = None
    url_expired_shown: bool = False

    # Creating again
    url_reused: bool = True
    url_moves: str = "always"  # or "never", or "longer"
    url_moves_in_place: bool = True
    url_gains_expiry: bool = True
    url_refusal_keeps: bool = True
    url_moves_after_revocation: bool = True
    url_create_pause: float = 0
    url_revoke_pause: float = 0

    # Fetching
    fetch_needs_key: bool = False
    fetch_refuses_wrong_keys: bool = False
    fetch_keeps_line_ends: bool = True
    fetch_media_type: str | None = None  # None for the file's own
    fetch_needs_token: bool = True
    fetch_gone_status: int = 404
    fetch_redirects: bool = False  # what a URL serves lies elsewhere
    url_end_shift: float = 0
    fetch_end_shift: float = 0
    url_end_ends_file: bool = False
    url_ends_with_file: bool = True
    revoked_serves_alone: bool = False
    revoked_serves_beside_next: bool = False
    revoked_serves_beside_expiring: bool = False
    deleted_serves: bool = False

    # Revoking
    revoke_names_url: bool = True
    revoke_takes_body: bool = True
    revoke_admits_nothing: bool = True
    revoke_admits_never: bool = True
    revoke_clears: bool = True
    revoke_keeps_content: bool = True
    revoke_renews_token: bool = True
    revoke_spares_others: bool = True
    revoke_unknown_status: int = 200
    revoke_knows_expiry: bool = True

    # Keys and teams
    keyless_operations: frozenset[str] = frozenset()
    unkeyed_operations: frozenset[str] = frozenset()  # that a key which was never issued opens
    hasty_operations: frozenset[str] = frozenset()  # carried out before the key is looked at
    unknown_key_team: str | None = None
    delete_checks_key_first: bool = True
    refusal_names_file: bool = False
    content_open_after_revocation: bool = False
    list_own_team: bool = True
    read_own_team: bool = True
    delete_own_team: bool = True
    create_own_team: bool = True
    revoke_own_team: bool = True
