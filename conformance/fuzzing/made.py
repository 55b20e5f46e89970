"""What an answer says was created, and how it is deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

_FILE, _VOICE = "file", "voice"
_PATHS = {_FILE: "deleteFile", _VOICE: "deleteCustomVoice"}


def made_by(operation: str, body: bytes | None) -> Iterator[tuple[str, str]]:
    """Kind and id of everything that the answer of a successful `operation` says it has stored."""
    try:
        answer: Any = json.loads(body or b"")
    except (ValueError, RecursionError):
        return
    if not isinstance(answer, dict):
        return
    if operation == "uploadFile" and isinstance(answer.get("id"), str):
        yield _FILE, answer["id"]
    elif operation == "createCustomVoice" and isinstance(answer.get("voice_id"), str):
        yield _VOICE, answer["voice_id"]
    elif operation in ("generateImage", "editImage", "getVideo"):
        data = answer.get("data")
        assets = [*data, answer.get("video")] if isinstance(data, list) else [answer.get("video")]
        for asset in assets:
            output = asset.get("file_output") if isinstance(asset, dict) else None
            if isinstance(output, dict) and isinstance(output.get("file_id"), str):
                yield _FILE, output["file_id"]


def way_to_delete(kind: str, id_: str) -> str:
    """The path below which it is deleted."""
    import specs

    path = specs.load().operations[_PATHS[kind]].path
    return path[: path.index("{")] + quote(id_, safe="")
