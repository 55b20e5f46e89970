"""`xai-conformance sdk`: judge SDKs against the emulator, and lay them beside each other."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

import specs
from conformance.cli import github
from conformance.cli.checking_drivers import check_driver, words_of
from conformance.cli.failing import fail
from conformance.cli.help import HELP
from conformance.cli.judging_sdks import JudgingError, Settings, judge_all
from conformance.cli.performing import Reading
from conformance.cli.values import Folder, ReportFolder
from conformance.gating.asked import Asked, AskedError
from conformance.gating.candidates import candidates
from conformance.running import Plan
from conformance.selection import Selection, SelectionError
from conformance.targets.profile import AREAS
from specs import Level, SpecError

EXIT_CODES = """\b
Exit codes, of several SDKs the worst of 2, 1, 3 and 0:
  0  every MUST in scope that an SDK offers conforms
  1  a MUST deviates and is not a known failure (with --strict, a SHOULD too)
  2  an option cannot be used, or an SDK or its driver cannot be started
  3  nothing deviates, but some MUST could not be judged, for another reason
     than that the SDK lacks it (--allow-incomplete: 0)
"""


@click.command(epilog=EXIT_CODES, context_settings=HELP)
@click.argument("sdks", metavar="[SDK]...", nargs=-1)
@click.option(
    "--driver", "commands", multiple=True, metavar="COMMAND", help="A driver of your own; repeatable."
)
@click.option(
    "--check-driver", "to_check", metavar="COMMAND",
    help="Judge no SDK, but whether this driver keeps the protocol (docs/drivers.md).",
)  # fmt: skip
@click.option(
    "--area", "areas", multiple=True, type=click.Choice((*AREAS, "sdk")), help="Only this area; repeatable."
)
@click.option("--requirement", "globs", multiple=True, metavar="GLOB", help="Only what matches; repeatable.")
@click.option(
    "--level", "levels", multiple=True, type=click.Choice([*Level]), help="Only this level; repeatable."
)
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True,
    help="Processes side by side, for each SDK in turn.",
)  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the random inputs."
)
@click.option(
    "--examples", type=click.IntRange(min=0), default=5, show_default=True,
    help="Random examples a check, beyond the enumerated boundaries.",
)  # fmt: skip
@click.option(
    "--report-dir", type=ReportFolder(), metavar="DIR", help="Write the matrix and a report an SDK here."
)
@click.option(
    "--known-failures", type=click.Path(path_type=Path), help="TOML list of deviations that are known."
)
@click.option("--update-known-failures", is_flag=True, help="Rewrite that list from what is found.")
@click.option("--allow-incomplete", is_flag=True, help="Exit 0 although some MUST could not be judged.")
@click.option("--strict", is_flag=True, help="A deviation from a SHOULD fails, too.")
@click.option("--env-dir", type=Folder(), metavar="DIR", help="Keep the SDKs' environments here.")
@click.option(
    "--annotations", type=click.Choice(github.WANTED),
    help="What a job of GitHub Actions is told, beside its summary: all, or what is wrong with the list of known "
    "failures, or nothing at all.  [default: all within one]",
)  # fmt: skip
def sdk(  # noqa: PLR0913 - a command has its options
    *,
    sdks: Sequence[str],
    commands: Sequence[str],
    to_check: str | None,
    areas: Sequence[str],
    globs: Sequence[str],
    levels: Sequence[str],
    workers: int,
    seed: int,
    examples: int,
    report_dir: Path | None,
    known_failures: Path | None,
    update_known_failures: bool,
    allow_incomplete: bool,
    strict: bool,
    env_dir: Path | None,
    annotations: str | None,
) -> None:
    """Judge SDKs against the emulator in the package.

    An SDK is xai-sdk, xai-sdk-aio, openai, openai-aio or @ai-sdk/xai, with a version behind == (or @) if it is not to
    be the newest: xai-sdk==1.21.0. The path of a checkout or of a package does for a version, too:
    xai-sdk==./my-checkout.
    """
    if to_check is not None:
        sys.exit(check_driver(to_check))
    if not sdks and not commands:
        fail("name an SDK, such as xai-sdk, or give a --driver")
    for command in commands:
        words_of(command, "--driver")
    if update_known_failures and (known_failures is None or areas or globs or levels):
        fail("--update-known-failures needs --known-failures FILE, and everything in scope")
    try:
        asked = [Asked.of(each) for each in sdks]
        spec = specs.load()
        selection = Selection(areas=tuple(areas), globs=tuple(globs), levels=tuple(levels), driven=True)
        requirements = selection.requirements(spec)
    except (AskedError, SpecError, SelectionError) as error:
        fail(str(error))
    plan = Plan(
        selection=selection, requirements=requirements, seed=seed, examples=examples, workers=workers, strict=strict
    )  # fmt: skip
    settings = Settings(
        reading=Reading(strict=strict, allow_incomplete=allow_incomplete, annotations=annotations),
        report_dir=report_dir,
        known_failures=known_failures,
        update=update_known_failures,
    )
    try:
        code = judge_all(plan, spec, settings, lambda tell: candidates(asked, commands, env_dir, tell))
    except JudgingError as error:
        fail(str(error))
    sys.exit(code)
