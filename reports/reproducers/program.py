"""`repro.py`: the counterexample as a few lines of Python that judge it again."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator

from reports.driver import Driver
from reports.events import Counterexample, Target
from reports.reproducers.jobs import GENERATIONS, VOICED
from reports.verdicts import RequirementVerdict
from reports.words import one_line, visible

WIDTH = 100
BILL = "It asks for images or videos, for which a paid service sends a bill."
VOICE_BILL = "It has something spoken or transcribed, for which a paid service sends a bill."


def program(
    found: RequirementVerdict,
    target: Target,
    *,
    lean: bool = False,
    seed: int = 0,
    examples: int = 0,
    sdk: Driver | None = None,
) -> str:
    """The text of `repro.py` for a requirement that deviates; one of a `lean` run is as lean.

    The operations of a deviation of an `sdk` are carried out by it again. Where inputs have to be drawn anew, they are
    drawn from the `seed` of the run, and as many `examples` of them.
    """
    check = found.deciding.check if found.deciding else ""
    example = found.counterexample
    where = 'os.environ.get("XAI_BASE_URL")' if sdk is None else "None"
    if not target.embedded:
        where = f'os.environ.get("XAI_BASE_URL", {_literal(target.base_url)})'
    arguments = [f"    {_literal(check)},", f"    target={where},"]
    arguments += ["    lean=True,"] if lean else []
    if sdk is not None:
        arguments.append(f"    sdk=({', '.join(map(_literal, (sdk.name, sdk.version, sdk.mode)))}),")
    note: list[str] = []
    if example is not None:
        written = _argument(example)
        if _is_python("\n".join(["f(", *arguments, *written, ")"])):
            arguments += written
        else:
            note = [
                "",
                "# The counterexample is no Python; inputs are drawn anew, from the seed of the run. It was:",
            ]
            note += [f"#   {line}" for line in visible(example.source).splitlines()]
    if found.deciding and found.deciding.examples and (example is None or note):
        arguments += [f"    seed={seed},", f"    examples={examples},"]
    lines = [
        *_docstring(found, target, sdk),
        "",
        *(["import os", ""] if where != "None" else []),
        "from conformance.replay import replay",
        *(_imports(example) if example and not note else ()),
        *note,
        "",
        "raise SystemExit(replay(",
        *arguments,
        "))",
    ]
    return "\n".join(lines) + "\n"


def has_voice(found: RequirementVerdict) -> bool:
    """Whether something was spoken or transcribed, or was to be."""
    return bool(found.transcripts) or any(exchange.operation in VOICED for exchange in found.exchanges)


def _docstring(found: RequirementVerdict, target: Target, sdk: Driver | None) -> Iterator[str]:
    place = "the emulator of the package, started anew" if target.embedded else target.base_url
    keys = "" if target.embedded else " Keys come from XAI_API_KEY and XAI_SECOND_API_KEY."
    how = "Judges the counterexample again: python repro.py, with the Python that has xai-conformance."
    which = f"The target is XAI_BASE_URL, or else {place}.{keys}"
    if sdk is not None:
        which = (
            f"What carries out the operations is {sdk.title}, in an environment that is made for it, or the SDK of "
            "--driver COMMAND. The target is the emulator of the package."
        )
    paragraphs = [
        f"{found.id}: {found.claim}",
        f"The docs: {found.location}",
        f"{how} {which}",
        *([BILL] if any(exchange.operation in GENERATIONS for exchange in found.exchanges) else []),
        *([VOICE_BILL] if has_voice(found) else []),
        "Exit status: 0 it conforms now, 1 it still deviates, 2 it could not be judged.",
    ]
    text = "\n\n".join(textwrap.fill(one_line(part), WIDTH, break_long_words=False) for part in paragraphs)
    # Nothing in it may end the docstring or mean a character.
    safe = text.replace("\\", "\\\\").replace('"', '\\"')
    yield f'"""{safe}\n"""'


def _imports(example: Counterexample) -> Iterator[str]:
    for text in sorted(set(example.imports)):
        statement = text if text.startswith(("import ", "from ")) else f"import {text}"
        if _is_import(statement):
            yield statement


def _argument(example: Counterexample) -> list[str]:
    if example.kind == "program":
        return [f"    program={_text(example.source)},"]
    # Within brackets the lines of the source may stand anywhere.
    return [
        "    arguments=dict(",
        textwrap.indent(textwrap.dedent(example.source), " " * 8).rstrip(),
        "    ),",
    ]


def _text(source: str) -> str:
    if "\\" not in source and '"""' not in source and not source.endswith('"') and visible(source) == source:
        return f'"""\\\n{source}"""'
    lines = source.splitlines(keepends=True)
    return "\n".join(["(", *(f"        {_literal(line)}" for line in lines or [""]), "    )"])


def _literal(text: str) -> str:
    """`text` as a Python string in double quotes, in ASCII where a character cannot be seen."""
    shown = visible(text).replace("\n", "\\n").replace("\t", "\\t")
    if shown != text or "\\" in text:
        return ascii(text)
    return f'"{text}"' if '"' not in text else repr(text)


def _is_import(text: str) -> bool:
    return _is_python(text) and all(
        isinstance(line, ast.Import | ast.ImportFrom) for line in ast.parse(text).body
    )


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
