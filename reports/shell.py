"""Text and bytes as POSIX shell: words that mean exactly what was recorded, and commands that make files."""

from __future__ import annotations

import base64
import itertools
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reports.bodies import Body, Fill
from reports.words import visible

QUOTE, ESCAPED_QUOTE = "'", "'\\''"
_SAFE = re.compile(r"[A-Za-z0-9@%+=:,./_-]+")
_KEYS = re.compile(r"\$(XAI_API_KEY|XAI_SECOND_API_KEY)(?![A-Za-z0-9_])")
# Beyond this many characters a text is easier to carry than to read.
_READABLE = 20_000
# Content within a text, such as an image in a data URI, which nobody reads.
_CONTENT = re.compile(r"[A-Za-z0-9+/]{500,}={0,2}")


@dataclass(frozen=True, slots=True)
class Variable:
    """A shell variable in a text."""

    name: str


Template: TypeAlias = Sequence[str | Variable]


def with_keys(text: str) -> list[str | Variable]:
    """`text`, in which the placeholders of API keys become variables."""
    parts: list[str | Variable] = []
    end = 0
    for found in _KEYS.finditer(text):
        parts += [text[end : found.start()], Variable(found[1])]
        end = found.end()
    parts.append(text[end:])
    return [part for part in parts if part != ""]


def quoted(text: str) -> str:
    """`text` as one shell word that stands for exactly it; a NUL, which no word can hold, is left out."""
    if _SAFE.fullmatch(text):
        return text
    parts = []
    for shown, characters in itertools.groupby(text.replace("\0", ""), _shown):
        part = "".join(characters)
        # A substitution would lose line ends; those are always among what is shown.
        parts.append(
            f"'{part.replace(QUOTE, ESCAPED_QUOTE)}'" if shown else f"\"$(printf '%b' {_escaped(part)})\""
        )
    return "".join(parts) or "''"


def _shown(character: str) -> bool:
    return character != "\t" and visible(character) == character


def word(template: Template) -> str:
    """`template` as one shell word: its texts exactly, its variables expanded."""
    template = [part for part in template if part != ""]
    if not any(isinstance(part, Variable) for part in template):
        return quoted("".join(part for part in template if isinstance(part, str)))
    simple = all(
        isinstance(part, Variable) or (visible(part) == part and not re.search(r'["$`\\!\n\t]', part))
        for part in template
    )
    if not simple:
        return "".join(f'"${part.name}"' if isinstance(part, Variable) else quoted(part) for part in template)
    texts = []
    for part, following in zip(template, [*template[1:], ""], strict=True):
        if isinstance(part, str):
            texts.append(part)
        else:
            # Without braces a letter that follows would become part of the name.
            joined = isinstance(following, str) and re.match(r"[A-Za-z0-9_]", following)
            texts.append(f"${{{part.name}}}" if joined else f"${part.name}")
    return f'"{"".join(texts)}"'


def text_commands(template: Template) -> Iterator[str]:
    """Commands that print `template`, a readable line at a time, and nothing else."""
    for part in _apart(template):
        if isinstance(part, Variable):
            yield f"printf '%s' \"${part.name}\""
        elif _CONTENT.fullmatch(part):
            yield "\n".join(["tr -d '\\n' <<'END'", *textwrap.wrap(part, 100), "END"])
        elif "\0" in part or len(part) > _READABLE:
            # Too long or too hostile for words.
            yield from bytes_commands(part.encode(errors="surrogatepass"))
        elif _SAFE.fullmatch(part):
            yield f"printf '%s' {part}"
        elif part:
            # The shell repeats the format for every argument.
            lines = (_escaped(line) for line in part.splitlines(keepends=True))
            yield (
                " \\\n  ".join(["printf '%b'", *lines])
                if "\n" in part[:-1]
                else f"printf '%b' {_escaped(part)}"
            )


def _apart(template: Template) -> Iterator[str | Variable]:
    """`template`, in which content that nobody reads stands for itself."""
    for part in template:
        if isinstance(part, Variable):
            yield part
            continue
        end = 0
        for content in _CONTENT.finditer(part):
            yield from filter(None, [part[end : content.start()], content[0]])
            end = content.end()
        yield part[end:]


def whole_text_command(template: Template) -> str:
    """One command that prints `template`."""
    parts = (f'"${part.name}"' if isinstance(part, Variable) else _escaped(part) for part in template)
    # Variables are printed by %s: their backslashes mean nothing.
    formats = "".join("%s" if isinstance(part, Variable) else "%b" for part in template)
    return f"printf '{formats}' {' '.join(parts)}"


def bytes_commands(content: bytes) -> Iterator[str]:
    """Commands that print `content`."""
    if not content:
        return
    encoded = base64.b64encode(content).decode()
    if len(encoded) <= 100:
        yield f"printf '%s' {quoted(encoded)} | base64 -d"
        return
    yield "\n".join(["base64 -d <<'END'", *textwrap.wrap(encoded, 100), "END"])


def fill_command(fill: Fill) -> str:
    """The command that prints one byte many times."""
    command = f"head -c {fill.count} /dev/zero"
    return command if fill.byte == 0 else f"{command} | tr '\\000' '\\{fill.byte:03o}'"


def body_commands(body: Body, template: Template | None = None) -> Iterator[str]:
    """Commands that print what was kept of `body`; `template` is its text, if it has one, with variables."""
    if body.text is not None:
        yield from text_commands(template if template is not None else with_keys(body.text))
        return
    for piece in body.pieces or ():
        if isinstance(piece, Fill):
            yield fill_command(piece)
        else:
            yield from bytes_commands(piece.content())


def _escaped(text: str) -> str:
    r"""`text` as the argument of `printf '%b'`, on one line: `\n`, `\r`, `\t`, `\0ooo` for other bytes."""
    short = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "'": "'\\''"}
    characters = []
    for character in text:
        if character in short:
            characters.append(short[character])
        elif visible(character) == character:
            characters.append(character)
        else:
            octets = character.encode(errors="surrogatepass")
            characters.append("".join(f"\\0{octet:03o}" for octet in octets))
    return f"'{''.join(characters)}'"
