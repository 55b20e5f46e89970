"""What of a recorded answer must come again when the same thing happens again."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.events import Exchange
from reports.reproducers.captures import SHORTEST, leaves, sent
from reports.reproducers.jobs import GENERATIONS, IMAGES

# Numbers from here on are times in Unix seconds, of which the number of digits stays.
MOVING = 1_000_000_000
# A word such as `file` or `image/png`; ids and tokens are longer, or have digits in them.
_WORD = re.compile("[a-z][a-z /_-]{0,19}")
_LONGEST = 200
TEXT, LIST = "<text>", "<list>"

ALIKE = r"""
# alike STEP RECORDED GIVEN: whether an answer is the recorded one, apart from ids, times and lists. Texts that the
# requests gave were not in it.
alike() {
  python3 - "$work/$1.answer" "$2" "$3" <<'END'
import hashlib, json, sys

def differences(old, new, place):
    if isinstance(old, dict):
        if not isinstance(new, dict):
            yield f"{place or 'the answer'} is no object"
            return
        for key, value in old.items():
            if key in new:
                yield from differences(value, new[key], f"{place}.{key}" if place else key)
            else:
                yield f"{place}.{key} is missing" if place else f"{key} is missing"
        for key in new.keys() - old.keys():
            yield f"{place}.{key} was not there" if place else f"{key} was not there"
    elif isinstance(old, list):
        if not isinstance(new, list) or len(old) != len(new):
            count = f"has {len(new)}" if isinstance(new, list) else "is no list"
            yield f"{place} had {len(old)} entries, and {count}"
            return
        for number, (one, other) in enumerate(zip(old, new)):
            yield from differences(one, other, f"{place}[{number}]")
    elif old == "<text>" and new in given:
        yield f"{place} was not what was asked for, and is"
    elif old == "<text>" and isinstance(new, str) or old == "<list>" and isinstance(new, list):
        return
    elif isinstance(new, (int, float)) and old == f"<{len(str(abs(int(new))))} digits>":
        return
    elif old != new or type(old) is not type(new):
        yield f"{place or 'the answer'} was {json.dumps(old)}, and is {json.dumps(new)[:200]}"

with open(sys.argv[1], "rb") as stream:
    content = stream.read()
recorded, given = map(json.loads, sys.argv[2:])
try:
    if isinstance(recorded, str):
        found = [] if hashlib.sha256(content).hexdigest() == recorded else ["its bytes are others"]
    else:
        found = list(differences(recorded, json.loads(content), ""))
except ValueError:
    found = ["it is no JSON"]
for line in found:
    print("   differs:", line)
sys.exit(bool(found))
END
}
"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What of the answer to request number `step` must come again, as JSON, and which texts must not come, as JSON."""

    step: int
    kept: str
    given: str


def likeness(exchanges: Sequence[Exchange]) -> Likeness | None:
    """What must come again, so that the deviation shows; None where that cannot be told.

    The last answer decides. An object keeps its fields, sizes, truth values, nulls, plain words, and texts that the
    requests gave; other texts, times and lists are only there. The list of generated images is kept entry by entry;
    of a page of a list nothing can be told. Any other content of a success is kept as its SHA-256. Generated content
    is never the same twice, so that there the answer before it decides.
    """
    generated = any(exchange.operation in GENERATIONS for exchange in exchanges)
    for number in range(len(exchanges), 0, -1):
        exchange = exchanges[number - 1]
        found = _kept(exchange, exchanges)
        if not (generated and isinstance(found, str)):
            return None if found is None else _likeness(number, json.dumps(found), exchanges)
    return None


def _likeness(step: int, kept: str, exchanges: Sequence[Exchange]) -> Likeness:
    texts = sorted(_own(exchanges)) if f'"{TEXT}"' in kept else []
    # Shorter ones come by chance, longer ones are contents.
    given = [text for text in texts if SHORTEST <= len(text) <= _LONGEST and json.dumps(text) not in kept]
    return Likeness(step, kept, json.dumps(given))


def _kept(last: Exchange, exchanges: Sequence[Exchange]) -> dict[str, Any] | str | None:
    """What of `last` must come again: an object, or the digest of its content."""
    body = last.response_body
    if body is None or last.status is None:
        return None
    if body.text is not None and not body.truncated:
        try:
            document = json.loads(body.text)
        except (ValueError, RecursionError):
            document = None
        if isinstance(document, dict):
            made = last.operation in IMAGES
            if not made and any(isinstance(value, list) for value in document.values()):
                return None  # a page: what is on it depends on what else the target holds
            stable: dict[str, Any] = _stable(document, _own(exchanges), made=made)
            return stable
    return body.sha256 if last.status < 300 and "json" not in _content_type(last) else None


def _content_type(exchange: Exchange) -> str:
    headers = exchange.response_headers.items()
    return next((value for name, value in headers if name.lower() == "content-type"), "").lower()


def _own(exchanges: Sequence[Exchange]) -> set[str]:
    """What the requests gave, without what an earlier answer had given them."""
    own: set[str] = set()
    answered: set[str] = set()
    for exchange in exchanges:
        own |= set(sent(exchange)) - answered
        answered |= {value for _, value in leaves(exchange.response_body)}
    return own


def _stable(value: Any, own: set[str], *, made: bool) -> Any:
    if isinstance(value, dict):
        return {key: _stable(item, own, made=made) for key, item in value.items()}
    if isinstance(value, list):
        return [_stable(item, own, made=made) for item in value] if made else LIST
    if isinstance(value, str):
        return value if value in own or _WORD.fullmatch(value) else TEXT
    if value is None or abs(value) < MOVING:
        return value
    return f"<{len(str(abs(int(value))))} digits>" if math.isfinite(value) else value
