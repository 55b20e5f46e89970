"""`xai-conformance sdk --check-driver`: whether a driver keeps the protocol, in sentences."""

from __future__ import annotations

import shlex

import click

from conformance.cli.failing import fail

KEEPS, BREAKS = 0, 1


def words_of(command: str, option: str) -> list[str]:
    """The program that an option names, and its arguments; ends with a sentence if it names none."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        fail(f"{option}: {command!r} is no command line: {error}")
    return words or fail(f"{option}: the name of a program is missing")


def check_driver(command: str) -> int:
    """Ask the driver with this command line everything that a run relies on; the exit code."""
    from conformance.drivers.checking import check
    from conformance.emulator.process import EmulatorError

    try:
        findings = check(words_of(command, "--check-driver"))
    except EmulatorError as error:
        fail(str(error))
    for sentence in findings.sentences:
        click.echo(f"- {sentence}")
    if findings.sentences:
        click.echo(f"Exit 1: the driver breaks the protocol ({findings.looked_at} things were looked at).")
        return BREAKS
    click.echo(f"Exit 0: the driver keeps the protocol ({findings.looked_at} things were looked at).")
    return KEEPS
