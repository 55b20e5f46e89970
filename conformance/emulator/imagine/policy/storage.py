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

    # What is accepted
    storage_needs_filename: bool = True
    storage_expiry_minimum: int = _FILE["expires_after"]["minimum"]
    storage_expiry_maximum: int = _FILE["expires_after"]["maximum"]
    storage_url_expiry_minimum: int = _URL["expires_after"]["minimum"]
    storage_url_expiry_maximum: int = _URL["expires_after"]["maximum"]
    storage_url_beyond_file: str = "refused"  # or "shortened", or "kept"
    storage_url_objects: bool = True  # an object asks for a public URL, as true does

    # What it makes
    storage_for_base64: bool = True
    storage_for_edits: bool = True
    storage_names_file: bool = True  # the file has the name that was asked for
    storage_type_of_asset: bool = True  # the bytes say the content type, not the name
    storage_expiry_surplus: int = 0
    storage_expiry_shown: bool = True
    storage_url_inherits: bool = True
    storage_url_expiry_surplus: int = 0
    storage_url_expiry_shown: bool = True
    storage_url_extension: bool = True  # the URL ends as the name does
    storage_private_makes_url: bool = False

    # What goes wrong
    storage_url_error_told: bool = True
    storage_error_told: bool = True
