"""How a command says that it cannot do what is asked of it: one sentence, and an exit code."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

#: The exit code of whatever is wrong with options, files or addresses.
UNUSABLE = 2


def fail(sentence: str) -> NoReturn:
    """Say what is wrong, in one line, and end."""
    click.echo(f"Error: {' '.join(line.strip() for line in sentence.splitlines())}", err=True)
    sys.exit(UNUSABLE)
