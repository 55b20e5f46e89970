"""How the emulator behaves, as one value: every documented rule is a field, and its default is what the docs say.

A fault is a change of some fields and nothing else, so the rest of the emulator reads its policy here and
knows nothing of faults. Numbers come from the specs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import specs

_SPEC = specs.load()
_UPLOAD = _SPEC.schema("UploadFile")["properties"]
_CREATE = _SPEC.schema("CreatePublicUrl")["properties"]
_LIST = {p["name"]: p["schema"] for p in _SPEC.operations["listFiles"].parameters}


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """The documented rules. Sizes are bytes, times seconds, statuses HTTP statuses."""

    # Upload
    upload_status: int = 200
    upload_cap: int = _SPEC.limit("upload-size-refused-above")
    upload_too_large_status: int = 413
    upload_refused_types: frozenset[str] = frozenset()
    upload_refused_purposes: frozenset[str] = frozenset()
    upload_requires_file: bool = True
    upload_requires_filename: bool = True
    upload_keeps_filename: bool = True
    upload_deduplicates: bool = False
    upload_makes_public: bool = False
    upload_obeys_public_url_part: bool = False
    upload_visible_after: float = 0
    filename_length: int = _SPEC.limit("filename-length")
    filename_forbidden: frozenset[str] = frozenset(_SPEC.limit("filename-forbidden-characters"))
    file_expiry_minimum: int = _UPLOAD["expires_after"]["minimum"]
    file_expiry_maximum: int = _UPLOAD["expires_after"]["maximum"]
    file_expiry_default: int | None = None
    file_expiry_surplus: int = 0
    file_expiry_precedes_file: bool = True
    file_expiry_pair_counts: bool = True
    file_expiry_pair_unit: int = 1

    # The file object
    id_prefix: str = "file_"
    size_granularity: int = 1
    created_at_unit: int = 1
    listed_created_at_shift: int = 0
    retrieved_size_is_number: bool = True
    retrieve_unknown_status: int = 404

    # Content
    content_media_type: str | None = "application/octet-stream"
    content_keeps_line_ends: bool = True
    content_original_is_default: bool = True
    content_unknown_status: int = 404

    # Deletion and expiry of files
    delete_unknown_status: int = 404
    delete_again_status: int = 404
    delete_before_expiry: bool = True
    delete_names_id: bool = True
    delete_media_type: str = "application/json"
    delete_takes_twin: bool = False
    deleted_readable: bool = False
    deleted_listed: bool = False
    file_end_shift: float = 0
    expired_readable: bool = False
    expired_listed: bool = False

    # List
    limit_minimum: int = _LIST["limit"]["minimum"]
    limit_maximum: int = _LIST["limit"]["maximum"]
    limit_default: int = _LIST["limit"]["default"]
    page_surplus: int = 0
    page_keeps_promise: bool = True
    order_respected: frozenset[str] = frozenset(_LIST["sort_by"]["enum"])
    size_order_numeric: bool = True
    filename_order_by_character: bool = True
    walk_repeats: bool = False
    walk_skips: bool = False

    # Filter
    filter_fields: frozenset[str] = frozenset(_SPEC.limit("filter-fields"))
    filter_operators: frozenset[str] = field(
        default_factory=lambda: frozenset(_SPEC.limit("filter-operators"))
    )

    # Answers
    revoke_status: int = 200
    unknown_path_status: int = 404
    wrong_method_status: int = 405
    error_field: str = "error"

    # Public URLs
    url_expiry_minimum: int = _CREATE["expires_after"]["minimum"]
    url_expiry_maximum: int = _CREATE["expires_after"]["maximum"]
    url_types: frozenset[str] = frozenset(_SPEC.limit("public-url-content-types"))
    url_file_size: int = _SPEC.limit("public-url-file-size")
    url_quota: int = _SPEC.limit("public-urls-per-team")
    url_quota_status: int = 429


SORT_KEYS: tuple[str, ...] = tuple(_LIST["sort_by"]["enum"])
ORDERS: tuple[str, ...] = tuple(_LIST["order"]["enum"])
FORMATS: tuple[str, ...] = tuple(
    next(
        p["schema"]["enum"]
        for p in _SPEC.operations["retrieveFileContent"].parameters
        if p["name"] == "format"
    )
)
ANCHORS: tuple[str, ...] = tuple(_UPLOAD["expires_after[anchor]"]["enum"])
