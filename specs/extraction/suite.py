"""Which requirements the suite judges, read from its source without importing it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MARK = "requirement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One place that says it judges a requirement: `id`, or None where the id is no plain text."""

    id: str | None
    path: Path
    line: int


class SuiteError(Exception):
    """A file of the suite is not Python; the message names it."""


def claims(suite: Path, monitors: Path | None = None) -> tuple[Claim, ...]:
    """Every `@requirement("...")` under `suite` and every `requirement = "..."` in the files of `monitors`.

    Raises:
        SuiteError: a file cannot be parsed.
    """
    found: list[Claim] = []
    for path in sorted(suite.rglob("*.py")):
        found.extend(_decorated(path))
    for path in sorted(monitors.glob("*.py")) if monitors else ():
        found.extend(_assigned(path))
    return tuple(found)


def _parsed(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes(), filename=str(path))
    except SyntaxError as error:
        raise SuiteError(f"{path}:{error.lineno}: not Python: {error.msg}") from error


def _decorated(path: Path) -> Iterator[Claim]:
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and _name(decorator.func) == MARK:
                    for argument in decorator.args:
                        yield Claim(id=_text(argument), path=path, line=argument.lineno)


def _assigned(path: Path) -> Iterator[Claim]:
    module = _parsed(path)
    classes = [node for node in ast.walk(module) if isinstance(node, ast.ClassDef)]
    for body in (module.body, *(node.body for node in classes)):
        for node in body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == MARK:
                    yield Claim(id=_text(value), path=path, line=node.lineno)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name == MARK:
                    yield Claim(id=_text(value), path=path, line=node.lineno)
                case _:
                    pass


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
