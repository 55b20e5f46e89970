"""The command line: one module a command, loaded when it is called, so that `--help` is quick."""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

import click

from conformance.cli.help import HELP

#: Command → module and name of the click command in it.
COMMANDS = {
    "run": ("conformance.cli.run", "run", "Judge a target by the documented requirements."),
    "sdk": ("conformance.cli.sdk", "sdk", "Judge SDKs, and lay them beside each other."),
    "judge": ("conformance.cli.judge", "judge", "Judge what was said on sockets, from files."),
    "serve": ("conformance.cli.serve", "serve", "Run the reference emulator, faulty if asked to be."),
    "strength": ("conformance.cli.strength", "strength", "Measure the suite: every fault has to be caught."),
    "report": ("conformance.cli.report", "report", "Compare the reports of two runs."),
    "examples": ("conformance.cli.examples", "examples", "Run the code blocks of the docs themselves."),
    "specs": ("conformance.cli.specs", "specs", "Extract facts from the docs, and check what rests on them."),
}


#: What younger versions of click raise to show the help; it needs its context.
_HELP = getattr(click.exceptions, "NoArgsIsHelpError", ())


@contextmanager
def _one_sentence() -> Iterator[None]:
    """What is wrong with the options is said in one sentence, without the usage around it."""
    try:
        yield
    except click.UsageError as error:
        if not isinstance(error, _HELP):
            error.ctx = None
        raise


def _any_character() -> None:
    """Where the terminal's encoding lacks a character, it is shown as a question mark, and nothing breaks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


class _Lazy(click.Group):
    """A group that imports a command's module only when the command is named."""

    def make_context(self, *arguments: Any, **named: Any) -> click.Context:
        _any_character()
        with _one_sentence():
            return super().make_context(*arguments, **named)

    def invoke(self, ctx: click.Context) -> Any:
        with _one_sentence():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, _, summary) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings=HELP)
@click.version_option(version("xai-conformance"), prog_name="xai-conformance")
def main() -> None:
    """Tell whether a server keeps the documented promises of the xAI API.

    With no target named, everything runs against the emulator inside the package.
    """
