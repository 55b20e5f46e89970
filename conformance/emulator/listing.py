"""Listing: one page of a team's files, sorted, filtered, and continued by a token that survives changes."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from conformance.emulator.behaviour import ORDERS, SORT_KEYS
from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import shortened, whole_number, within
from conformance.emulator.records import File, Order, Sort
from conformance.emulator.state import Json, State

_SIGNATURE = 12  # bytes of the signature in a token


@dataclass(frozen=True, slots=True)
class _Request:
    limit: int
    sort_by: Sort
    order: Order
    filter: str | None
    after: tuple[int | str, int] | None


def page(state: State, team: str, query: Mapping[str, str]) -> Json:
    """One page of the team's files, and a token where more follow.

    Raises:
        Refusal: 400, naming the parameter.
    """
    now = state.clock.now()
    request = _request(state, team, query)
    wanted = _wanted(state, request, now)
    shown: list[dict[str, Any]] = []
    last: File | None = None
    for file in state.store.files(team, sort_by=request.sort_by, order=request.order, after=request.after):
        if not wanted(file):
            continue
        if len(shown) == request.limit:
            assert last is not None
            return {"data": shown, "pagination_token": _token(state, team, request, last)}
        shown.append(state.view(file, now))
        last = file
    return {"data": shown}


def _request(state: State, team: str, query: Mapping[str, str]) -> _Request:
    policy = state.behaviour
    limit = policy.limit_default
    if "limit" in query:
        number = whole_number(query["limit"], "limit")
        limit = within(number, policy.limit_minimum, policy.limit_maximum, "limit")
    sort_by = cast("Sort", _one_of("sort_by", query.get("sort_by", SORT_KEYS[0]), SORT_KEYS))
    order = cast("Order", _one_of("order", query.get("order", "desc"), ORDERS))
    return _Request(limit, sort_by, order, query.get("filter"), _after(state, team, query, sort_by, order))


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise Refusal(400, f"{name}: must be one of {', '.join(allowed)}, got {shortened(value)}")
    return value


def _wanted(state: State, request: _Request, now: float) -> Callable[[File], bool]:
    if request.filter is None or not request.filter.strip():
        return lambda file: not state.ended(file, now)
    from conformance.emulator.filters import compiled  # half of the time that a start would take

    holds = compiled(request.filter, state.behaviour).holds
    return lambda file: not state.ended(file, now) and holds(_record(state, file, now))


def _record(state: State, file: File, now: float) -> dict[str, Any]:
    active = state.url_active(file, now)
    return {
        "name": file.filename,
        "file_name": file.filename,
        "file_id": file.id,
        "size_bytes": file.size,
        "content_type": file.content_type,
        "created_at": file.created_at,
        "expires_at": file.expires_at,
        "upload_status": "Complete",
        "public_url": state.url_of(file) if active else None,
        "public_url_expires_at": file.url_expires_at if active else None,
    }


# Tokens: where the page ended, bound to the sort and the team, signed so that garbage is told from tokens.


def _key(file: File, sort_by: Sort) -> int | str:
    return cast("int | str", getattr(file, sort_by))


def _token(state: State, team: str, request: _Request, last: File) -> str:
    place = [team, request.sort_by, request.order, _key(last, request.sort_by), last.seq]
    payload = json.dumps(place, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_signature(state, payload) + payload).decode().rstrip("=")


def _signature(state: State, payload: bytes) -> bytes:
    return hashlib.blake2b(payload, key=state.secret, digest_size=_SIGNATURE).digest()


def _place(state: State, token: str) -> list[Any] | None:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    payload = raw[_SIGNATURE:]
    if _signature(state, payload) != raw[:_SIGNATURE]:
        return None
    place: list[Any] = json.loads(payload)
    return place


def _after(
    state: State, team: str, query: Mapping[str, str], sort_by: Sort, order: Order
) -> tuple[int | str, int] | None:
    name = "pagination_token" if "pagination_token" in query else "after"
    token = query.get(name)
    if not token:
        return None
    if "pagination_token" in query and query.get("after"):
        raise Refusal(400, "after: given together with pagination_token")
    place = _place(state, token)
    if place is not None:
        if place[:3] != [team, sort_by, order]:
            raise Refusal(400, f"{name}: belongs to a list with another sort_by or order")
        return place[3], place[4]
    file = state.store.file(token) if name == "after" else None
    if file is None or file.team != team:
        raise Refusal(400, f"{name}: unknown, got {shortened(token)}")
    return _key(file, sort_by), file.seq
