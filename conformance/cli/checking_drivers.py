"""`xai-conformance sdk --check-driver`: whether a driver keeps the protocol, in sentences."""

from __future__ import annotations

import shlex

import click

KEEPS, BREAKS, UNUSABLE = 0, 1, 2


def check_driver(command: str) -> int:
    """Ask the driver with this command line everything that a run relies on; the exit code."""
    from conformance.drivers.checking import check
    from conformance.emulator.process import EmulatorError

    try:
        findings = check(shlex.split(command) or [command])
    except ValueError as error:
        click.echo(f"Error: --check-driver: {command!r} is no command line: {error}", err=True)
        return UNUSABLE
    except EmulatorError as error:
        click.echo(f"Error: {' '.join(str(error).split())}", err=True)
        return UNUSABLE
    for sentence in findings.sentences:
        click.echo(f"- {sentence}")
    if findings.sentences:
        click.echo(f"Exit 1: the driver breaks the protocol ({findings.looked_at} things were looked at).")
        return BREAKS
    click.echo(f"Exit 0: the driver keeps the protocol ({findings.looked_at} things were looked at).")
    return KEEPS
