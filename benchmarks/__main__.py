"""`python -m benchmarks [NAME…] [--effort quick|full|smoke]`: measure, print, and keep the figures as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import specs
from benchmarks import checked, emulator, findings, latency, peers, runs, sockets, startup
from benchmarks.effort import EFFORTS, Effort
from benchmarks.figure import RATIO, Findings

_RESULTS = Path(__file__).with_name("results")
BENCHMARKS: Mapping[str, Callable[[Effort], Findings]] = {
    "startup": startup.measure,
    "checked": checked.measure,
    "runs": runs.measure,
    "peers": peers.measure,
    "emulator": emulator.measure,
    "latency": latency.measure,
    "findings": findings.measure,
    "sockets": sockets.measure,
}


def main() -> None:
    """Measure what was asked for, in one go, so that the ratios can be compared."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: all of {', '.join(BENCHMARKS)}")
    parser.add_argument("--effort", choices=EFFORTS, default="full", help="default: %(default)s")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="default: a new file in benchmarks/results"
    )
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(
            f"no benchmark is called {' or '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}"
        )
    effort = EFFORTS[options.effort]
    began = datetime.now(UTC)
    record: dict[str, Any] = {
        "began": began.isoformat(timespec="seconds"),
        "effort": options.effort,
        "version": version("xai-conformance"),
        "spec": specs.load().digest,
        "machine": _machine(),
        "benchmarks": {},
    }
    for name in options.names or BENCHMARKS:
        started = time.perf_counter()
        found = BENCHMARKS[name](effort)
        seconds = time.perf_counter() - started
        record["benchmarks"][name] = {"seconds": round(seconds, 2), "load": _load(), **found.as_json()}
        _show(name, seconds, found)
    output = options.output or _RESULTS / f"{began:%Y%m%dT%H%M%SZ}.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{output}")


def _machine() -> dict[str, Any]:
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": _load(),
    }


def _load() -> float | None:
    """How many processes wanted a core over the last minute; above the number of cores, figures suffer."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _show(name: str, seconds: float, found: Findings) -> None:
    print(f"\n{name} ({seconds:.1f} s)")
    if found.skipped is not None:
        print(f"  skipped: {found.skipped}")
    for figure in sorted(found.figures, key=lambda each: each.unit != RATIO):
        spread = "" if figure.lowest is None else f"  ({figure.lowest:.2f} to {figure.highest:.2f})"
        print(f"  {figure.value:10.2f} {figure.unit:<11} {figure.name}{spread}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
