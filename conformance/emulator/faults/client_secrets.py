"""Faults of client secrets."""

from __future__ import annotations

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults.fault import Fault, fault

_TRUE = Behaviour()
#: More than clocks may differ, and less than anybody would notice in a day.
_A_MINUTE = 60

CLIENT_SECRETS: tuple[Fault, ...] = (
    fault(
        "secret-needs-a-body",
        "sockets.secret.accepted",
        "A secret is given only to those who send a body.",
        secret_body_required=True,
    ),
    fault(
        "secret-nested",
        "sockets.secret.fields",
        "The secret and its end stand within another object.",
        secret_nested=True,
    ),
    fault(
        "secret-without-prefix",
        "sockets.secret.prefix",
        "Secrets begin with anything.",
        secret_prefix="ek_",  # noqa: S106 - how the secrets of others begin
    ),
    fault(
        "secret-lives-longer",
        "sockets.secret.lifetime",
        "A secret ends a minute later than it was asked to.",
        boundary=True,
        secret_surplus=_A_MINUTE,
    ),
    fault(
        "secret-end-is-lifetime",
        "sockets.secret.lifetime",
        "The end of a secret is told as its lifetime.",
        secret_end_is_time=False,
    ),
    fault(
        "secret-default-a-minute-more",
        "sockets.secret.default-lifetime",
        "A secret lives a minute longer by default than is documented.",
        boundary=True,
        secret_default=_TRUE.secret_default + _A_MINUTE,
    ),
    fault(
        "secret-of-no-second",
        "sockets.secret.lifetime-bounds",
        "A lifetime of no second is accepted.",
        boundary=True,
        secret_minimum=_TRUE.secret_minimum - 1,
    ),
    fault(
        "secret-a-second-longer",
        "sockets.secret.lifetime-bounds",
        "A lifetime of a second more than the longest is accepted.",
        boundary=True,
        secret_maximum=_TRUE.secret_maximum + 1,
    ),
    fault(
        "secret-of-all",
        "sockets.secret.distinct",
        "A team gets the same secret each time.",
        secret_repeats=True,
    ),
)
