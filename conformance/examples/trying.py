"""One attempt at a block: fresh emulator, fresh folder, run, look."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from conformance.emulator.process import EmulatorProcess
from conformance.examples.block import Block, Runtime
from conformance.examples.evidence import Evidence, Judged
from conformance.examples.filling import Hosts, filled
from conformance.examples.judging import judged
from conformance.examples.launching import Ended, launched
from conformance.examples.outcome import Outcome
from conformance.examples.outside import Outside
from conformance.examples.parsing import unreadable
from conformance.examples.script import Script, script
from conformance.examples.settings import Settings
from conformance.examples.supplies import Supplies, SupplyError
from conformance.examples.tools import ToolProblem
from conformance.examples.variables import unassigned
from conformance.examples.workshop import Workshop
from conformance.targets.profile import load_profile
from specs import Spec

TEAM = "alpha"
_WIRE = "/.well-known/xai-conformance/wire"
_STARTING = threading.Lock()  # what is changed in the environment of this process while an emulator starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of it: the outcome, what was supplied for it, and how it ended, None if it did not run."""

    judged: Judged
    supplied: tuple[str, ...]
    ended: Ended | None
    before: int


def attempt(
    block: Block,
    earlier: Sequence[Block],
    settings: Settings,
    spec: Spec,
    versions: Mapping[str, str],
) -> Attempt:
    """Run `block` after the blocks that it continues.

    Raises:
        EmulatorError: the emulator does not start.
    """
    assert block.runtime is not None
    try:
        command = settings.tools.command(block.runtime)
        with (
            Outside() as outside,
            _emulator(outside, settings.faults) as emulator,
            Workshop(settings.tools, block.runtime, outside) as shop,
        ):
            return _Trial(block, earlier, emulator, outside, shop, spec).run(command, settings, versions)
    except (ToolProblem, SupplyError) as error:
        return _never(Judged(outcome=Outcome.MISSING, reason=str(error)))


def _emulator(outside: Outside, faults: Sequence[str]) -> EmulatorProcess:
    """An emulator that fetches nothing from elsewhere, as a block may ask it to; with gRPC where that is here."""
    grpc = all(importlib.util.find_spec(name) is not None for name in ("grpc", "xai_sdk"))
    emulator = EmulatorProcess(faults=faults, wire=True, grpc=grpc)
    with _STARTING, outside.closed():
        emulator.spawn()
    return emulator


class _Trial:
    """A block, and everything that is there for it."""

    def __init__(
        self,
        block: Block,
        earlier: Sequence[Block],
        emulator: EmulatorProcess,
        outside: Outside,
        shop: Workshop,
        spec: Spec,
    ) -> None:
        self._block = block
        self._earlier = earlier
        self._emulator = emulator
        self._outside = outside
        self._shop = shop
        self._spec = spec
        self._hosts = _documented()

    def run(self, command: str, settings: Settings, versions: Mapping[str, str]) -> Attempt:
        block, shop, key = self._block, self._shop, self._emulator.keys[TEAM]
        assert block.runtime is not None
        shop.furnish(self._routes())
        supplies = Supplies(self._emulator.url, key, shop.folder, self._outside, self._spec)
        try:
            texts = [
                filled(each.text, block.runtime, supplies, self._hosts) for each in (*self._earlier, block)
            ]
        finally:
            supplies.close()
        made = script(block, texts[-1].text, [each.text for each in texts[:-1]])
        path = shop.folder / made.name
        path.write_text(made.text, encoding="utf-8")
        variables = {name: value for each in texts for name, value in each.variables.items()}
        told = tuple(dict.fromkeys(supplies.told))
        if wrong := unreadable(block, made.text, path, command) or _unset(block, made, variables):
            return Attempt(judged=wrong, supplied=told, ended=None, before=made.before)
        seen = self._wire(0)[1]
        flags = ["--experimental-strip-types"] if path.suffix in (".mts", ".cts") else []
        ended = launched(
            [command, *flags, str(path)],
            folder=shop.folder,
            environment=shop.environment(key, variables),
            output=shop.output,
            errors=shop.errors,
            seconds=settings.seconds,
            stop=settings.stop,
        )
        evidence = Evidence(
            block=block,
            text=made.text,
            script=str(path),
            ended=ended,
            notes=shop.notes(),
            wire=self._wire(seen)[0],
            refused_hosts=tuple(self._outside.refused),
            left=texts[-1].left,
        )
        found = judged(evidence, self._spec, versions)
        return Attempt(judged=found, supplied=told, ended=ended, before=made.before)

    def _routes(self) -> dict[str, Any]:
        profile, emulator = load_profile("xai"), self._emulator
        pairs = (
            (profile.base_url, emulator.url),
            (profile.cdn, emulator.cdn),
            (profile.imgen, emulator.imgen),
            (profile.vidgen, emulator.vidgen),
        )
        hosts = {_host(documented): here for documented, here in pairs if documented}
        return {"hosts": hosts, "api": sorted(self._hosts.api), "grpc": emulator.grpc}

    def _wire(self, after: int) -> tuple[list[dict[str, Any]], int]:
        """What was said since entry `after`, and the number of the last one."""
        found: list[dict[str, Any]] = []
        with httpx.Client(base_url=self._emulator.url, trust_env=False, timeout=30) as client:
            while True:
                page = client.get(_WIRE, params={"after": after}).json()
                found += page["entries"]
                after = int(page["next"])
                if not page["entries"] or not page.get("more"):
                    return found, after


def _documented() -> Hosts:
    profile = load_profile("xai")
    return Hosts(
        api=frozenset({_host(profile.base_url)}),
        cdn=_host(profile.cdn),
        generated=frozenset({_host(profile.imgen), _host(profile.vidgen)}),
    )


def _host(address: str | None) -> str:
    return (address or "").partition("//")[2].partition("/")[0]


def _unset(block: Block, made: Script, variables: Mapping[str, str]) -> Judged | None:
    """A variable that a shell script expands and nobody sets: another block may."""
    if block.runtime is not Runtime.SHELL:
        return None
    for name in unassigned(made.text):
        if name not in variables and name != "XAI_API_KEY":
            reason = f"it needs the variable {name}, and nobody here knows its value"
            return Judged(outcome=Outcome.MISSING, reason=reason, undefined=name)
    return None


def _never(found: Judged) -> Attempt:
    return Attempt(judged=found, supplied=(), ended=None, before=0)
