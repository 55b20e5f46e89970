"""The rules of images and videos as inputs: stored files, data URIs and URLs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field

import specs

_SPEC = specs.load()


@dataclass(frozen=True, kw_only=True)
class InputPolicy:
    """Sizes are in bytes, times in seconds. A slot is where an input stands, as in `generateVideo.image`."""

    input_image_types: frozenset[str] = frozenset(_SPEC.limit("image-input-types"))
    input_url_alias: bool = True  # `image_url` is taken for `url`
    input_image_size: int = _SPEC.limit("input-url-size")  # of a URL or data URI; stored files may be larger
    input_video_size: int = _SPEC.limit("upload-size-refused-above")
    input_fetch_seconds: float = _SPEC.limit("input-url-seconds")
    input_fetch_redirects: int = 5
    input_judged_late: bool = False  # what is wrong with the inputs of a video fails the job, not the request

    # What is refused although it is right
    input_files_refused: frozenset[tuple[str, str]] = frozenset()  # slot and media type of stored files
    input_generated_refused: frozenset[str] = frozenset()  # slots that take no file from a generation
    input_mixed_refused: frozenset[str] = frozenset()  # slots of which all are given in the same way
    input_files_first_only: frozenset[str] = frozenset()  # slots of which only the first can be a file

    # What is taken although it is wrong: slots, and what is wrong or the media type that is no input there
    input_replaced: frozenset[tuple[str, str]] = frozenset()  # for something blank
    input_first_judged: frozenset[str] = frozenset()  # slots where all but the first may be no file
    input_both_taken: frozenset[str] = frozenset()  # slots where `url` and `file_id` may stand together

    # What is told of files that are no input, and what they are after their use
    input_unknown_status: int = 404
    input_foreign_statuses: Mapping[str, int] = _field(default_factory=dict)  # slot → where it differs
    input_use_changes: frozenset[tuple[str, str]] = (
        frozenset()
    )  # slot, and "name", "expiry", "bytes" or "url"
