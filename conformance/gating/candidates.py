"""What is to be judged: drivers that are ready to be started, or the reason why one is not."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from conformance.drivers.describing import described
from conformance.drivers.environments import EnvironmentProblem, prepare
from conformance.drivers.known import KNOWN
from conformance.drivers.protocol import DriverProblem
from conformance.gating.asked import Asked
from conformance.targets.driver.plug import has_grpc

_NO_GRPC = "it speaks gRPC, for which the emulator needs the extra sdk: pip install 'xai-conformance[sdk]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One SDK with its driver.

    `command` is the driver's command line, None where there is a `problem`, which is a sentence. `name` is what known
    failures call the SDK. `about` is what its driver says of it: name, version, language, runtime and mode.
    """

    name: str
    version: str
    command: str | None
    about: dict[str, str]
    problem: str | None = None


def candidates(
    asked: Sequence[Asked], commands: Sequence[str], folder: Path | None, tell: Callable[[str], None]
) -> Iterator[Candidate]:
    """Those of `asked`, for which environments are made in `folder`, and the drivers with these `commands`.

    `tell` gets a sentence before anything that may take a while.
    """
    for each in asked:
        tell(f"Preparing {each}")
        if (known := KNOWN.get(each.name)) is not None and known.grpc and not has_grpc():
            yield _impossible(each.name, each.version or "", _NO_GRPC)
            continue
        try:
            prepared = prepare(each.name, each.version, folder)
        except EnvironmentProblem as problem:
            yield _impossible(each.name, each.version or "", str(problem))
            continue
        yield _introduced(shlex.join(prepared.command), prepared.name, prepared.version)
    for command in commands:
        yield _introduced(command, "", "")


def _introduced(command: str, name: str, version: str) -> Candidate:
    """The candidate as its driver introduces it; the version of what was installed is the more precise one."""
    try:
        about = described(command)
    except (DriverProblem, ValueError) as problem:
        return _impossible(name or "driver", version, str(problem))
    if version:
        about = {**about, "version": version}
    return Candidate(name=name or about["name"], version=about["version"], command=command, about=about)


def _impossible(name: str, version: str, problem: str) -> Candidate:
    about = {"name": name, "version": version, "language": "", "runtime": "", "mode": ""}
    sentence = problem if problem.endswith(".") else f"{problem}."
    return Candidate(name=name, version=version, command=None, about=about, problem=sentence)
