"""What an answer to an upload means for the ledger: a new file, none, one that was there before, or unclear."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conformance.targets.call import Answer
from conformance.targets.ledger import Ledger


def settle(ledger: Ledger, number: int, name: str, answer: Answer, *, tolerance: float) -> None:
    """Enter the answer to upload `number`, whose file was to be called `name`.

    Where it stays unclear whether a file was made (a server error, a success without an id) the upload stays
    open, and clean-up looks for its file by name. `tolerance`: seconds that the clocks may differ.
    """
    if 400 <= answer.status < 500:
        ledger.settle(number, None)
        return
    body = _object(answer)
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
    made = body.get("created_at")
    return not isinstance(made, int | float) or made >= answer.sent - tolerance - 1


def _object(answer: Answer) -> Mapping[str, Any]:
    if answer.truncated:
        return {}
    try:
        body = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
