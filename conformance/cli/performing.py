"""Carrying out a run from the command line: its progress is shown, its events are kept, and then folded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from conformance.running import Ending, Plan, RunError, clear_report, perform
from specs import Spec

if TYPE_CHECKING:
    from rich.console import Console

    from reports.verdicts import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the end of a run is read: what fails it, and what a job of GitHub Actions is told (None: all, within one)."""

    strict: bool = False
    allow_incomplete: bool = False
    annotations: str | None = None


def performed(
    plan: Plan, spec: Spec, scratch: Path, report_dir: Path | None, console: Console
) -> tuple[Run, Ending]:
    """Run the plan; `events.jsonl` and Allure's results go to `report_dir`, and working files to `scratch`.

    Raises:
        RunError: nothing can be judged, or the report cannot be written; one sentence.
    """
    from reports.events import event, read
    from reports.progress import Progress
    from reports.verdicts import fold

    stream_path = _stream_path(report_dir, scratch)
    allure = None if report_dir is None else report_dir / "allure-results"
    try:
        with stream_path.open("wb") as stream, Progress(console, spec) as progress:

            def emit(line: bytes) -> None:
                _append(stream, line)
                progress.handle(event(_parsed(line)))

            ending = perform(plan, spec, scratch, allure=allure, emit=emit)
    except BrokenPipeError:
        raise  # nobody reads what we print; click ends quietly
    except OSError as error:
        raise RunError(f"the report cannot be written to {stream_path.parent}: {error.strerror}") from error
    return fold(read(stream_path), spec), ending


def _stream_path(report_dir: Path | None, scratch: Path) -> Path:
    if report_dir is None:
        return scratch / "events.jsonl"
    try:
        report_dir.mkdir(parents=True, exist_ok=True)
        clear_report(report_dir)
        path = report_dir / "events.jsonl"
        path.touch()
    except OSError as error:
        raise RunError(f"the report cannot be written to {report_dir}: {error.strerror}") from error
    return path


def _append(stream: IO[bytes], line: bytes) -> None:
    stream.write(line + b"\n")
    stream.flush()


def _parsed(line: bytes) -> Mapping[str, object]:
    record: Mapping[str, object] = json.loads(line)
    return record
