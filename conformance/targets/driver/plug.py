"""How a run is connected to a driver, where it has one."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import specs
from conformance.drivers.protocol import Driver, Place
from conformance.drivers.protocol.driver import Deadlines
from conformance.drivers.watched import WatchedDriver
from conformance.emulator.process import EmulatorProcess
from conformance.monitors.requests import request_monitors
from conformance.outcomes import NotOffered
from conformance.targets.driver.programs import program
from conformance.targets.driver.transport import DriverTransport
from conformance.targets.exchange import Exchange
from conformance.targets.hiding import Hider
from conformance.targets.http import SPOKEN
from conformance.targets.meter import KIND_OF
from conformance.targets.profile import Profile
from conformance.targets.tap import Tap
from conformance.targets.target import Target
from specs import Requirement

#: Operations of which an SDK needs at least one, or nothing of the area can be asked of it.
_NEEDED = {
    "files": {"uploadFile", "listFiles", "retrieveFile"},
    "public-urls": {"createPublicUrl", "revokePublicUrl"},
    "images": {"generateImage", "editImage"},
    "videos": {"generateVideo", "editVideo", "extendVideo"},
    "storage-options": set(KIND_OF),
    "file-inputs": set(KIND_OF),
    "speech": {"createSpeech", "listVoices"},
    "transcription": {"transcribe"},
}


@dataclass(frozen=True, slots=True)
class Plug:
    """The command line of a driver, or none: then nothing is done at all."""

    command: tuple[str, ...] = ()

    @classmethod
    def of(cls, command: tuple[str, ...] | None) -> Plug:
        """That of a run."""
        return cls(command or ())

    @property
    def driven(self) -> bool:
        """Whether operations are carried out by an SDK."""
        return bool(self.command)

    def emulator(self) -> EmulatorProcess:
        """The emulator as the run needs it: SDKs may speak gRPC, and what they put on the wire is judged."""
        return EmulatorProcess(grpc=self.driven and has_grpc(), wire=self.driven)

    def into(
        self, profile: Profile, emulator: EmulatorProcess | None
    ) -> Callable[[Mapping[str, str]], Driver] | None:
        """What makes the driver from the keys by identity, pointed at the target."""
        if not self.driven:
            return None
        place = Place(
            base_url=profile.base_url or "",
            grpc=None if emulator is None else emulator.grpc,
            grpc_insecure=None if emulator is None else emulator.grpc_insecure,
        )
        timing = profile.timing
        # An SDK asks again and again, and waits in between: it has the time of several requests.
        call = 4 * timing.timeout
        deadlines = Deadlines(call=call, generation=timing.generation + call)
        slow = frozenset({*KIND_OF, *SPOKEN, "getVideo"})
        if emulator is None:  # somebody else's target writes nothing down
            return lambda keys: Driver(
                self.command, replace(place, keys=keys), deadlines=deadlines, slow=slow
            )
        tap, judges = Tap(emulator.url), request_monitors(specs.load())
        return lambda keys: WatchedDriver(
            self.command, replace(place, keys=keys), tap=tap, monitors=judges, deadlines=deadlines, slow=slow
        )

    def look_for(self, target: Target, requirement: Requirement) -> None:
        """Look whether the SDK has anything at all of the area.

        Raises:
            NotOffered: it has nothing.
        """
        if isinstance(target.transport, DriverTransport):
            ready = target.transport.driver.ready
            needed = _NEEDED.get(requirement.area, set())
            if needed and not needed & ready.implements.keys():
                raise NotOffered(f"{ready.title} has no {' or '.join(sorted(needed))}")

    def program(
        self, target: Target | None, exchanges: Iterable[Exchange], hider: Hider
    ) -> dict[str, dict[str, Any]]:
        """What the failing example did, in the language of the SDK, as an event has it; empty where there is none."""
        if target is None or not isinstance(target.transport, DriverTransport):
            return {}
        found = program(target.transport.driver, exchanges)
        return {} if found is None else {"program": {**asdict(found), "text": hider.text(found.text)}}


def has_grpc() -> bool:
    """Whether the emulator can serve gRPC here: SDKs that speak REST alone need no more than it always has."""
    return all(importlib.util.find_spec(name) is not None for name in ("grpc", "xai_sdk"))
