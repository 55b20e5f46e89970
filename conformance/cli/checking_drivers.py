"""`xai-conformance sdk --check-driver`: whether a driver keeps the protocol, in sentences."""

from __future__ import annotations

import shlex

import click

from conformance.cli.failing import fail

KEEPS, BREAKS = 0, 1


def check_driver(command: str) -> int:
    """Ask the driver with this command line everything that a run relies on; the exit code."""
    from conformance.drivers.checking import check
    from conformance.emulator.process import EmulatorError

    try:
        findings = check(shlex.split(command) or [command])
    except ValueError as error:
        fail(f"--check-driver: {command!r} is no command line: {error}")
    except EmulatorError as error:
        fail(str(error))
    for sentence in findings.sentences:
        click.echo(f"- {sentence}")
    if findings.sentences:
        click.echo(f"Exit 1: the driver breaks the protocol ({findings.looked_at} things were looked at).")
        return BREAKS
    click.echo(f"Exit 0: the driver keeps the protocol ({findings.looked_at} things were looked at).")
    return KEEPS
