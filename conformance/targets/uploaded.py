"""What an answer to an upload means for the ledger: a new file, none, one that was there before, or unclear."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conformance.targets.call import Answer, Malformed
from conformance.targets.ledger import Ledger


def settle(ledger: Ledger, number: int, name: str, answer: Answer, *, tolerance: float) -> None:
    """Enter the answer to upload `number`, whose file was to be called `name`.

    Where it stays unclear whether a file was made (a server error, a success without an id) the upload stays
    open, and clean-up looks for its file by name. `tolerance`: seconds that the clocks may differ.
    """
    if 400 <= answer.status < 500:
        ledger.settle(number, None)
        return
    body = object_of(answer)
    file_id = body.get("id")
    if not 200 <= answer.status < 300 or not isinstance(file_id, str) or not file_id.strip("./"):
        return
    tagged = bool(ledger.tag) and ledger.tag in name and body.get("filename") == name
    if tagged or ledger.owner(file_id) or _is_new(body, answer, tolerance):
        ledger.settle(number, file_id)
    else:
        ledger.disown(number, file_id)


def _is_new(body: Mapping[str, Any], answer: Answer, tolerance: float) -> bool:
    """Whether nothing speaks against it: a target may keep equal content once, and give an older file's id."""
    return not _was_made_before(answer.sent - tolerance, body)


def is_older(content: bytes | None, status: int | None, *, tag: str, earliest: float) -> bool:
    """Whether metadata that was asked for shows a file that was there before `earliest`, in Unix seconds.

    A file with the run's `tag` in its name is its own; one that is not to be seen is nobody's.
    """
    if status is None or not 200 <= status < 300:
        return False
    body = _parsed(content or b"")
    name = body.get("filename")
    tagged = bool(tag) and isinstance(name, str) and tag in name
    return not tagged and _was_made_before(earliest, body)


def _was_made_before(earliest: float, body: Mapping[str, Any]) -> bool:
    made = body.get("created_at")
    return isinstance(made, int | float) and made < earliest - 1


def object_of(answer: Answer) -> Mapping[str, Any]:
    """The JSON object that an answer is, or an empty one."""
    try:
        body = answer.json
    except Malformed:
        return {}
    return body if isinstance(body, dict) else {}


def _parsed(content: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
