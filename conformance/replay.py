"""Judges one check again, on the very input that failed: what a `repro.py` calls."""

from __future__ import annotations

import argparse
import contextlib
import inspect
import io
import json
import os
import shlex
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from conformance import trial
from conformance.drivers.environments import EnvironmentProblem, prepare
from conformance.drivers.known import KNOWN
from conformance.outcomes import Untestable
from conformance.targets.profile import SHIPPED, load_profile
from conformance.workers import ROOT, cache

CONFORMS, DEVIATES, UNJUDGED = 0, 1, 2


class _Replay:
    """Hands the recorded input to the check, in place of everything that it would have tried."""

    def __init__(self, arguments: Mapping[str, object] | None, program: str | None) -> None:
        self._arguments = arguments
        self._program = program

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_setup(self) -> None:
        """After the session has opened the trial."""
        trial.current().values = self._arguments

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """A program is run by the `replay_program` of the check's module, in place of the check."""
        if self._program is None:
            return None
        run = getattr(pyfuncitem.module, "replay_program", None)
        if run is None:
            raise Untestable(f"{pyfuncitem.name} has no programs to run")
        fixtures = {
            name: pyfuncitem.funcargs[name] for name in inspect.signature(run).parameters if name != "program"
        }
        run(**fixtures, program=self._program)
        return True


def replay(
    check: str,
    *,
    target: str | None,
    arguments: Mapping[str, object] | None = None,
    program: str | None = None,
    lean: bool = False,
    seed: int | None = None,
    examples: int | None = None,
    sdk: tuple[str, str, str] | None = None,
) -> int:
    """Run `check` (a node id) once more and print what it comes to.

    Args:
        check: as recorded, such as `conformance/suite/files/test_upload.py::test_stores_a_file`.
        target: address of the API, or `None` for the embedded emulator. `--target URL` on the command line
            of the calling script comes first. Keys come from the environment. What else there is to know of the
            target is in the shipped profile with its address, or in `--profile FILE`.
        arguments: the generated inputs, by name.
        program: the steps of a state machine, one a line.
        lean: generate as little as possible: somebody pays.
        seed: where there is no recorded input, that of the run: the same inputs are drawn again.
        examples: how many of them.
        sdk: name, version and mode of the SDK that carries out the operations, in an environment that is made for it;
            `--driver COMMAND` on the command line comes first. None is none.

    Returns:
        0 if it conforms now, 1 if it still deviates, 2 if it could not be judged.
    """
    given = _from_command_line(target)
    target, profile = given.target, given.profile
    try:
        driver = given.driver or (sdk and _driver(*sdk))
    except EnvironmentProblem as problem:
        click.echo(f"NOT JUDGED: {problem}")
        return UNJUDGED
    with tempfile.TemporaryDirectory(prefix="xai-conformance-") as scratch:
        events = Path(scratch) / "events"
        said = io.StringIO()
        options = [
            str(ROOT / check), f"--rootdir={ROOT}", "-c", str(ROOT / "conformance" / "suite" / "pytest.ini"),
            "-p", "no:cacheprovider", "-q", "--tb=no", "--conformance-strict", f"--conformance-events={events}",
        ]  # fmt: skip
        if target is not None:
            options.append(f"--conformance-target={target}")
        if profile is not None:
            options.append(f"--conformance-profile={profile}")
        if driver:
            options.append(f"--conformance-driver={driver}")
        if lean:
            options.append("--conformance-lean=on")
        for name, number in (("seed", seed), ("examples", examples)):
            if number is not None:
                options.append(f"--conformance-{name}={number}")
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(cache())
        os.environ.pop("PYTEST_ADDOPTS", None)
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            pytest.main(["-p", "conformance.plugin", *options], plugins=[_Replay(arguments, program)])
        return _tell(events, said.getvalue(), target)


@dataclass(frozen=True, slots=True)
class _Given:
    """What the user says on the command line, or else what is the case."""

    target: str | None
    profile: str | None
    driver: str | None


def _driver(name: str, version: str, mode: str) -> str:
    """The command line of the driver that this project has for an SDK.

    Raises:
        EnvironmentProblem: there is none, or the SDK cannot be installed.
    """
    for asked, known in KNOWN.items():
        if known.package == name and (not mode or mode in known.arguments):
            return shlex.join(prepare(asked, version).command)
    raise EnvironmentProblem(f"there is no driver here for {name} {mode}: name one with --driver COMMAND")


def _from_command_line(target: str | None) -> _Given:
    """Address and profile, where the user names them; else `target`, and the shipped profile that has its address."""
    parser = argparse.ArgumentParser(description="Judge one check again, on the input that failed.")
    parser.add_argument("--target", default=target, help="address of the API (default: %(default)s)")
    parser.add_argument("--profile", help="target profile: a TOML file, or xai, or emulator")
    parser.add_argument(
        "--driver", metavar="COMMAND", help="driver of the SDK that carries out the operations"
    )
    given = parser.parse_args()
    return _Given(given.target, given.profile or _shipped(given.target), given.driver)


def _shipped(target: str | None) -> str | None:
    names = sorted(path.stem for path in SHIPPED.glob("*.toml"))
    return next(
        (name for name in names if target and load_profile(name).base_url == target.rstrip("/")), None
    )


def _tell(events: Path, said: str, target: str | None) -> int:
    where = target or "the embedded emulator"
    finished = []
    if events.exists():
        records = [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()]
        finished = [record for record in records if record["event"] == "check-finished"]
    if not finished:
        reasons = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
        click.echo(f"NOT JUDGED on {where}: {reasons[-1] if reasons else said.strip()[-400:]}")
        return UNJUDGED
    outcomes = {record["outcome"] for record in finished}
    for record in finished:
        click.echo(
            f"{record['outcome'].upper()} on {where}: {record['requirement']}: {record['message']}".rstrip(
                ": "
            )
        )
    if "deviates" in outcomes:
        return DEVIATES
    return CONFORMS if outcomes <= {"conforms", "observed"} else UNJUDGED
