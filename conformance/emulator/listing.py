"""Listing: one page of a team's files, sorted, filtered, and continued by a token that survives changes."""

from __future__ import annotations

import base64
import hashlib
import itertools
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
# Of a file's URL, for filters; no field of a filter can be called so.
REVOKED, INHERITED = "(revoked)", "(inherited)"


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked for. `length` is that of the page, the documented one being the limit."""

    length: int
    sort_by: Sort
    order: Order
    filter: str | None
    after: tuple[int | str, int] | None


def page(state: State, team: str, query: Mapping[str, str]) -> Json:
    """One page of the team's files. A full page has a token, for what follows may be nothing.

    Raises:
        Refusal: 400, naming the parameter.
    """
    policy, now = state.behaviour, state.clock.now()
    request = _request(state, team, query)
    wanted = _wanted(state, request, now)
    files = state.store.files(
        team if policy.list_own_team else None,
        sort_by=request.sort_by,
        order=request.order,
        after=request.after,
        inclusive=policy.walk_repeats,
        any_case=not policy.filename_order_by_character,
        tombstones=policy.deleted_listed,
    )
    matching = filter(wanted, files)
    if policy.walk_skips and request.after is not None:
        next(matching, None)
    found = list(itertools.islice(matching, request.length))
    answer: dict[str, Any] = {"data": [_view(state, file, now) for file in found]}
    if found and len(found) == request.length:
        answer["pagination_token"] = _token(state, team, request, found[-1])
    elif not policy.walk_ends:
        answer["pagination_token"] = _token(state, team, request, None)
    return answer


def _view(state: State, file: File, now: float) -> dict[str, Any]:
    policy = state.behaviour
    shown = state.view(file, now)
    shown["created_at"] += policy.listed_created_at_shift
    if not policy.url_listed:
        shown.pop("public_url", None)
    return shown


def _request(state: State, team: str, query: Mapping[str, str]) -> _Request:
    policy = state.behaviour
    limit = policy.limit_default
    if "limit" in query:
        number = whole_number(query["limit"], "limit")
        limit = within(number, policy.limit_minimum, policy.limit_maximum, "limit")
    length = max(limit + policy.page_surplus, policy.page_shortest) - policy.page_shortfalls.get(limit, 0)
    sort_by = cast("Sort", _one_of("sort_by", query.get("sort_by", SORT_KEYS[0]), SORT_KEYS))
    order = cast("Order", _one_of("order", query.get("order", "desc"), ORDERS))
    text = query.get("filter", "").strip() or None
    if sort_by not in policy.order_respected:
        order = "asc"
    if sort_by not in policy.sorted_by:
        sort_by = "created_at"
    if text and not policy.filter_keeps_order:
        sort_by, order = "created_at", "asc"
    return _Request(length, sort_by, order, text, _after(state, team, query, sort_by, order))


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise Refusal(400, f"{name}: must be one of {', '.join(allowed)}, got {shortened(value)}")
    return value


def _wanted(state: State, request: _Request, now: float) -> Callable[[File], bool]:
    policy = state.behaviour

    def listed(file: File) -> bool:
        if state.ended(file, now) and not policy.expired_listed:
            return False
        if file.generated and not policy.storage_listed:
            return False
        delay = policy.upload_listed_after.get(file.content_type, 0)
        return now >= file.created_at + delay

    if request.filter is None:
        return listed
    from conformance.emulator.filters import compiled  # its parser would take half of the time of a start

    holds = compiled(request.filter, policy).holds
    return lambda file: listed(file) and holds(_record(state, file, now))


def _record(state: State, file: File, now: float) -> dict[str, Any]:
    active = state.url_active(file, now) or (
        state.behaviour.filter_counts_expired and state.url_expired(file, now)
    )
    if file.generated and state.behaviour.storage_filtered_as is not None:
        active = state.behaviour.storage_filtered_as
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
        REVOKED: bool(file.url_ended),
        INHERITED: active and file.url_lifetime is None and file.expires_at is not None,
    }


# Tokens: where the page ended, bound to the sort and the team, signed so that garbage is told from tokens.


def _key(file: File, sort_by: Sort) -> int | str:
    return cast("int | str", getattr(file, sort_by))


def _token(state: State, team: str, request: _Request, last: File | None) -> str:
    """The token for what follows `last`, or for the beginning if that is None."""
    where = [None, 0] if last is None else [_key(last, request.sort_by), last.seq]
    place = [team, request.sort_by, request.order, *where]
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
            raise Refusal(404, f"{name}: belongs to a list with another sort_by or order")
        return None if place[3] is None else (place[3], place[4])
    file = state.store.file(token) if name == "after" else None
    if file is None or file.team != team:
        raise Refusal(404, f"{name}: unknown, got {shortened(token)}")
    return _key(file, sort_by), file.seq
