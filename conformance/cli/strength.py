"""`xai-conformance strength`: every fault of the emulator against the suite."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from conformance.cli.failing import fail
from conformance.cli.folders import attempted, made
from conformance.cli.help import HELP
from conformance.cli.values import Number, ReportFolder
from conformance.strength.fault import GENERATED, WRITTEN, Tried, faults, spread, unmatched
from conformance.strength.judges import JudgesGone
from conformance.strength.matrix import OWN, SCOPES, Matrix, Settings, matrix
from conformance.strength.peers import NoPeer, compare
from conformance.strength.peers import sample as sample_for_peers
from conformance.strength.record import record, untripped
from conformance.targets.profile import AREAS

_CORES = os.cpu_count() or 1
EXIT_CODES = """\b
Exit codes:
  0  every fault is caught, or it is said why it cannot be
  1  a fault survives unexplained, or something deviates without a fault
  2  something is wrong with the options
  3  neither, but it was broken off, or a fault could not be judged
"""


@click.command(epilog=EXIT_CODES, context_settings=HELP)
@click.option("--fault", "globs", multiple=True, metavar="GLOB", help="Only faults that match; repeatable.")
@click.option("--area", "areas", multiple=True, type=click.Choice(AREAS), help="Only this area; repeatable.")
@click.option("--written", "kind", flag_value=WRITTEN, help="Only the hand-written faults.")
@click.option("--generated", "kind", flag_value=GENERATED, help="Only those derived from the specs.")
@click.option(
    "--sample", type=click.IntRange(min=1), help="Only so many of them, spread evenly, the same every time."
)
@click.option(
    "--scope", type=click.Choice(SCOPES), default=OWN, show_default=True,
    help="What is judged for each fault: what could see it, until something deviates; or all of its area, or "
    "everything, which also shows what is blamed without reason.",
)  # fmt: skip
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=2 * _CORES,
    help="Faults side by side.  [default: two a core]",
)
@click.option(
    "--seed", "seeds", multiple=True, type=click.IntRange(min=0), default=(1,), show_default=True,
    help="Seed of the random inputs; of several, the unfaulted control runs with each.",
)  # fmt: skip
@click.option(
    "--examples", type=click.IntRange(min=0), default=0, show_default=True,
    help="Random examples a check, beyond the enumerated boundaries.",
)  # fmt: skip
@click.option(
    "--peers", is_flag=True, help="Also run the plain schemathesis command against the same servers."
)
@click.option(
    "--peer-sample", type=click.IntRange(min=1), default=40, show_default=True, help="Faults that both get."
)
@click.option(
    "--peer-seconds",
    type=Number(min=1),
    default=20,
    show_default=True,
    help="Time of both a fault.",
)
@click.option(
    "--report-dir", type=ReportFolder(), metavar="DIR", help="Write strength.json and the page here."
)
def strength(  # noqa: PLR0913 - a command has its options
    *,
    globs: Sequence[str],
    areas: Sequence[str],
    kind: str | None,
    sample: int | None,
    scope: str,
    workers: int,
    seeds: Sequence[int],
    examples: int,
    peers: bool,
    peer_sample: int,
    peer_seconds: float,
    report_dir: Path | None,
) -> None:
    """Measure the suite: every fault of the emulator has to be caught."""
    from rich.console import Console

    from reports.strength.console import print_strength
    from reports.strength.exits import exit_code
    from reports.strength.kill import read
    from reports.strength.writing import write_all

    chosen = faults(kinds=(WRITTEN, GENERATED) if kind is None else (kind,), globs=globs, areas=areas)
    if problem := next(filter(None, map(unmatched, globs)), None):
        fail(problem)
    if not chosen:
        fail("the options leave no fault to try")
    every = not globs and not areas and kind is None and sample is None
    if sample is not None:
        chosen = spread(chosen, sample)
    if report_dir is not None:
        made(report_dir)
    found = Matrix(settings=Settings(workers=workers, seeds=seeds, examples=examples, scope=scope))
    began = time.monotonic()
    told = Progress()
    compared: dict[str, Any] | None = None
    try:
        with contextlib.suppress(KeyboardInterrupt):
            matrix(found, chosen, told.tell)
            if peers:
                compared = _peers(found, chosen, peer_sample, peer_seconds, seeds[0], told)
    except JudgesGone as error:
        fail(str(error))
    finally:
        told.clear()
    document = record(
        found,
        seconds=time.monotonic() - began,
        untripped=untripped(found) if every and found.complete else None,
        peers=compared,
    )
    kills = read(document)
    unwritten = report_dir and attempted(report_dir, lambda: write_all(document, report_dir))
    print_strength(kills, Console(), directory=None if unwritten else report_dir)
    if unwritten:
        fail(unwritten)
    sys.exit(exit_code(kills))


def _peers(
    found: Matrix, chosen: Sequence[Tried], size: int, seconds: float, seed: int, told: Progress
) -> dict[str, Any] | None:
    try:
        return compare(
            found, sample_for_peers(chosen, size), seconds=seconds, seed=seed, workers=_CORES, tell=told.tell
        )
    except NoPeer as error:
        told.clear()
        click.echo(f"No comparison: {error}", err=True)
        return None


class Progress:
    """A line on a terminal that says how far it is; elsewhere, a line at the end of each round."""

    def __init__(self) -> None:
        self._seen = sys.stderr.isatty()

    def tell(self, what: str, done: int, of: int) -> None:
        """So many of so many are done."""
        if self._seen:
            click.echo(f"\r\033[K{what}: {done} of {of}", err=True, nl=False)
        elif done == of:
            click.echo(f"{what}: {of}", err=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._seen:
            click.echo("\r\033[K", err=True, nl=False)
