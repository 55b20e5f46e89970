"""Whether a block can be read by its language at all, before anything runs."""

from __future__ import annotations

import ast
import re
import subprocess
import warnings
from pathlib import Path

from conformance.examples.block import Block, Runtime
from conformance.examples.evidence import Judged
from conformance.examples.languages import typed
from conformance.examples.outcome import At, Outcome
from conformance.examples.tools import strips_types

_SECONDS = 60
_AT = re.compile(r"line (\d+): (.+)")
_NODE_AT = re.compile(r":(\d+)\n")
_NODE_SAID = re.compile(r"SyntaxError(?: \[\w+\])?: (.+)")


def unreadable(block: Block, text: str, path: Path, tool: str) -> Judged | None:
    """What is wrong with the syntax of `text`, which stands in the file at `path`; None if nothing is.

    `tool` is the program that runs it.
    """
    match block.runtime:
        case Runtime.PYTHON:
            return _python(block, text)
        case Runtime.SHELL:
            return _shell(path, tool)
        case _:
            return _javascript(block, path, tool)


def _python(block: Block, text: str) -> Judged | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            compile(text, block.where, "exec")
    except SyntaxError as error:
        if block.flat and isinstance(error, IndentationError):
            reason = "this source has lost the indentation of it"
            return Judged(outcome=Outcome.MISSING, reason=reason, line=error.lineno or 0)
        reason = f"it is no Python: {error.msg}"
        if _awaits(text):
            reason = "it awaits outside of a function, which only a notebook allows"
        return _broken(reason, error.lineno or 0)
    except ValueError as error:
        return _broken(f"it is no Python: {error}", 0)
    return None


def _awaits(text: str) -> bool:
    try:
        compile(text, "", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError):
        return False
    return True


def _shell(path: Path, bash: str) -> Judged | None:
    said = subprocess.run(  # noqa: S603 - it only reads
        [bash, "-n", str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
        errors="replace",
    )
    if said.returncode == 0:
        return None
    match = _AT.search(said.stderr)
    return _broken(
        f"bash cannot read it: {match[2] if match else 'syntax error'}", int(match[1]) if match else 0
    )


def _javascript(block: Block, path: Path, node: str) -> Judged | None:
    if typed(block.language):
        # Node checks no types' syntax before it runs; what is wrong is told then.
        if strips_types(node):
            return None
        reason = "Node 22.6 or newer, which reads TypeScript, is not on this machine"
        return Judged(outcome=Outcome.MISSING, reason=reason)
    said = subprocess.run(  # noqa: S603 - it only reads
        [node, "--check", str(path)],
        capture_output=True, text=True, check=False, timeout=_SECONDS, errors="replace",
    )  # fmt: skip
    match = _NODE_SAID.search(said.stderr)
    if said.returncode == 0 or match is None:
        return None
    at = _NODE_AT.search(said.stderr)
    return _broken(f"Node cannot read it: {match[1]}", int(at[1]) if at else 0)


def _broken(reason: str, line: int) -> Judged:
    return Judged(outcome=Outcome.FAILED, at=At.EXAMPLE, reason=reason, line=line)
