"""Files that are named and declared as pictures or videos and cannot be read as such."""

from __future__ import annotations

import functools
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from strategies.media.clips import Clip
from strategies.media.kinds import KINDS, Kind
from strategies.media.pictures import ENCODERS, Picture, png_chunk
from strategies.media.recipe import Media

# As many pixels either way as a header can claim in every format here.
CLAIMED = 65500
_MAGIC = 12


@dataclass(frozen=True, slots=True, repr=False)
class Damaged(Media):
    """A file of `kind`, damaged in the way that `how`, a key of `DAMAGES`, names; else like `Media`.

    Raises:
        KeyError: no such kind or damage.
        ValueError: this kind cannot be damaged in this way.
    """

    how: str = "cut"

    def __repr__(self) -> str:
        more = f", {self.size}, {self.seed}" if (self.size, self.seed) != (self._how.natural, 0) else ""
        return f"Damaged({self.kind!r}{more}, how={self.how!r})"

    @property
    def _how(self) -> Kind:
        return _kind(self.kind, self.how)


def sample(kind: str) -> Media:
    """A small file of `kind` that any reader of the format accepts: large enough, and a video long enough."""
    if kind in ENCODERS:
        return Picture(kind)
    return Clip() if kind == Clip().kind else Media(kind)


def damages(kind: str) -> tuple[str, ...]:
    """The ways in which files of `kind` can be damaged."""
    return tuple(how for how in DAMAGES if how != "huge" or kind in _CLAIMS)


@functools.lru_cache(maxsize=256)
def _kind(kind: str, how: str) -> Kind:
    like = KINDS[kind]
    damage = DAMAGES[how]

    def frame(seed: int, fill: int) -> tuple[bytes, bytes]:
        del seed, fill
        return damage(kind, sample(kind).read()), b""

    return Kind(
        content_type=like.content_type, extension=like.extension, natural=len(frame(0, 0)[0]), frame=frame
    )


def _cut(_: str, data: bytes) -> bytes:
    return data[: len(data) // 2]


def _headless(_: str, data: bytes) -> bytes:
    return bytes(_MAGIC) + data[_MAGIC:]


def _only_magic(_: str, data: bytes) -> bytes:
    return data[:_MAGIC]


def _noise(_: str, data: bytes) -> bytes:
    return data[:_MAGIC] + Media("binary").read()


def _empty(_: str, data: bytes) -> bytes:
    del data
    return b""


def _huge(kind: str, data: bytes) -> bytes:
    """The header claims so many pixels that whoever makes room for them has none left."""
    try:
        claim = _CLAIMS[kind]
    except KeyError:
        raise ValueError(f"{kind}: its header is not changed here; that of {', '.join(_CLAIMS)} is") from None
    return claim(data)


def _huge_png(data: bytes) -> bytes:
    rest = data[8 + 4 + 4 : 8 + 4 + 4 + 13][8:]
    header = png_chunk(b"IHDR", struct.pack(">II", CLAIMED, CLAIMED) + rest)
    return data[:8] + header + data[8 + len(header) :]


def _huge_jpeg(data: bytes) -> bytes:
    place = data.index(b"\xff\xc0") + 5
    return data[:place] + struct.pack(">HH", CLAIMED, CLAIMED) + data[place + 4 :]


_CLAIMS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({"png": _huge_png, "jpeg": _huge_jpeg})
# In plain words: cut off in the middle; without what a format begins with; that alone; that and then noise;
# nothing at all; claiming far more pixels than there are.
DAMAGES: Mapping[str, Callable[[str, bytes], bytes]] = MappingProxyType(
    {
        "cut": _cut,
        "headless": _headless,
        "only-magic": _only_magic,
        "noise": _noise,
        "empty": _empty,
        "huge": _huge,
    }
)
