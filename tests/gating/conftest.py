"""The command line as it would be called, without anything being carried out."""

import click
import pytest

from conformance.cli import main


@pytest.fixture(scope="session")
def parsed():
    """Parse the arguments of `xai-conformance` as it does itself: the name of the command, and its options."""

    def parse(arguments):
        command, context, names = main, None, []
        rest = list(arguments)
        name = "xai-conformance"
        while True:
            context = command.make_context(name, rest, parent=context)
            if not isinstance(command, click.Group):
                return " ".join(names), context.params
            name, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])
            names.append(name)

    return parse
