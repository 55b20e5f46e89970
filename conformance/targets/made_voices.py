"""What an answer to the creation of a voice means for the ledger: a new voice, none, an older one, or unclear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from conformance.targets.call import Answer, Call
from conformance.targets.ledger import VOICE, Ledger
from conformance.targets.uploaded import object_of

CREATE, DELETE = "createCustomVoice", "deleteCustomVoice"
_NAME = "name"


def name_of(call: Call) -> str:
    """What the voice is to be called; nothing where the form does not say."""
    for part in call.form.parts if call.form is not None else ():
        if part.name == _NAME and part.filename is None:
            return part.text
    return ""


def settle(ledger: Ledger, number: int, name: str, answer: Answer, *, tolerance: float) -> None:
    """Enter the answer to creation `number` of a voice that was to be called `name`.

    Where it stays unclear whether one was made (a server error, a success without an id) the creation stays open,
    and clean-up looks for the voice by name. `tolerance`: seconds that the clocks may differ.
    """
    if 400 <= answer.status < 500:
        ledger.settle(number, None)
        return
    body = object_of(answer)
    voice_id = body.get("voice_id")
    if not 200 <= answer.status < 300 or not isinstance(voice_id, str) or not voice_id.strip("./"):
        return
    tagged = bool(ledger.tag) and ledger.tag in name and body.get(_NAME) == name
    is_ours = tagged or ledger.owner(voice_id, kind=VOICE) is not None
    if is_ours or not _was_made_before(answer.sent - tolerance, body):
        ledger.settle(number, voice_id)
    else:
        ledger.disown(number, voice_id)


def _was_made_before(earliest: float, body: Mapping[str, Any]) -> bool:
    made = moment(body.get("created_at"))
    return made is not None and made < earliest - 1


def moment(text: Any) -> float | None:
    """A time as voices tell it (RFC 3339), in Unix seconds; `None` where it is none."""
    if not isinstance(text, str):
        return None
    try:
        read = dt.datetime.fromisoformat(text)
        return None if read.tzinfo is None else read.timestamp()
    except (ValueError, OverflowError):
        return None
