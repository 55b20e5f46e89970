"""Programs in Python that make the calls of a check again: literals, constants, and the answers shown one by one."""

from __future__ import annotations

import base64
import datetime as dt
import json
import sys
import textwrap
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.drivers.python.spoken import Spoken

#: Longer texts and bytes stand above the calls under a name of their own.
_LONG = 120
#: More bytes than these are told by their beginning and their number.
_MOST = 256 << 10
_BEGINNING = 512
_ROOM = 72

_SHOW = '''def show(name, call):
    """Make a call, and print what comes of it."""
    try:
        answer = call()
    except Exception as problem:
        print(f"{name} raised {type(problem).__name__}: {problem}")
        return None
    print(f"{name} answered {answer!r}")
    return answer
'''
#: identity → variable of its client, and its key.
_CLIENTS = {
    "first": ("client", 'os.environ.get("XAI_API_KEY", "emulator-key-alpha")'),
    "second": ("second", 'os.environ.get("XAI_SECOND_API_KEY", "emulator-key-beta")'),
    "wrong": ("stranger", '"a-key-that-was-never-issued"'),
}


@dataclass(frozen=True, slots=True)
class Clients:
    """How a program makes its clients: `source` has `{key}` for a key, that of nobody is not taken from `variable`."""

    source: str
    variable: str

    def opened(self, identities: Container[str]) -> list[str]:
        """The lines that make the clients of these identities."""
        lines = [
            f"{name} = {self.source.format(key=key)}"
            for identity, (name, key) in _CLIENTS.items()
            if identity in identities
        ]
        if "none" in identities:
            lines.append(f'os.environ.pop("{self.variable}", None)  # nobody has a key')
        return lines

    def of(self, identity: str) -> str:
        """The source of a client; without a key there is none, and trying to make one is part of the call."""
        return _CLIENTS[identity][0] if identity in _CLIENTS else self.source.format(key=None)


@dataclass(frozen=True, slots=True)
class Ref:
    """A value from the answer to an earlier call: the `call`-th, at a dotted path of its documented JSON."""

    call: int
    path: str


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of source text."""

    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A text of parts, some of which may be a `Ref`."""

    parts: tuple[Any, ...]


@dataclass(slots=True)
class Script:
    """A program in the making: what stands above its calls."""

    constants: list[str] = field(default_factory=list)
    imports: set[str] = field(default_factory=set)
    _names: dict[Any, str] = field(default_factory=dict)

    def literal(self, value: Any) -> str:
        """The source of a value; long ones become constants."""
        if isinstance(value, Source):
            return value.text
        if isinstance(value, dt.timedelta):
            self.imports.add("from datetime import timedelta")
            return f"timedelta(seconds={value.total_seconds():g})"
        if isinstance(value, dict):
            return (
                "{"
                + ", ".join(f"{_quoted(name)}: {self.literal(each)}" for name, each in value.items())
                + "}"
            )
        if isinstance(value, list):
            return "[" + ", ".join(self.literal(each) for each in value) + "]"
        if isinstance(value, tuple):
            inner = ", ".join(self.literal(each) for each in value)
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        if isinstance(value, type):
            return value.__name__
        quoted = _quoted(value)
        if isinstance(value, str | bytes) and len(quoted) > _LONG:
            return self._constant(value)
        return quoted

    def _constant(self, value: str | bytes) -> str:
        if value in self._names:
            return self._names[value]
        kind = "TEXT" if isinstance(value, str) else "CONTENT"
        name = self._names[value] = f"{kind}_{len(self._names) + 1}"
        if isinstance(value, str):
            lines = [value[start : start + 90] for start in range(0, len(value), 90)]
            self.constants.append(f"{name} = (\n" + "".join(f"    {_quoted(line)}\n" for line in lines) + ")")
            return name
        self.imports.add("from base64 import b64decode")
        shown = value if len(value) <= _MOST else value[:_BEGINNING]
        encoded = textwrap.wrap(base64.b64encode(shown).decode("ascii"), 90)
        inner = "\n".join(f'    "{line}"' for line in encoded)
        text = f"{name} = b64decode(\n{inner}\n)"
        if len(shown) < len(value):
            rest = len(value) - len(shown)
            text += f" + bytes({rest})  # in the run, other bytes stood for these zeros"
        self.constants.append(text)
        return name


def _quoted(value: Any) -> str:
    """As JSON writes texts where Python reads them alike, and as `repr` otherwise."""
    if isinstance(value, str) and value.isprintable():
        return json.dumps(value, ensure_ascii=False)
    return repr(value)


def with_refs(value: Any) -> Any:
    """Arguments of a program with `Ref` in place of what stands for earlier answers."""
    if isinstance(value, dict):
        if set(value) == {"$answer"}:
            call, path = value["$answer"]
            return Ref(int(call), str(path))
        return {name: with_refs(each) for name, each in value.items()}
    if isinstance(value, list):
        return [with_refs(each) for each in value]
    return value


def with_sources(value: Any, expressions: Mapping[Ref, str]) -> Any:
    """Values with pieces of source in place of every `Ref`."""
    if isinstance(value, Ref):
        return Source(expressions[value])
    if isinstance(value, dict):
        return {name: with_sources(each, expressions) for name, each in value.items()}
    if isinstance(value, list):
        return [with_sources(each, expressions) for each in value]
    if isinstance(value, Joined):
        return Source(f'f"{"".join(_in_text(with_sources(part, expressions)) for part in value.parts)}"')
    if isinstance(value, tuple):
        return tuple(with_sources(each, expressions) for each in value)
    return value


def _in_text(part: Any) -> str:
    return f"{{{part.text}}}" if isinstance(part, Source) else str(part)


def refs(value: Any) -> list[Ref]:
    """Every `Ref` in a value."""
    if isinstance(value, Ref):
        return [value]
    if isinstance(value, dict):
        return [ref for each in value.values() for ref in refs(each)]
    if isinstance(value, Joined):
        return refs(value.parts)
    if isinstance(value, list | tuple):
        return [ref for each in value for ref in refs(each)]
    return []


def subscripted(path: str) -> str:
    """A dotted path behind a variable: attributes, and numbers as places in lists."""
    return "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in path.split("."))


def arguments(script: Script, words: Spoken, sources: Mapping[Ref, str]) -> list[str]:
    """The source of each argument of a call; `sources` are those of what earlier answers told."""
    positional = [script.literal(each) for each in with_sources(words.positional, sources)]
    keywords = with_sources(dict(words.keywords), sources)
    return positional + [f"{name}={script.literal(each)}" for name, each in keywords.items()]


def called(function: str, arguments: list[str]) -> str:
    """The source of a call, on one line if it fits behind what stands before it."""
    line = f"{function}({', '.join(arguments)})"
    if len(line) <= _ROOM or not arguments:
        return line
    return f"{function}(\n" + "".join(f"    {argument},\n" for argument in arguments) + ")"


def assembled(
    script: Script, *, title: str, imports: list[str], opened: list[str], statements: list[str], aio: bool
) -> str:
    """The whole program. `opened` makes the clients, which are asynchronous for `aio`."""
    opening = "\n".join(opened)
    if aio:
        opening, statements = _in_a_loop(script, opening, statements)
    parts = [f'"""{title}"""', *_sections({*script.imports, *imports}), *script.constants]
    parts += [f"\n{_SHOW}", opening, "\n".join(statements)]
    text = "\n\n".join(part for part in parts if part) + "\n"
    return _awaiting(text) if aio else text


def _sections(imports: set[str]) -> list[str]:
    """Import lines as they are usually sorted: Python's own first."""
    own = {line for line in imports if line.split()[1].partition(".")[0] in sys.stdlib_module_names}
    both = (own, imports - own)
    return [
        "\n".join(sorted(lines, key=lambda line: (line.startswith("from"), line))) for lines in both if lines
    ]


def _in_a_loop(script: Script, opening: str, statements: list[str]) -> tuple[str, list[str]]:
    """Opening and statements of a program whose clients are asynchronous: all in a function that a loop runs."""
    script.imports.add("import asyncio")
    body = textwrap.indent("\n".join([opening, *statements]), "    ")
    return f"async def main():\n{body}", ["asyncio.run(main())"]


def _awaiting(text: str) -> str:
    """The same program text with everything that is awaited, for clients that are asynchronous.

    Statements and the making of clients go into `main`, since such clients belong to the loop that runs it.
    """
    text = text.replace("def show(", "async def show(").replace("answer = call()", "answer = await call()")
    return text.replace("except Exception as", "except (Exception, asyncio.CancelledError) as")
