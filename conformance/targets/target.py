"""One connected target: its profile, keys, clock, transport and ledger, and what it is able to do."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from conformance.client import Api
from conformance.drivers.protocol import Driver, DriverProblem
from conformance.outcomes import NoVerdict
from conformance.targets.clock import Clock
from conformance.targets.driver import DriverTransport
from conformance.targets.http import HttpTransport, never_issued
from conformance.targets.ledger import Ledger
from conformance.targets.profile import PLACES, Profile, ProfileError, checked_address
from specs import Spec

#: Where `serve` listens unless told otherwise. An embedded emulator's own port is gone with the run, so reports
#: and reproducers name this address in its place.
SERVED = "http://127.0.0.1:8080"
CONTROL = "/.well-known/xai-conformance"
KEY_VARIABLES = {"first": "XAI_API_KEY", "second": "XAI_SECOND_API_KEY"}
#: What a requirement may need, and how to provide it; shown where it is missing.
PREREQUISITES = {
    "clock": "a clock that can be turned (the control plane of an emulator)",
    "second-team": "a second team's key (XAI_SECOND_API_KEY or --second-api-key)",
    "generation": "leave to generate (capabilities.generation = true in the profile)",
    "custom-voices": "leave to make custom voices (capabilities.custom_voices = true in the profile)",
    "quota": "leave to fill quotas, of public URLs and of voices (capabilities.quota = true in the profile)",
}


class TargetError(Exception):
    """The target cannot be judged at all; the message is one sentence that says what is wrong."""


def keys_from_environment(first: str | None = None, second: str | None = None) -> dict[str, str]:
    """Identity → key, from the arguments or else the environment.

    Raises:
        TargetError: a key cannot be sent in a header, or both are the same.
    """
    keys: dict[str, str] = {}
    for identity, given in (("first", first), ("second", second)):
        key = given if given is not None else os.environ.get(KEY_VARIABLES[identity], "")
        if key and not (key.isascii() and key.isprintable() and " " not in key):
            raise TargetError(f"the key in {KEY_VARIABLES[identity]} has characters that no header can carry")
        if key:
            keys[identity] = key
    if len(keys) > len(set(keys.values())):
        raise TargetError("XAI_SECOND_API_KEY is the same key as XAI_API_KEY: it has to be another team's")
    return keys


@dataclass(slots=True, kw_only=True)
class Target:
    """What a run is pointed at. `capabilities` holds the prerequisites of requirements that it meets.

    `api` is what checks speak through, be it an SDK; `rest` is for what has to work whatever an SDK does.
    """

    profile: Profile
    transport: HttpTransport
    api: Api
    capabilities: frozenset[str]
    secrets: Mapping[str, str]
    rest: Api

    @property
    def ledger(self) -> Ledger:
        """What the run has created here."""
        return self.transport.ledger

    def missing(self, needs: tuple[str, ...]) -> list[str]:
        """The prerequisites among `needs` that are not met, in words."""
        return [PREREQUISITES.get(need, need) for need in needs if need not in self.capabilities]


def connect(
    profile: Profile,
    keys: Mapping[str, str],
    spec: Spec,
    *,
    ledger: Ledger | None = None,
    allowance: float | None = None,
    driver: Callable[[Mapping[str, str]], Driver] | None = None,
) -> Target:
    """Reach the target and learn what it can do: its control plane, its clock, where its URLs live.

    `ledger` is the account of what the run creates; by default one in memory, without a tag.
    `allowance` are the dollars that may be spent on generations, by the profile's prices. `driver` makes what carries
    out operations with an SDK, from the keys by identity.

    Raises:
        TargetError: it cannot be reached, or its control plane makes no sense; or the driver cannot be started.
    """
    if profile.base_url is None:
        raise TargetError(
            f"profile {profile.name} has no base_url: add one, or name the target with --target"
        )
    clock = Clock()
    identities = {**keys, "wrong": never_issued()}
    account = ledger or Ledger()
    transport: HttpTransport
    if driver is None:
        transport = HttpTransport(
            profile=profile, keys=identities, clock=clock, ledger=account, allowance=allowance
        )
    else:
        transport = DriverTransport(
            profile=profile, keys=identities, clock=clock, ledger=account, allowance=allowance,
            driver=driver(identities),
        )  # fmt: skip
    try:
        if (control := _control_plane(transport)) is not None:
            transport.profile = profile = _with_places(profile, control)
            if control.get("clock") is True and profile.capabilities.get("clock", True):
                clock.ask = lambda seconds: _advance(transport, seconds)
                clock.advance(0)
        if isinstance(transport, DriverTransport):
            transport.driver.start()
    except DriverProblem as problem:
        transport.close()
        raise TargetError(str(problem)) from None
    except NoVerdict as error:
        transport.close()
        raise TargetError(f"the target does not answer: {error}") from None
    except TargetError:
        transport.close()
        raise
    named = {name.replace("_", "-"): able for name, able in profile.capabilities.items()}
    for leave in ("generation", "custom-voices"):
        named.setdefault(leave, True)
    met = {"clock": clock.adjustable, "second-team": "second" in keys}
    capabilities = {name for name, able in named.items() if able and met.get(name, True)}
    capabilities |= {name for name, is_met in met.items() if is_met and named.get(name, True)}
    api = Api(transport, spec=spec)
    return Target(
        profile=profile,
        transport=transport,
        api=api,
        rest=Api(transport.direct, spec=spec) if isinstance(transport, DriverTransport) else api,
        capabilities=frozenset(capabilities),
        secrets={key: _placeholder(identity) for identity, key in identities.items()},
    )


def _placeholder(identity: str) -> str:
    return f"${KEY_VARIABLES[identity]}" if identity in KEY_VARIABLES else "xai-a-key-that-was-never-issued"


def _control_plane(transport: HttpTransport) -> dict[str, Any] | None:
    answer = transport.plain("GET", CONTROL)
    if answer.status != 200:
        return None
    try:
        body = json.loads(answer.response_body or b"")
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) and isinstance(body.get("service"), str) else None


def _with_places(profile: Profile, control: Mapping[str, Any]) -> Profile:
    """The profile with the addresses that it leaves open and the control plane names."""
    named = {
        place: control[place]
        for place in PLACES
        if getattr(profile, place) is None and isinstance(control.get(place), str)
    }
    try:
        checked = {
            place: checked_address(url, f"the {place} that the control plane names")
            for place, url in named.items()
        }
    except ProfileError as error:
        raise TargetError(str(error)) from None
    return replace(profile, **checked)  # type: ignore[arg-type]


def _advance(transport: HttpTransport, seconds: float) -> float:
    answer = transport.plain("POST", f"{CONTROL}/clock", body={"advance": seconds})
    try:
        return float(json.loads(answer.response_body or b"")["now"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NoVerdict(f"the control plane's clock answered {answer.status} without the time") from None
