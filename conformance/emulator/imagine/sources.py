"""Images and videos as inputs: what a request says of them, and their bytes."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from conformance.emulator import cdn
from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine import assets, blanks, stored_inputs
from conformance.emulator.imagine.fields import ILL_TYPED, listed, mapping, text
from conformance.emulator.imagine.records import Kind
from conformance.emulator.state import Json, State

Read = Callable[[], bytes]

_DATA = re.compile(r"data:(?P<type>[^;,]*)(?P<parameters>(?:;[^;,]*)*),", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One input: where it stands in the request, what it has to be, and its URL or the id of its file.

    `slot` is the operation and its field, as in `editImage.images`.
    """

    slot: str
    at: str
    kind: Kind
    by: Literal["url", "file_id", "nothing"]
    value: str


def source(policy: Behaviour, operation: str, value: object, at: str, kind: Kind) -> Source:
    """What a request says of an input. A member `type`, and any that is unknown, changes nothing.

    Raises:
        Refusal: 422 for another type, 400 for both a URL and an id, or neither.
    """
    slot = f"{operation}.{at.partition('[')[0]}"
    try:
        return _read(policy, mapping(value, at), slot, at, kind)
    except Refusal as refusal:
        if refusal.status == ILL_TYPED and (slot, _flaw(value)) in policy.input_replaced:
            return Source(slot, at, kind, "nothing", "")
        raise


def sources(policy: Behaviour, operation: str, fields: Json, name: str) -> tuple[Source, ...] | None:
    """What a request says of a list of images; None where there is no list.

    Raises:
        Refusal: as `source`.
    """
    several = listed(fields, name)
    if several is None:
        return None
    found = tuple(source(policy, operation, each, f"{name}[{n}]", "image") for n, each in enumerate(several))
    _check_together(policy, f"{operation}.{name}", found)
    return found


def _check_together(policy: Behaviour, slot: str, found: Sequence[Source]) -> None:
    """By documented policy, all ways of giving a source can stand together, in any order."""
    if slot in policy.input_mixed_refused and len({each.by for each in found}) > 1:
        raise Refusal(400, f"{found[0].at}: all have to be given in the same way")
    if slot in policy.input_files_first_only and any(each.by == "file_id" for each in found[1:]):
        raise Refusal(400, f"{found[1].at}: only the first can have a file_id")


def _flaw(value: object) -> str:
    """What is wrong with a source that is not of the documented form."""
    if isinstance(value, dict) and all(value.get(name) is None for name in ("url", "file_id")):
        return "neither"
    return "ill-typed"


def _read(policy: Behaviour, fields: Json, slot: str, at: str, kind: Kind) -> Source:
    url = text(fields, "url", f"{at}.")
    if url is None and policy.input_url_alias:
        url = text(fields, "image_url", f"{at}.")
    file_id = text(fields, "file_id", f"{at}.")
    if url is not None and file_id is not None and slot not in policy.input_both_taken:
        raise Refusal(400, f"{at}: has both url and file_id")
    if file_id is not None:
        return Source(slot, at, kind, "file_id", file_id)
    if url is not None:
        return Source(slot, at, kind, "url", url)
    raise Refusal(ILL_TYPED, f"{at}: has neither url nor file_id")


async def located(state: State, team: str, source: Source) -> Read:
    """How to read a source. What is not in the request itself is there by now, and not in memory.

    Raises:
        Refusal: 404 for a file that is not there, 400 for anything else.
    """
    policy = state.behaviour
    cap = policy.input_image_size if source.kind == "image" else policy.input_video_size
    if source.by == "nothing":
        return lambda: blanks.blank(source.kind)
    if source.by == "file_id":
        try:
            return stored_inputs.content(state, team, source.slot, source.value, source.kind)
        except Refusal:
            if source.slot in policy.input_first_judged and not source.at.endswith("[0]"):
                return lambda: blanks.blank(source.kind)
            raise
    if source.value[:5].lower() == "data:":
        return lambda: _decoded(source, cap)
    if (own := _own(state, source)) is not None:
        return own
    # Only here, since an HTTP client takes half as long to import as all the rest takes to start.
    from conformance.emulator.imagine.fetching import fetched

    return await fetched(policy, source.value, source.at, cap)


def _decoded(source: Source, cap: int) -> bytes:
    """The bytes in a data URI. Its media type says too little to be held to: the bytes are."""
    head = _DATA.match(source.value)
    if head is None or ";base64" not in head["parameters"].lower():
        raise Refusal(400, f"{source.at}: a data URI has to be of the form data:TYPE;base64,DATA")
    if (len(source.value) - head.end()) // 4 * 3 > cap + 2:
        raise Refusal(400, f"{source.at}: larger than {cap} bytes")
    try:
        data = base64.b64decode(memoryview(source.value.encode("ascii"))[head.end() :], validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(400, f"{source.at}: not valid base64") from None
    if len(data) > cap:
        raise Refusal(400, f"{source.at}: larger than {cap} bytes")
    return data


def _own(state: State, source: Source) -> Read | None:
    """How to read what the emulator itself serves; None for other addresses."""
    if source.value.startswith(f"{state.imgen}/"):
        return _asset(state, source, "image")
    if source.value.startswith(f"{state.vidgen}/"):
        return _asset(state, source, "video")
    if not source.value.startswith(f"{state.cdn}/"):
        return None
    token, _, name = source.value.removeprefix(f"{state.cdn}/").partition("/")
    try:
        _, chunks, _ = cdn.fetch(state, token, name)
    except Refusal:
        raise Refusal(400, f"{source.at}: no such public URL") from None
    return lambda: b"".join(chunks)


def _asset(state: State, source: Source, kind: Kind) -> Read:
    try:
        _, chunks = assets.fetch(state, kind, source.value.rpartition("/")[2])
    except Refusal:
        raise Refusal(400, f"{source.at}: no such asset") from None
    return lambda: b"".join(chunks)
