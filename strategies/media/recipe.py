"""A file as a recipe: a few words that say which bytes it has, however many they are."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from strategies.media.kinds import KINDS, Kind

NATURAL: Final = -1
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True, repr=False)
class Media:
    """A file of a kind, of exactly `size` bytes, the same for the same `seed` everywhere.

    `kind` is a key of `KINDS`. Without a size the file is as small as its format allows. What exceeds that
    is fill, of one byte repeated, in a place where the format bears it.

    Raises:
        KeyError: no such kind.
        ValueError: the format needs more bytes than `size`.
    """

    kind: str
    size: int = NATURAL
    seed: int = 0

    def __post_init__(self) -> None:
        how = self._how
        if self.size == NATURAL:
            object.__setattr__(self, "size", how.natural)
        if self.size < 0 or (how.frame and self.size < how.natural):
            raise ValueError(
                f"a {self.kind} of {self.size} bytes: the smallest has {how.natural if how.frame else 0}"
            )
        if self.size and not (how.frame or how.stream):
            raise ValueError(f"{self.kind} has no bytes, and {self.size} were asked for")

    def __repr__(self) -> str:
        return f"Media({self.kind!r}, {self.size}, {self.seed})"

    def __len__(self) -> int:
        return self.size

    def __bool__(self) -> bool:
        # An empty file is still a file: `media or …` must not lose it.
        return True

    @property
    def _how(self) -> Kind:
        try:
            return KINDS[self.kind]
        except KeyError:
            raise KeyError(f"{self.kind}: no such kind of media; there are {', '.join(KINDS)}") from None

    @property
    def content_type(self) -> str:
        """The media type that such files are declared with."""
        return self._how.content_type

    @property
    def extension(self) -> str:
        """The usual extension, without a dot."""
        return self._how.extension

    @property
    def filename(self) -> str:
        """An ordinary name with the usual extension."""
        return f"sample.{self.extension}"

    def chunks(self) -> Iterator[bytes]:
        """The bytes, in order, at most 64 KiB at a time."""
        how = self._how
        if how.frame:
            fill = self.size - how.natural
            head, tail = how.frame(self.seed, fill)
            yield head
            yield from _repeated(how.fill, fill)
            if tail:
                yield tail
        elif how.stream and self.size:
            left = self.size
            for block in how.stream(self.seed):
                for start in range(0, min(len(block), left), _CHUNK):
                    yield block[start : min(start + _CHUNK, left)]
                left -= min(len(block), left)
                if not left:
                    return

    def read(self) -> bytes:
        """All bytes at once: for small files."""
        return b"".join(self.chunks())

    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex. Streamed, and worked out once for each recipe."""
        return _sha256(self)


def _repeated(byte: bytes, count: int) -> Iterator[bytes]:
    whole, rest = divmod(count, _CHUNK)
    if whole:
        block = byte * _CHUNK
        for _ in range(whole):
            yield block
    if rest:
        yield byte * rest


@functools.lru_cache(maxsize=4096)
def _sha256(media: Media) -> str:
    digest = hashlib.sha256()
    for chunk in media.chunks():
        digest.update(chunk)
    return digest.hexdigest()
