"""The rules of client secrets."""

from __future__ import annotations

from dataclasses import dataclass

import specs

_SPEC = specs.load()
_SECONDS = _SPEC.schema("CreateClientSecret")["properties"]["expires_after"]["properties"]["seconds"]


@dataclass(frozen=True, kw_only=True)
class SecretsPolicy:
    """Every field begins with `secret_`. Times are in seconds."""

    secret_prefix: str = _SPEC.limit("client-secret-prefix")[0]
    secret_bytes: int = 32  # of chance in a value
    secret_minimum: int = _SECONDS["minimum"]
    secret_maximum: int = _SECONDS["maximum"]
    secret_default: int = _SECONDS["default"]
    secret_surplus: int = 0
    secret_status: int = 200
    secret_body_required: bool = False
    secret_nested: bool = False  # under `client_secret`, as others have it
    secret_end_is_time: bool = True
    secret_repeats: bool = False  # the same value again and again
    secret_session_refused: bool = False
