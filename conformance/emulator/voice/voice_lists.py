"""Listing custom voices: one page, continued by a token that survives changes."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
from collections.abc import Mapping
from typing import Any

from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import shortened, whole_number, within
from conformance.emulator.state import Json, State
from conformance.emulator.voice.voice_book import is_listed, shown

_SIGNATURE = 12  # bytes of the signature in a token
_TOKEN = "pagination_token"  # noqa: S105 - the name of a field


def page(state: State, team: str, query: Mapping[str, str]) -> Json:
    """One page of the team's voices, the oldest first. Only a page with a successor has a token.

    Raises:
        Refusal: 400, naming the parameter.
    """
    policy = state.behaviour
    limit = policy.voice_limit_default
    if "limit" in query:
        number = whole_number(query["limit"], "limit")
        limit = within(number, policy.voice_limit_minimum, policy.voice_limit_maximum, "limit")
        if limit in policy.voice_limit_refused:
            raise Refusal(400, f"limit: not {limit}")
    after = _place(state, team, query.get(_TOKEN))
    if policy.voice_walk_repeats and after:
        after -= 1
    everyone = None if "listCustomVoices" in policy.voice_open_operations else team
    voices = state.store.voices.of(everyone, after=after, tombstones=policy.voice_deleted_listed)
    matching = (voice for voice in voices if is_listed(state, voice))
    if policy.voice_walk_skips and after:
        next(matching, None)
    found = list(itertools.islice(matching, limit + policy.voice_page_surplus + 1))
    more = len(found) > limit + policy.voice_page_surplus
    found = found[: limit + policy.voice_page_surplus]
    answer: dict[str, Any] = {
        "voices": [shown(state, voice, labels=policy.voice_listed_labels) for voice in found]
    }
    if more or not policy.voice_walk_ends:
        answer[_TOKEN] = _token(state, team, found[-1].seq if found else after)
    elif policy.voice_last_token_null:
        answer[_TOKEN] = None
    if policy.voice_list_tells_cap:
        answer["cap"] = policy.voice_cap
    return answer


def _token(state: State, team: str, seq: int) -> str:
    """The token for what follows the voice `seq`."""
    payload = json.dumps([team, seq], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_signed(state, payload) + payload).decode().rstrip("=")


def _signed(state: State, payload: bytes) -> bytes:
    return hashlib.blake2b(b"voices" + payload, key=state.secret, digest_size=_SIGNATURE).digest()


def _place(state: State, team: str, token: str | None) -> int:
    """The `seq` behind which the page begins."""
    if not token:
        return 0
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raw = b""
    payload = raw[_SIGNATURE:]
    if payload and _signed(state, payload) == raw[:_SIGNATURE]:
        owner, seq = json.loads(payload)
        if owner == team:
            return int(seq)
    if not state.behaviour.voice_token_checked:
        return 0
    raise Refusal(404, f"{_TOKEN}: unknown, got {shortened(token)}")
