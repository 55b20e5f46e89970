"""Files of sound: recordings in containers, and such files damaged."""

from __future__ import annotations

import functools
import hashlib
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from strategies.audio.containers import CONTAINERS, contained, wav
from strategies.audio.recorded import Recorded
from strategies.audio.sounds import Silence, Speech, Tone
from strategies.media.recipe import Media

_CHUNK: Final = 1 << 16
_MAGIC: Final = 64
_WAV_HEAD: Final = wav(Recorded((Silence(0),), 48000, channels=2))
_WAV_FRAME: Final = 4  # bytes that its two channels take together
LOW_RATE: Final = 8000


@dataclass(frozen=True, slots=True, repr=False)
class AudioFile:
    """A recording in a container, a key of `CONTAINERS`. It can be sent wherever `Media` can.

    Raises:
        KeyError: no such container.
    """

    container: str = "wav"
    recorded: Recorded = Recorded((Speech(),))

    def __post_init__(self) -> None:
        if self.container not in CONTAINERS:
            raise KeyError(f"{self.container}: no such container; there are {', '.join(CONTAINERS)}")

    def __repr__(self) -> str:
        return f"AudioFile({self.container!r}, {self.recorded!r})"

    def __len__(self) -> int:
        return len(self.read())

    def __bool__(self) -> bool:
        return True

    @property
    def seconds(self) -> float:
        """How long the recording plays; what a decoder finds in the file may differ by a frame of the codec."""
        return self.recorded.seconds

    @property
    def content_type(self) -> str:
        """The media type that such files are declared with."""
        return CONTAINERS[self.container].content_type

    @property
    def extension(self) -> str:
        """The usual extension, without a dot."""
        return CONTAINERS[self.container].extension

    @property
    def filename(self) -> str:
        """An ordinary name with the usual extension."""
        return f"sample.{self.extension}"

    def read(self) -> bytes:
        """All bytes at once; written once for each recipe, as long as it is in use."""
        return contained(self.container, self.recorded)

    def chunks(self) -> Iterator[bytes]:
        """The bytes, in order, at most 64 KiB at a time."""
        data = self.read()
        for start in range(0, len(data), _CHUNK):
            yield data[start : start + _CHUNK]

    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.read()).hexdigest()


def lasting(container: str, seconds: float, rate: int = LOW_RATE) -> AudioFile:
    """A file that is quick to make and small: a tone of so many seconds.

    Raises:
        KeyError: no such container.
    """
    return AudioFile(container, Recorded((Tone(seconds),), rate=rate))


@dataclass(frozen=True, slots=True)
class SilentWav:
    """A WAV file of silence of exactly `size` bytes, however many they are; none of them is held in memory.

    Raises:
        ValueError: it is smaller than its own header, or would hold half a sample.
    """

    size: int

    def __post_init__(self) -> None:
        if self.size < len(_WAV_HEAD) or (self.size - len(_WAV_HEAD)) % _WAV_FRAME:
            raise ValueError(f"a WAV file of {self.size} bytes cannot be made")

    def __len__(self) -> int:
        return self.size

    @property
    def content_type(self) -> str:
        """The media type of WAV."""
        return CONTAINERS["wav"].content_type

    @property
    def filename(self) -> str:
        """An ordinary name."""
        return f"sample.{CONTAINERS['wav'].extension}"

    def chunks(self) -> Iterator[bytes]:
        """The bytes, in order, at most 64 KiB at a time."""
        left = self.size - len(_WAV_HEAD)
        yield _WAV_HEAD[:4] + struct.pack("<I", self.size - 8) + _WAV_HEAD[8:-4] + struct.pack("<I", left)
        block = bytes(_CHUNK)
        for _ in range(left // _CHUNK):
            yield block
        yield block[: left % _CHUNK]

    def read(self) -> bytes:
        """All bytes at once: for small files."""
        return b"".join(self.chunks())

    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        digest = hashlib.sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True, repr=False)
class DamagedAudio:
    """A file that is named and declared as one of sound, damaged in the way that `how`, a key of `DAMAGES`, names.

    Raises:
        KeyError: no such container or damage.
    """

    container: str = "wav"
    how: str = "noise"

    def __post_init__(self) -> None:
        if self.how not in DAMAGES:
            raise KeyError(f"{self.how}: no such damage; there are {', '.join(DAMAGES)}")
        AudioFile(self.container)

    def __repr__(self) -> str:
        return f"DamagedAudio({self.container!r}, {self.how!r})"

    def __len__(self) -> int:
        return len(self.read())

    def __bool__(self) -> bool:
        return True

    @property
    def content_type(self) -> str:
        """The media type that the undamaged file would have."""
        return CONTAINERS[self.container].content_type

    @property
    def extension(self) -> str:
        """The extension that the undamaged file would have."""
        return CONTAINERS[self.container].extension

    @property
    def filename(self) -> str:
        """An ordinary name with that extension."""
        return f"sample.{self.extension}"

    def read(self) -> bytes:
        """All bytes."""
        return _damaged(self.container, self.how)

    def chunks(self) -> Iterator[bytes]:
        """The bytes, in one piece."""
        if data := self.read():
            yield data

    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.read()).hexdigest()


@functools.lru_cache(maxsize=128)
def _damaged(container: str, how: str) -> bytes:
    return DAMAGES[how](AudioFile(container, Recorded((Speech(),), rate=LOW_RATE)).read())


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _headless(data: bytes) -> bytes:
    return bytes(_MAGIC) + data[_MAGIC:]


def _noise(data: bytes) -> bytes:
    del data
    # Neither what frames of any codec begin with nor long runs: every byte is below 128.
    return Media("binary", 4096).read().translate(bytes(byte & 0x7F for byte in range(256)))


# In plain words: cut off in the middle; its beginning overwritten with zeros; noise instead of it; a text instead
# of it; nothing at all. Decoders can make something of the first two in some containers; of the others in none.
DAMAGES: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {
        "cut": _cut,
        "headless": _headless,
        "noise": _noise,
        "text": lambda _: Media("text", 4096).read(),
        "empty": lambda _: b"",
    }
)
HOPELESS: Final = ("noise", "text", "empty")
