"""The file that runs: a block, after the blocks that it continues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conformance.examples.block import Block, Runtime
from conformance.examples.languages import typed

_IMPORT = re.compile(r"^import\b[^;]*?['\"][^'\"]+['\"];?[ \t]*$", re.MULTILINE)
_ESM = re.compile(r"^\s*(?:import\s[^(]|export\s)|^\s*(?:const|let|var)?.*\bawait\b", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Text, the name of its file, and how many lines stand before the block itself."""

    text: str
    name: str
    before: int


def script(block: Block, text: str, earlier: Sequence[str]) -> Script:
    """The script of `block`, whose filled text is `text`, after the filled texts of `earlier` blocks."""
    if block.runtime is Runtime.JAVASCRIPT:
        return _javascript(block, text, earlier)
    name = "example.py" if block.runtime is Runtime.PYTHON else "example.sh"
    head = "".join(_ended(each) for each in earlier)
    return Script(text=head + text, name=name, before=head.count("\n"))


def _javascript(block: Block, text: str, earlier: Sequence[str]) -> Script:
    everything = "\n".join([*earlier, text])
    common = "require(" in everything and not _ESM.search(everything)
    suffix = "cts" if common else "mts"
    name = f"example.{suffix}" if typed(block.language) else f"example.{suffix.replace('t', 'j', 1)}"
    if not earlier:
        return Script(text=text, name=name, before=0)
    # Imports stand once at the top, each block in braces of its own within those before it: names may come again.
    imports = dict.fromkeys(match[0] for each in (*earlier, text) for match in _IMPORT.finditer(each))
    bodies = [_IMPORT.sub(lambda match: "\n" * match[0].count("\n"), each) for each in (*earlier, text)]
    head = "".join(f"{line}\n" for line in imports) + "".join(_ended(body) + "{\n" for body in bodies[:-1])
    return Script(
        text=head + _ended(bodies[-1]) + "}" * len(earlier) + "\n", name=name, before=head.count("\n")
    )


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"
