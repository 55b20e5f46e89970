"""A stream of audio cut into the windows that ears hear, whatever frames it comes in."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.emulator.voice.hearing import WINDOW, Ears, Event
from conformance.emulator.voice.laws import WIDTHS
from conformance.emulator.voice.listening.settings import Settings


class Windows:
    """Feeds ears window by window, so that what is told does not depend on how the bytes were sent.

    `rounded` drops what is left at the end of each frame.
    """

    def __init__(self, settings: Settings, *, rounded: bool = False) -> None:
        self.ears = Ears(
            settings.rate, settings.encoding, settings.channels, settings.threshold, endpointing=None
        )
        self._size = round(settings.rate * WINDOW) * WIDTHS[settings.encoding] * settings.channels
        self._rounded = rounded
        self._left = b""

    @property
    def seconds(self) -> float:
        """How much was heard."""
        return self.ears.seconds

    def feed(self, data: bytes) -> Iterator[tuple[list[Event], ...]]:
        """What each window brings that `data` completes, by channel."""
        if self._left:
            data = self._left + data
        whole = len(data) - len(data) % self._size
        self._left = b"" if self._rounded else data[whole:]
        for start in range(0, whole, self._size):
            yield self.ears.feed(data[start : start + self._size])

    def end(self) -> None:
        """Hear what is left, which is less than a window."""
        self.ears.feed(self._left)
        self._left = b""
