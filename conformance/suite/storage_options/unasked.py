"""Finding out whether something was stored that nobody asked to have stored."""

from __future__ import annotations

from typing import Any

from conformance.checks import Untestable
from conformance.client import Api
from conformance.suite.listing import newest
from conformance.suite.made import Asset, Made, fetched
from conformance.suite.studio import Studio
from conformance.suite.times import tolerance


def _served(api: Api, asset: Asset) -> bytes | None:
    """The bytes of an image or a video from its ephemeral URL; `None` where that does not serve, or lies elsewhere."""
    if asset.url is None:
        return None
    try:
        answer = fetched(api, asset)
    except Untestable:
        return None
    return answer.content if answer.accepted else None


def stored_unasked(studio: Studio, made: Made, asset: Asset) -> list[dict[str, Any]]:
    """Files that came while `made` was being made and hold the very bytes of `asset`.

    Others may be storing files at the same time: what has other bytes is theirs, and so is what is named like the
    files of another run of this suite, which may have got the same image.
    """
    api = studio.api
    ours = studio.tag.partition("-")[0] + "-"
    content = _served(api, asset)
    if content is None:
        return []
    try:
        listed = newest(api)
    except Untestable:
        return []
    since, until = made.sent - tolerance(api), made.received + tolerance(api)
    fits = [
        file
        for file in listed
        if isinstance(at := file.get("created_at"), int | float)
        and since <= at <= until
        and file.get("bytes") in (None, len(content))
        and not str(file.get("filename", "")).startswith(ours)
        and isinstance(file.get("id"), str)
    ]
    return [file for file in fits if api.files.content(file["id"]).content == content]
