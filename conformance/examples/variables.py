"""Names that a block uses and does not define."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from conformance.examples.block import Block, Runtime

_USED = re.compile(r"(?<!\\)\$(?:\{(?P<braced>[A-Za-z_]\w*)(?P<default>:?[-=+?])?|(?P<plain>[A-Za-z_]\w*))")
_ASSIGNED = re.compile(
    r"(?:^|[;&|(){]|\bexport\s|\blocal\s|\breadonly\s|\bdeclare(?:\s-\w+)*\s|\bdo\s|\bthen\s)\s*(?P<name>[A-Za-z_]\w*)\+?=",
    re.MULTILINE,
)
_READ = re.compile(r"\b(?:read(?:\s+-\w+)*\s+|for\s+)(?P<name>[A-Za-z_]\w*)")
_ENVIRONMENT = re.compile(
    r"(?:environ(?:\.get)?\s*[\[(]|getenv\s*\()\s*[\"'](?P<python>\w+)[\"']|"
    r"process\.env(?:\.(?P<dotted>\w+)|\[[\"'](?P<indexed>\w+)[\"']\])"
)
_OF_THE_SHELL = {
    "HOME",
    "PATH",
    "PWD",
    "USER",
    "TMPDIR",
    "RANDOM",
    "SECONDS",
    "IFS",
    "LANG",
    "HOSTNAME",
    "OLDPWD",
}
_DECLARED = re.compile(r"\b(?:const|let|var|function|class)\s+(?P<name>[A-Za-z_$][\w$]*)")
_TAKEN_APART = re.compile(r"\b(?:const|let|var)\s*[{\[](?P<names>[^}\]=]*)[}\]]\s*=")
_IMPORTED = re.compile(r"^\s*import\s+(?P<names>[^'\"]+?)\s+from\s", re.MULTILINE)


def unassigned(script: str) -> tuple[str, ...]:
    """The variables that a shell script expands before it sets them, in order, each once.

    What stands in single quotes is no expansion; a variable with a default needs no value.
    """
    text = _blanked(script)
    assigned: dict[str, int] = {}
    for pattern in (_READ, _ASSIGNED):
        for match in pattern.finditer(text):
            place = match.start("name")
            assigned[match["name"]] = min(place, assigned.get(match["name"], place))
    found: dict[str, None] = {}
    for match in _USED.finditer(text):
        name = match["braced"] or match["plain"]
        known = name in _OF_THE_SHELL or match["default"]
        if not known and assigned.get(name, len(text)) > match.start():
            found[name] = None
    return tuple(found)


def _blanked(script: str) -> str:
    """The script without comments and single-quoted texts, in as many characters.

    Within double quotes a single one is a character like others: `"don't"` opens nothing.
    """
    result, quote, place = [], "", 0
    while place < len(script):
        letter = script[place]
        if quote == "'":
            quote = "" if letter == "'" else quote
            result.append("\n" if letter == "\n" else " ")
        elif letter == "\\":
            result.append(script[place : place + 2])
            place += 1
        elif letter == '"':
            quote = "" if quote else '"'
            result.append(letter)
        elif letter == "'" and not quote:
            quote = "'"
            result.append(" ")
        elif letter == "#" and not quote and (place == 0 or script[place - 1] in " \t\n;"):
            end = script.find("\n", place)
            end = len(script) if end < 0 else end
            result.append(" " * (end - place))
            place = end - 1
        else:
            result.append(letter)
        place += 1
    return "".join(result)


def environment_names(text: str) -> tuple[str, ...]:
    """The variables that a program in Python or JavaScript reads from its environment."""
    return tuple(
        dict.fromkeys(
            match["python"] or match["dotted"] or match["indexed"] for match in _ENVIRONMENT.finditer(text)
        )
    )


def defines(block: Block, name: str) -> bool:
    """Whether a block defines a name at its top, so that one that follows can use it."""
    match block.runtime:
        case Runtime.SHELL:
            return any(match["name"] == name for match in _ASSIGNED.finditer(_blanked(block.text)))
        case Runtime.PYTHON:
            return name in _bound(block.text)
        case Runtime.JAVASCRIPT:
            return name in _declared(block.text)
        case _:
            return False


def definer(name: str, block: Block, blocks: Sequence[Block]) -> Block | None:
    """The block that `block` continues: the nearest above it that defines `name`.

    It is of the same page and runtime; one of the same section comes before all others.
    """
    above = [
        each
        for each in blocks
        if each.source == block.source
        and each.page == block.page
        and each.runtime is block.runtime
        and each.number < block.number
        and not each.cut
        and defines(each, name)
    ]
    same = [each for each in above if each.heading == block.heading]
    found = same or above
    return found[-1] if found else None


def _bound(text: str) -> set[str]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return set()
    names: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(statement.name)
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif isinstance(node, ast.alias):
                names.add((node.asname or node.name).partition(".")[0])
    return names


def _declared(text: str) -> set[str]:
    names = {match["name"] for match in _DECLARED.finditer(text)}
    for pattern in (_TAKEN_APART, _IMPORTED):
        for match in pattern.finditer(text):
            parts = re.split(r"[,{}]", match["names"])
            names |= {re.split(r"\bas\b|:", part)[-1].strip() for part in parts if part.strip()}
    return names
