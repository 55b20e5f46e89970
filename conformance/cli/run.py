"""`xai-conformance run`: judge a target, and say what was found."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

import specs
from conformance.budget import BudgetError
from conformance.cli import github
from conformance.cli.failing import fail
from conformance.cli.folders import attempted
from conformance.cli.help import HELP
from conformance.cli.performing import Reading, performed
from conformance.cli.values import Number, ReportFolder
from conformance.running import Ending, Plan, RunError
from conformance.selection import Selection, SelectionError, generates, parse_shard
from conformance.targets.profile import AREAS, Profile, ProfileError, load_profile
from conformance.targets.target import KEY_VARIABLES, TargetError, keys_from_environment
from specs import Level, Requirement, Spec, SpecError

if TYPE_CHECKING:
    from reports.known_failures import Known
    from reports.verdicts import Run

#: The first character keeps click from joining the lines.
EXIT_CODES = """\b
Exit codes:
  0  every MUST in scope conforms
  1  a MUST deviates and is not a known failure (with --strict, a SHOULD too)
  2  something is wrong with the options, the profile, the address or a key,
     or the run does not fit its budget
  3  nothing deviates, but some MUST could not be judged (--allow-incomplete: 0)
"""


@click.command(epilog=EXIT_CODES, context_settings=HELP)
@click.option("--target", metavar="URL", help="Address of the API; without one, the emulator in the package.")
@click.option("--profile", metavar="FILE", help="Target profile: a TOML file, or `xai`, or `emulator`.")
@click.option("--area", "areas", multiple=True, type=click.Choice(AREAS), help="Only this area; repeatable.")
@click.option("--requirement", "globs", multiple=True, metavar="GLOB", help="Only what matches; repeatable.")
@click.option(
    "--level", "levels", multiple=True, type=click.Choice([*Level]), help="Only this level; repeatable."
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes side by side.",
)
@click.option(
    "--concurrency", type=click.IntRange(min=1), default=1, show_default=True,
    help="Requests under way at once, for a target that is far away.",
)  # fmt: skip
@click.option("--shard", metavar="K/N", help="Only the K-th of N parts, for a CI matrix.")
@click.option(
    "--plan", "planning", is_flag=True, help="Tell what it would ask for and cost, and ask nothing."
)
@click.option(
    "--budget-usd",
    type=Number(min=0),
    metavar="DOLLARS",
    help="Refuse a run that would cost more, and stop one before it does.",
)
@click.option("--seed", type=click.IntRange(min=0), help="Seed of the random inputs; without one, a new one.")
@click.option(
    "--examples",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="Random examples a check, beyond the enumerated boundaries.",
)
@click.option("--report-dir", type=ReportFolder(), metavar="DIR", help="Write the report here.")
@click.option(
    "--known-failures", type=click.Path(path_type=Path), help="TOML list of deviations that are known."
)
@click.option("--update-known-failures", is_flag=True, help="Rewrite that list from what this run finds.")
@click.option("--allow-incomplete", is_flag=True, help="Exit 0 although some MUST could not be judged.")
@click.option("--strict", is_flag=True, help="A deviation from a SHOULD fails the run, too.")
@click.option(
    "--annotations", type=click.Choice(github.WANTED),
    help="What a job of GitHub Actions is told, beside its summary: all, or what is wrong with the list of known "
    "failures, or nothing at all.  [default: all within one]",
)  # fmt: skip
@click.option("--api-key", metavar="KEY", help="Default: the environment's XAI_API_KEY.")
@click.option("--second-api-key", metavar="KEY", help="Another team's. Default: XAI_SECOND_API_KEY.")
def run(  # noqa: PLR0913 - a command has its options
    *,
    target: str | None,
    profile: str | None,
    areas: Sequence[str],
    globs: Sequence[str],
    levels: Sequence[str],
    workers: int,
    concurrency: int,
    shard: str | None,
    planning: bool,
    budget_usd: float | None,
    seed: int | None,
    examples: int,
    report_dir: Path | None,
    known_failures: Path | None,
    update_known_failures: bool,
    allow_incomplete: bool,
    strict: bool,
    annotations: str | None,
    api_key: str | None,
    second_api_key: str | None,
) -> None:
    """Judge a target by the documented requirements."""
    if update_known_failures and known_failures is None:
        fail("--update-known-failures needs --known-failures FILE")
    if update_known_failures and planning:
        fail("--plan judges nothing that --update-known-failures could write down")
    try:
        spec = specs.load()
        chosen = load_profile("emulator" if profile is None else profile)
        if target is not None:
            chosen = chosen.at(target)
        selection = Selection(
            areas=_areas(areas, chosen, spec),
            globs=tuple(globs),
            levels=tuple(levels),
            shard=parse_shard(shard),
            offered=chosen.areas,
        )
        requirements = selection.requirements(spec)
        keys = {} if chosen.base_url is None else keys_from_environment(api_key, second_api_key)
    except (SpecError, ProfileError, SelectionError, TargetError) as error:
        fail(str(error))
    if known_failures is not None:
        # A list that cannot be read, or must not be rewritten, is said before anything is run.
        _check_known_failures(known_failures, requirements, spec, update=update_known_failures)
    plan = Plan(
        selection=selection,
        requirements=requirements,
        seed=random.SystemRandom().randrange(2**32) if seed is None else seed,
        examples=examples,
        workers=workers,
        concurrency=concurrency,
        strict=strict,
        target=chosen.base_url,
        profile=profile,
        profile_name=chosen.name if profile is not None else "",
        keys={KEY_VARIABLES[identity]: key for identity, key in keys.items()},
        lean=chosen.paid,
        budget=budget_usd,
    )
    if planning:
        _plan(plan, chosen, spec, report_dir, examples=examples if _is_given("examples") else 0)
        return
    _mind_the_price(plan, chosen, spec)
    with tempfile.TemporaryDirectory(prefix="xai-conformance-") as scratch:
        code = _run(
            plan,
            spec,
            Path(scratch),
            report_dir,
            known_failures,
            Reading(strict=strict, allow_incomplete=allow_incomplete, annotations=annotations),
            update=update_known_failures,
        )
    sys.exit(code)


def _run(
    plan: Plan,
    spec: Spec,
    scratch: Path,
    report_dir: Path | None,
    known_path: Path | None,
    reading: Reading,
    *,
    update: bool,
) -> int:
    from rich.console import Console

    from reports import markdown
    from reports.console import print_summary
    from reports.exits import exit_code
    from reports.github import from_known, from_run
    from reports.writing import write_all

    console = Console(highlight=False)
    try:
        result, ending = performed(plan, spec, scratch, report_dir, console)
    except RunError as error:
        fail(str(error))
    known = _known(known_path, result, update=update)
    ends = {"strict": reading.strict, "allow_incomplete": reading.allow_incomplete}
    problem = report_dir and attempted(
        report_dir, lambda: write_all(result, report_dir, known, spec=spec, **ends)
    )
    print_summary(result, console, known, directory=None if problem else report_dir, **ends)
    _tell_troubles(ending)
    if problem:
        fail(problem)
    github.tell(
        (*from_known(known, known_path), *from_run(result, known, strict=reading.strict)),
        markdown.text(result, known, **ends),
        wanted=reading.annotations,
    )
    return exit_code(result, known, **ends)


def _is_given(option: str) -> bool:
    """Whether the user named the option."""
    source = click.get_current_context().get_parameter_source(option)
    return source is not ParameterSource.DEFAULT


def _plan(plan: Plan, profile: Profile, spec: Spec, report_dir: Path | None, *, examples: int) -> None:
    """Tell what the run would ask for; nothing else is run."""
    from rich.console import Console

    from conformance.cli.rehearsing import RehearsalError, rehearse, told
    from reports.plan import print_plan, text

    console = Console(highlight=False)
    try:
        rehearsal = rehearse(plan, spec, console, examples=examples)
    except RehearsalError as error:
        fail(str(error))
    found = told(rehearsal, profile, usual=plan.examples, budget=plan.budget)
    print_plan(found, console)
    if report_dir is None:
        return
    try:
        report_dir.mkdir(parents=True, exist_ok=True)
        (report_dir / "plan.json").write_text(text(found), encoding="utf-8")
    except OSError as error:
        fail(f"the plan cannot be written to {report_dir}: {error.strerror}")
    click.echo(f"Plan: {report_dir / 'plan.json'}")


def _mind_the_price(plan: Plan, profile: Profile, spec: Spec) -> None:
    """Refuse what does not fit the budget; without one, say once that somebody pays."""
    if plan.budget is None:
        if profile.paid and any(generates(requirement) for requirement in plan.requirements):
            click.echo(
                "What this run generates is paid for: --plan tells the price, --budget-usd sets a limit."
            )
        return
    from rich.console import Console

    from conformance.cli.rehearsing import RehearsalError, keep_budget

    try:
        keep_budget(plan, profile, spec, Console(highlight=False), plan.budget)
    except (BudgetError, RehearsalError) as error:
        fail(str(error))


def _areas(given: Sequence[str], profile: Profile, spec: Spec) -> tuple[str, ...]:
    """The areas that were asked for; else those of the profile that the catalogue has."""
    if given:
        return tuple(given)
    return tuple(area for area in spec.areas if area in profile.areas)


def _check_known_failures(
    path: Path, requirements: Sequence[Requirement], spec: Spec, *, update: bool
) -> None:
    from reports.known_failures import KnownFailuresError, load

    if update:
        known = [r for r in spec.requirements.values() if r.excluded is None and not r.of_sdks]
        omitted = len(known) - len(requirements)
        if omitted:
            fail(
                f"{path} is rewritten from a whole run alone, and the options leave out {omitted} of the "
                "catalogue's requirements"
            )
        if not path.parent.is_dir():
            fail(f"{path} cannot be written: there is no folder {path.parent}")
    if update and not path.exists():
        return
    try:
        load(path)
    except KnownFailuresError as error:
        fail(str(error).removesuffix("."))


def _known(path: Path | None, result: Run, *, update: bool) -> Known:
    from reports.known_failures import NONE, KnownFailuresError, judge, load
    from reports.known_failures import update as rewrite

    if path is None:
        return NONE
    try:
        entries = rewrite(path, result) if update else load(path)
    except KnownFailuresError as error:
        fail(str(error))
    return judge(entries, result)


def _tell_troubles(ending: Ending) -> None:
    for trouble in ending.troubles:
        click.echo(trouble, err=True)
