"""Programs: the steps of a life, one a line, which can be lived again and made shorter.

f1 = life.upload(expires_after=7200)
life.create_url(f1)
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection
from types import CodeType
from typing import Protocol

from conformance import trial
from conformance.checks import NoVerdict, Untestable


class Ends(Protocol):
    """A life: it has steps, and clears away after them."""

    def end(self) -> None:
        """Delete what is left."""
        ...


class ProgramError(ValueError):
    """A program is not made of a life's steps; the message names the line."""


def live(program: str, life: Callable[[], Ends], steps: Collection[str]) -> None:
    """Live the life that `program` describes by `steps`, the names of methods, and end it.

    Raises:
        ProgramError: it holds anything but such steps; no life was begun.
        AssertionError: the target went wrong (again).
    """
    code = _compiled(program, steps)
    alive = life()
    try:
        # Nothing but a life's steps, see _compiled.
        exec(code, {"__builtins__": {}, "life": alive})  # noqa: S102
    finally:
        alive.end()


def program_of(text: str) -> str:
    """The program that stands in `text`, as it is indented there."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def shortest(replay: Callable[[str], None], error: AssertionError) -> AssertionError:
    """Leave out of the program that failed last what it takes no part in; the error of what is left.

    Line by line, last first: a program of n lines costs at most n lives a round, and mostly one round and a
    bit. The trial keeps the last one that failed, which is the shortest.
    """
    failure = trial.current().failure
    lines = list((failure and failure.program) or ())
    index = len(lines) - 1
    while index > 0:
        index = min(index, len(lines) - 1) - 1
        if index < 0:
            break
        try:
            replay("\n".join(lines[:index] + lines[index + 1 :]))
        except AssertionError as shorter:
            failure = trial.current().failure
            assert failure is not None
            error, lines = shorter, list(failure.program or ())
        except (ProgramError, NoVerdict, Untestable):
            continue  # the line is needed by a later one
    return error


def _compiled(program: str, steps: Collection[str]) -> CodeType:
    try:
        tree = ast.parse(program, "<life>")
    except SyntaxError as error:
        raise ProgramError(f"line {error.lineno}: no Python") from None
    names: set[str] = set()
    for statement in tree.body:
        if not _is_step(statement, steps, names):
            raise ProgramError(f"line {statement.lineno}: no step of a life: {ast.unparse(statement)}")
        if isinstance(statement, ast.Assign):
            names |= {target.id for target in statement.targets if isinstance(target, ast.Name)}
    return compile(tree, "<life>", "exec")


def _is_step(statement: ast.stmt, steps: Collection[str], names: set[str]) -> bool:
    """Whether it reads `life.step(…)` or `f1 = life.step(…)`, with known files and plain values."""
    match statement:
        case ast.Expr(value=ast.Call() as call):
            pass
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if name != "life":
            pass
        case _:
            return False
    match call.func:
        case ast.Attribute(value=ast.Name(id="life"), attr=method) if method in steps:
            values = [*call.args, *(keyword.value for keyword in call.keywords)]
            return all(_is_plain(value, names) for value in values)
    return False


def _is_plain(value: ast.expr, names: set[str]) -> bool:
    match value:
        case ast.Name(id=name):
            return name in names
        case ast.Constant() | ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return True
    return False
