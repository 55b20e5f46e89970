"""The rehearsal of a run: what it would ask for, found out by asking the emulator in the package."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.budget import BudgetError, check_budget
from conformance.running import Plan, RunError, perform
from conformance.selection import FREE, generates
from conformance.targets.profile import KINDS, Profile
from reports.events import event
from reports.progress import Progress
from reports.verdicts import Run, fold
from specs import Spec

if TYPE_CHECKING:
    from rich.console import Console

    from reports import plan as report


class RehearsalError(Exception):
    """The rehearsal did not come to its end; the message is one sentence."""


def rehearse(plan: Plan, spec: Spec, console: Console, *, examples: int = 0) -> Run:
    """Run `plan` against embedded emulators, with the keys of as many teams as it has; no request reaches its target.

    Raises:
        RehearsalError: it was stopped, or a worker broke down.
    """
    teams = 2 if plan.target is None else max(1, len(plan.keys))
    lines: list[bytes] = []
    try:
        with (
            tempfile.TemporaryDirectory(prefix="xai-conformance-") as scratch,
            Progress(console, spec) as progress,
        ):

            def emit(line: bytes) -> None:
                lines.append(line)
                if console.is_terminal:  # in a log nobody asks how far it is
                    progress.handle(event(json.loads(line)))

            rehearsal = plan.rehearsed(teams=teams, examples=examples)
            ending = perform(rehearsal, spec, Path(scratch), allure=None, emit=emit)
    except RunError as error:
        raise RehearsalError(f"the run could not be rehearsed: {error}") from None
    if not ending.complete:
        why = "it was stopped" if ending.interrupted else ending.troubles[0]
        raise RehearsalError(f"the run could not be rehearsed: {why}")
    return fold((event(json.loads(line)) for line in lines), spec)


def told(run: Run, profile: Profile, *, usual: int, budget: float | None) -> report.Plan:
    """The rehearsal with what its reader has to know of the profile."""
    from reports.plan import Plan as Told

    rates = {
        kind: profile.requests_per_minute[model]
        for kind in KINDS
        if (model := profile.models[kind]) in profile.requests_per_minute
    }
    return Told(
        rehearsal=run,
        prices=profile.prices,
        rates=rates,
        usual=usual,
        budget=budget,
    )


def keep_budget(plan: Plan, profile: Profile, spec: Spec, console: Console, budget: float) -> None:
    """Rehearse the run, if anything of it generates, and find out whether it fits.

    Raises:
        BudgetError: it does not, or a price is missing.
        RehearsalError: as for `rehearse`.
    """
    paid = [requirement for requirement in plan.requirements if generates(requirement)]
    if not paid:
        return
    # What is missing for sure is said before anything is rehearsed.
    uses = {profile.models.get(r.cost, r.cost): r.id for r in reversed(paid) if r.cost != FREE}
    check_budget(0, 0, {model: use for model, use in uses.items() if model not in profile.prices}, budget)
    usage = rehearse(plan, spec, console).usage
    if usage is None:
        raise BudgetError("the rehearsal did not tell what is generated, so a budget cannot be kept")
    unpriced = {made.model: made.operation for made in usage.generated if made.dollars is None}
    check_budget(usage.dollars or 0.0, usage.needed or 0.0, unpriced, budget)
