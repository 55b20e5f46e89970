"""Environments for SDKs in Python: a venv of the interpreter that we run on, filled by pip."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from conformance.drivers.installing import EnvironmentProblem, run
from conformance.drivers.known import Known

_LAUNCH = Path(__file__).resolve().with_name("launch.py")
_PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")
_VERSION = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"


def runtime() -> str:
    """What an environment is for, besides the SDK."""
    return f"py{sys.version_info.major}.{sys.version_info.minor}"


def newest(known: Known) -> str:
    """The newest version that can be installed here.

    Raises:
        EnvironmentProblem: nobody says.
    """
    asked = (
        "install",
        "--dry-run",
        "--ignore-installed",
        "--no-deps",
        "--quiet",
        "--report",
        "-",
        known.package,
    )
    said = run((sys.executable, *_PIP, *asked), Path.cwd(), f"Finding the newest {known.package}")
    try:
        version: str = json.loads(said)["install"][0]["metadata"]["version"]
    except (ValueError, LookupError):
        raise EnvironmentProblem(f"pip does not tell which {known.package} is the newest") from None
    return version


def install(place: Path, known: Known, wanted: str, *, is_path: bool) -> None:
    """Fill an empty folder.

    Raises:
        EnvironmentProblem: a step failed.
    """
    run((sys.executable, "-m", "venv", str(place)), place, f"Making an environment for {known.package}")
    what = wanted if is_path else f"{known.package}=={wanted}"
    run((_python(place), *_PIP, "install", "--quiet", what), place, f"Installing {known.package} {wanted}")


def installed(place: Path, known: Known) -> str:
    """The version that an environment has."""
    asked = (_python(place), "-I", "-c", _VERSION, known.package)
    return run(asked, place, f"Finding out which {known.package} is at {place}").strip()


def command(place: Path, known: Known) -> tuple[str, ...]:
    """The command of the driver."""
    return (_python(place), "-P", str(_LAUNCH), known.driver, *known.arguments)


def _python(place: Path) -> str:
    return str(place / "bin" / "python")
