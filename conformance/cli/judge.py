"""`xai-conformance judge`: judge transcripts that were recorded earlier, without a server."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import specs
from conformance.cli.failing import fail
from conformance.cli.help import HELP
from conformance.targets.profile import ProfileError, load_profile
from conformance.targets.sockets.transcript import Transcript, TranscriptError, read_transcripts
from specs import Level, Spec, SpecError

if TYPE_CHECKING:
    from conformance.monitors.sockets import Finding
    from reports.judgement import Judged, Violation

VIOLATED = 1
_NAME = "transcript.jsonl"
EXIT_CODES = """\b
Exit codes:
  0  no MUST is violated
  1  a MUST is violated (with --strict, a SHOULD too)
  2  a file, the profile or an option cannot be used
"""


@click.command(epilog=EXIT_CODES, context_settings=HELP)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--profile", metavar="FILE", help="Target profile, for its readings: where the docs allow several."
)
@click.option("--strict", is_flag=True, help="A violated SHOULD counts, too.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def judge(files: tuple[Path, ...], *, profile: str | None, strict: bool, as_json: bool) -> None:
    """Judge what was said on sockets, as FILEs tell it.

    A FILE holds one transcript or several, such as the `transcript.jsonl` that a report keeps of a deviation; of a
    folder, all files of that name below it are judged.
    """
    try:
        spec = specs.load()
        readings = load_profile(profile).readings if profile else {}
    except (SpecError, ProfileError) as error:
        fail(str(error))
    judged = [each for path in _paths(files) for each in _judged(path, spec, readings)]
    from reports import judgement

    if as_json:
        click.echo(judgement.as_json(judged, strict=strict))
    else:
        from rich.console import Console

        judgement.print_judgement(judged, Console(highlight=False), strict=strict)
    if judgement.fails(judged, strict=strict):
        sys.exit(VIOLATED)


def _paths(files: Iterable[Path]) -> Iterator[Path]:
    for path in files:
        if path.suffix.lower() == ".har":
            fail(f"{path}: HAR cannot be judged yet; give transcripts, such as the {_NAME} of a report")
        if not path.is_dir():
            yield path
            continue
        found = sorted(path.rglob(_NAME))
        if not found:
            fail(f"{path}: there is no {_NAME} in this folder")
        yield from found


def _judged(path: Path, spec: Spec, readings: Mapping[str, Any]) -> Iterator[Judged]:
    from conformance.monitors.sockets import judged
    from reports.judgement import Judged
    from reports.transcripts import Transcript as Shown

    for number, said in enumerate(_read(path), 1):
        socket = spec.sockets.get(said.socket)
        if socket is None:
            known = ", ".join(spec.sockets)
            fail(f"{path}: transcript {number} is of a socket {said.socket[:60]!r}, and known are {known}")
        # What was too long to be kept says nothing about what was sent.
        cut = {index for index, line in enumerate(said.lines) if line.frame == "text" and line.text is None}
        found = judged(said, socket, readings)
        yield Judged(
            file=str(path),
            number=number,
            transcript=Shown(
                socket=said.socket,
                query=said.query,
                lines=tuple(line.as_json() for line in said.lines),
            ),
            violations=tuple(_violation(each, spec) for each in found if each.index not in cut),
            cut=len(cut),
        )


def _violation(found: Finding, spec: Spec) -> Violation:
    from reports.judgement import Violation

    known = spec.requirements.get(found.requirement)
    return Violation(
        requirement=found.requirement,
        level=known.level if known else Level.MUST,
        claim=known.claim if known else "This requirement is not in the catalogue.",
        docs=spec.location(found.requirement) if known else "unknown",
        rule=found.rule,
        state=found.state,
        event=found.event,
        index=found.index,
        channel=found.channel,
        sentence=found.sentence,
    )


def _read(path: Path) -> list[Transcript]:
    try:
        with path.open(encoding="utf-8") as lines:
            found = list(read_transcripts(lines))
    except OSError as error:
        fail(f"{path}: {error.strerror}")
    except UnicodeDecodeError:
        fail(f"{path}: not UTF-8 text")
    except TranscriptError as error:
        fail(f"{path}: {error}")
    if not found:
        fail(f"{path}: there is no transcript in it")
    return found
