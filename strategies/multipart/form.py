"""Multipart forms: parts in an order, written to bytes piece by piece."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeAlias
from urllib.parse import quote


class Content(Protocol):
    """What a file can be made of: a recipe, such as `Media` or `AudioFile`, whose bytes are made as they go."""

    def __len__(self) -> int:
        """The number of bytes."""

    def chunks(self) -> Iterator[bytes]:
        """The bytes, in order."""

    def read(self) -> bytes:
        """All bytes at once."""

    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex."""

    @property
    def content_type(self) -> str:
        """The media type that such files are declared with."""

    @property
    def filename(self) -> str:
        """An ordinary name with the usual extension."""


Body: TypeAlias = bytes | Content

FilenameEncoding: TypeAlias = Literal["faithful", "raw", "escaped", "percent", "extended"]
"""How a name is written into `Content-Disposition`.

raw: UTF-8 between quotes, nothing replaced. escaped: quotes and backslashes behind a backslash (RFC 9110).
percent: quotes and line ends as browsers write them, `%22`, `%0D`, `%0A`. extended: `filename*=UTF-8''…`
(RFC 5987), which carries any character. faithful: the first of raw, escaped and extended that carries the
name unchanged.
"""

EXPIRES_AFTER, ANCHOR, SECONDS = "expires_after", "expires_after[anchor]", "expires_after[seconds]"
PURPOSE, FILE = "purpose", "file"
# The docs' own examples always send this one, and servers made for other clients insist on it: a form without a
# purpose would be refused there, and nothing could be said of the rule in question.
USUAL_PURPOSE = "assistants"
_FAITHFUL: tuple[FilenameEncoding, ...] = ("raw", "escaped", "extended")


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """One part of a form. A part with a filename is a file; `content_type` None sends no such header."""

    name: str
    body: Body
    filename: str | None = None
    content_type: str | None = None
    filename_as: FilenameEncoding = "faithful"

    def __repr__(self) -> str:
        said = {"filename": self.filename, "content_type": self.content_type, "filename_as": self.filename_as}
        silent: dict[str, str | None] = {"filename": None, "content_type": None, "filename_as": "faithful"}
        rest = "".join(f", {key}={value!r}" for key, value in said.items() if value != silent[key])
        return f"Part({self.name!r}, {self.body!r}{rest})"

    @classmethod
    def of(cls, name: str, value: str | int) -> Part:
        """A plain field with `value` as text."""
        return cls(name, str(value).encode())

    @property
    def text(self) -> str:
        """The body as text; bytes that are no UTF-8 show as replacement characters."""
        return (self.body if isinstance(self.body, bytes) else self.body.read()).decode(errors="replace")

    def head(self) -> bytes:
        """The header lines and the blank line after them."""
        lines = f'Content-Disposition: form-data; name="{_percent(self.name)}"'
        if self.filename is not None:
            lines += f"; {_parameter(self.filename, self.filename_as)}"
        if self.content_type is not None:
            lines += f"\r\nContent-Type: {self.content_type}"
        return f"{lines}\r\n\r\n".encode()


@dataclass(frozen=True, slots=True)
class Encoded:
    """A body ready to be sent. `content_type` is the header's value; with None the header is left out."""

    content_type: str | None
    pieces: tuple[Body, ...]

    @property
    def length(self) -> int:
        """The number of bytes."""
        return sum(len(piece) for piece in self.pieces)

    def chunks(self) -> Iterator[bytes]:
        """The bytes in order; large media are made as they go."""
        for piece in self.pieces:
            yield from (piece,) if isinstance(piece, bytes) else piece.chunks()

    def read(self) -> bytes:
        """All bytes at once: for small bodies."""
        return b"".join(self.chunks())

    def encode(self) -> Encoded:
        """Itself: what is encoded already is sent as it is."""
        return self


@dataclass(frozen=True, slots=True)
class Form:
    """Parts in the order in which they are sent."""

    parts: tuple[Part, ...]

    def encode(self, delimiter: str | None = None) -> Encoded:
        """The form as multipart/form-data.

        The delimiter is worked out from the content, so that it is the same for the same form and occurs in
        none of its parts.

        Raises:
            ValueError: the `delimiter` asked for occurs in the content, which would end a part early.
        """
        heads = [part.head() for part in self.parts]
        if delimiter is None:
            delimiter = self._delimiter(heads)
        elif self._holds(heads, delimiter.encode()):
            raise ValueError(f"the delimiter {delimiter} occurs in the content of the form")
        pieces: list[Body] = []
        between = b"--" + delimiter.encode() + b"\r\n"
        for head, part in zip(heads, self.parts, strict=True):
            pieces += (between + head, part.body)
            between = b"\r\n--" + delimiter.encode() + b"\r\n"
        pieces.append(between[:-2] + b"--\r\n")
        return Encoded(f"multipart/form-data; boundary={delimiter}", _joined(pieces))

    def _delimiter(self, heads: list[bytes]) -> str:
        seed = hashlib.sha256()
        for head, part in zip(heads, self.parts, strict=True):
            # A recipe stands for its bytes.
            seed.update(head + (part.body if isinstance(part.body, bytes) else repr(part.body).encode()))
        while self._holds(heads, (delimiter := f"part-{seed.hexdigest()[:32]}").encode()):
            seed.update(b"again")
        return delimiter

    def _holds(self, heads: list[bytes], needle: bytes) -> bool:
        bodies = (part.body for part in self.parts)
        return any(needle in head for head in heads) or any(
            needle in body if isinstance(body, bytes) else _occurs(needle, body.chunks()) for body in bodies
        )

    def first(self, name: str) -> Part | None:
        """The first part called `name`."""
        return next((part for part in self.parts if part.name == name), None)

    def without(self, *names: str) -> Form:
        """The form without the parts of these names."""
        return Form(tuple(part for part in self.parts if part.name not in names))

    def renamed(self, name: str, to: str) -> Form:
        """The form with the parts called `name` called `to`."""
        return Form(tuple(replace(part, name=to) if part.name == name else part for part in self.parts))

    @property
    def expires_after(self) -> int | None:
        """The seconds that the form asks for, in whichever form it does; None where it asks for none.

        Raises:
            ValueError: they are no number.
        """
        part = self.first(EXPIRES_AFTER) or self.first(SECONDS)
        return None if part is None else int(part.text)


def carries(encoding: FilenameEncoding, name: str) -> bool:
    """Whether a reader of the form gets `name` back, character by character, when it is written so."""
    if encoding in ("extended", "faithful"):
        return True
    if encoding == "escaped":
        return not set(name) & set("\0\r\n")
    # Many readers take a backslash for the beginning of an escape, or undo what browsers replace.
    return not set(name) & set('\0\r\n"\\') and not (encoding == "percent" and "%" in name)


def _parameter(filename: str, encoding: FilenameEncoding) -> str:
    if encoding == "faithful":
        encoding = next(way for way in _FAITHFUL if carries(way, filename))
    match encoding:
        case "raw":
            return f'filename="{filename}"'
        case "escaped":
            return 'filename="' + filename.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case "percent":
            return f'filename="{_percent(filename)}"'
        case _:
            return f"filename*=UTF-8''{quote(filename, safe='')}"


def _percent(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _occurs(needle: bytes, chunks: Iterable[bytes]) -> bool:
    tail = b""
    for chunk in chunks:
        window = tail + chunk
        if needle in window:
            return True
        tail = window[-(len(needle) - 1) :]
    return False


def _joined(pieces: list[Body]) -> tuple[Body, ...]:
    joined: list[Body] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, bytes) and isinstance(last, bytes):
            joined[-1] = last + piece
        else:
            joined.append(piece)
    return tuple(joined)
