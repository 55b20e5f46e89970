"""Runs the checks of one requirement against the emulator with one fault, in a process of its own."""

from __future__ import annotations

import contextlib
import fnmatch
import functools
import io
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from conformance.emulator.process import EmulatorProcess
from conformance.workers import ROOT
from specs.extraction.suite import Claim, claims

SUITE = ROOT / "conformance" / "suite"
SEED = 20260611


@dataclass(frozen=True)
class Judged:
    """What the checks in scope came to: requirement → outcomes, and the messages of those that deviate."""

    outcomes: dict[str, set[str]]
    messages: list[str]


@functools.cache
def _claims() -> tuple[Claim, ...]:
    return claims(SUITE)


def _files(requirement: str) -> list[Path]:
    """The files that judge it: to collect all the others takes as long as the checks themselves."""
    wanted = {c.path for c in _claims() if c.id is not None and fnmatch.fnmatchcase(c.id, requirement)}
    return sorted(wanted) or [SUITE]


def judge(fault: str | None, requirement: str, examples: int) -> Judged:
    """Judge `requirement` (a glob) on an emulator with `fault`, or without any for `None`."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    faults = [] if fault is None else [fault]
    with EmulatorProcess(faults=faults) as emulator, tempfile.TemporaryDirectory() as folder:
        os.environ["XAI_API_KEY"], os.environ["XAI_SECOND_API_KEY"] = emulator.keys.values()
        events = Path(folder) / "events"
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            pytest.main([
                *map(str, _files(requirement)), f"--rootdir={ROOT}",
                "-c", str(SUITE / "pytest.ini"), "-p", "conformance.plugin",
                "-p", "no:cacheprovider", "-q", "--tb=no", f"--conformance-events={events}",
                f"--conformance-requirement={requirement}", f"--conformance-examples={examples}",
                f"--conformance-seed={SEED}", f"--conformance-target={emulator.url}",
            ])  # fmt: skip
        outcomes: dict[str, set[str]] = {}
        messages = []
        for line in events.read_text(encoding="utf-8").splitlines() if events.exists() else ():
            event = json.loads(line)
            if event["event"] == "check-finished":
                outcomes.setdefault(event["requirement"], set()).add(event["outcome"])
                messages += [event["message"]] if event["outcome"] != "conforms" else []
        return Judged(outcomes, messages or [said.getvalue()[-500:]])
