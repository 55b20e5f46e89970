"""The paths of client secrets, one handler an operation, and whose secret it is."""

from __future__ import annotations

import hashlib
import math
import secrets

from starlette.responses import Response
from starlette.routing import Route

from conformance.emulator.calls import Call, Resource, answered
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine import fields
from conformance.emulator.imagine.fields import ILL_TYPED
from conformance.emulator.parameters import shortened
from conformance.emulator.state import State
from conformance.emulator.voice.records import Secret

_EXPIRES_AFTER = "expires_after"
_SECONDS = "seconds"


def secret_team(state: State, value: str) -> str | None:
    """The team that a secret speaks for, as long as its time has not passed."""
    secret = state.store.secrets.get(value)
    if secret is None or state.clock.now() >= secret.expires_at:
        return None
    return secret.team


async def create(call: Call) -> Response:
    """POST /v1/realtime/client_secrets. The body may be left out."""
    state, policy = call.state, call.state.behaviour
    seconds = policy.secret_default
    if policy.secret_body_required or not call.body.done:
        body = await call.json()
        if policy.secret_session_refused and body.get("session") is not None:
            raise Refusal(400, "session: not supported")
        if _EXPIRES_AFTER in body:
            given = fields.mapping(body[_EXPIRES_AFTER], _EXPIRES_AFTER)
            low, high = policy.secret_minimum, policy.secret_maximum
            asked = fields.whole(given, _SECONDS, low, high, f"{_EXPIRES_AFTER}.")
            if asked is None and _SECONDS in given:
                raise Refusal(
                    ILL_TYPED,
                    f"{_EXPIRES_AFTER}.{_SECONDS}: expected a whole number, got {shortened(given[_SECONDS])}",
                )
            seconds = seconds if asked is None else asked
    made = state.clock.now()
    chance = secrets.token_bytes(policy.secret_bytes)
    if policy.secret_repeats:
        chance = hashlib.sha256(state.secret + call.team.encode()).digest()
    expires_at = math.floor(made) + seconds + policy.secret_surplus
    secret = Secret(f"{policy.secret_prefix}{chance.hex()}", call.team, expires_at)
    if state.store.secrets.get(secret.value) is None:
        state.store.secrets.add(secret)
    shown = {
        "value": secret.value,
        "expires_at": expires_at if policy.secret_end_is_time else seconds,
    }
    return answered({"client_secret": shown} if policy.secret_nested else shown, policy.secret_status)


ROUTES: tuple[Route, ...] = (
    Route("/v1/realtime/client_secrets", Resource({"POST": ("createClientSecret", create)})),
)
