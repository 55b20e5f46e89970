"""The rules of images and videos as inputs: stored files, data URIs and URLs."""

from __future__ import annotations

from dataclasses import dataclass

import specs

_SPEC = specs.load()


@dataclass(frozen=True, kw_only=True)
class InputPolicy:
    """Sizes are in bytes, times in seconds."""

    input_image_types: frozenset[str] = frozenset(_SPEC.limit("image-input-types"))
    input_types_checked: bool = True  # otherwise what cannot be decoded counts as something blank
    input_exclusive: bool = True  # `url` and `file_id` together are refused
    input_url_alias: bool = True  # `image_url` is taken for `url`
    input_image_size: int = _SPEC.limit("input-url-size")  # of a URL or data URI; stored files may be larger
    input_video_size: int = _SPEC.limit("upload-size-refused-above")
    input_fetch_seconds: float = _SPEC.limit("input-url-seconds")
    input_fetch_redirects: int = 5

    # Stored files
    input_files: bool = True  # where a URL is taken, a `file_id` is too
    input_file_unknown_status: int = 404
    input_file_own_team: bool = True
    input_file_deleted: bool = False  # a deleted file can still be used
    input_file_expired: bool = False
    input_judged_late: bool = False  # what is wrong with the inputs of a video fails the job, not the request
