"""What a player finds in the bytes of a video."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.suite.demuxing import demuxed


class NotAVideo(Exception):
    """The bytes do not play; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A video that plays: its length in seconds, and its width and height in pixels."""

    seconds: float
    width: int
    height: int


def played(content: bytes) -> Clip:
    """Play the bytes of an MP4 to their end.

    Raises:
        NotAVideo: they are no MP4, or there is no picture in it, or one that cannot be decoded.
    """
    import av

    try:
        with demuxed(content) as container:
            if "mp4" not in container.format.name.split(","):
                raise NotAVideo(f"it is no MP4 but {container.format.name}")
            if not container.streams.video:
                raise NotAVideo("there is no picture in it")
            stream = container.streams.video[0]
            last, shown = 0.0, 0
            for frame in container.decode(stream):
                shown += 1
                last = max(last, (frame.time or 0.0) + _length(frame, stream))
            if not shown:
                raise NotAVideo("there is not one picture in it")
            return Clip(last, stream.width, stream.height)
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise NotAVideo(f"it does not play: {error}") from None


def _length(frame, stream) -> float:
    """For how many seconds a picture is shown."""
    if frame.duration and frame.time_base:
        return float(frame.duration * frame.time_base)
    rate = stream.average_rate
    return float(1 / rate) if rate else 0.0
