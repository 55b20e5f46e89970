"""Environments for SDKs in JavaScript: a folder filled by npm, with a Node that is new enough for the SDK."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conformance.drivers.installing import EnvironmentProblem, run
from conformance.drivers.known import Known

_DRIVERS = Path(__file__).resolve().parent
_QUIET = ("--no-audit", "--no-fund", "--no-progress", "--no-package-lock", "--loglevel=error")
#: Major version of `ai` → the one that is taken, so that two runs have the same; of others, the newest.
_PINNED: Mapping[int, str] = {6: "6.0.326", 7: "7.0.173"}
#: `ai` is so many major versions ahead of the interface that it shares with its providers.
_AHEAD = 3
_INTERFACE = "@ai-sdk/provider"
_MAJOR = re.compile(r"[0-9]+")


def runtime() -> str:
    """What an environment is for, besides the SDK."""
    return "node"


def newest(known: Known) -> str:
    """The newest version, also if the Node that is here is too old for it.

    Raises:
        EnvironmentProblem: nobody says.
    """
    return str(_seen(known, f"{known.package}@latest")["version"])


def install(place: Path, known: Known, wanted: str, *, is_path: bool) -> None:
    """Fill an empty folder.

    Raises:
        EnvironmentProblem: a step failed, or there is no npm.
    """
    package = {"name": "environment", "private": True, "type": "module"}
    (place / "package.json").write_text(json.dumps(package) + "\n")
    what = wanted if is_path else f"{known.package}@{wanted}"
    _npm(place, known, "install", "--install-links", "--legacy-peer-deps", what)
    told = json.loads((place / "node_modules" / known.package / "package.json").read_text())
    beside = [*known.beside, _framework(known, told), *_peers(told)]
    needed = _major(str(told.get("engines", {}).get("node", "")))
    if needed is not None and (_here() or 0) < needed:
        beside.append(f"node@{needed}")
    _npm(place, known, "install", "--install-links", *beside)


def installed(place: Path, known: Known) -> str:
    """The version that an environment has."""
    return str(json.loads((place / "node_modules" / known.package / "package.json").read_text())["version"])


def command(place: Path, known: Known) -> tuple[str, ...]:
    """The command of the driver, of which the environment gets a copy: modules are looked for where a program lies."""
    sources = sorted((_DRIVERS / known.driver).glob("*.mjs"))
    digest = hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()[:10]
    copy = place / f"driver-{digest}"
    if not copy.is_dir():
        making = Path(tempfile.mkdtemp(prefix=".driver-", dir=place))
        for source in sources:
            shutil.copy(source, making)
        try:
            making.rename(copy)
        except OSError:  # somebody else was first
            shutil.rmtree(making, ignore_errors=True)
    own = place / "node_modules" / ".bin" / "node"
    return (str(own) if own.exists() else "node", str(copy / "driver.mjs"), *known.arguments)


def _npm(place: Path, known: Known, *arguments: str) -> str:
    return run(("npm", *arguments, *_QUIET), place, f"Installing {known.package}")


def _seen(known: Known, what: str) -> dict[str, Any]:
    said = run(("npm", "view", what, "--json"), Path.cwd(), f"Finding the newest {known.package}")
    try:
        told = json.loads(said)
    except ValueError:
        raise EnvironmentProblem(f"npm does not tell which {known.package} is the newest") from None
    return dict(told)


def _framework(known: Known, told: Mapping[str, Any]) -> str:
    """The `ai` that a provider is made for."""
    interface = _major(str(told.get("dependencies", {}).get(_INTERFACE, "")))
    if interface is None:
        raise EnvironmentProblem(
            f"{known.package} {told.get('version')} does not say which ai it is made for"
        )
    major = interface + _AHEAD
    return f"ai@{_PINNED.get(major, major)}"


def _peers(told: Mapping[str, Any]) -> list[str]:
    return [f"{name}@{versions}" for name, versions in told.get("peerDependencies", {}).items()]


def _here() -> int | None:
    """The major version of the Node that is here."""
    try:
        return _major(run(("node", "--version"), Path.cwd(), "A driver in JavaScript"))
    except EnvironmentProblem:
        return None


def _major(version: str) -> int | None:
    found = _MAJOR.search(version)
    return int(found.group()) if found else None
