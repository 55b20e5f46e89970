"""Writes strategies/media/samples.py: the smallest real files that Pillow and PyAV make of one grey square.

Run by hand when a format is added: `python tests/strategies/make_samples.py`. The outcome is committed, so
that strategies need neither library.
"""

from __future__ import annotations

import base64
import io
import textwrap
from pathlib import Path

import av
from av.bitstream import BitStreamFilterContext
from PIL import Image

TARGET = Path(__file__).parents[2] / "strategies" / "media" / "samples.py"
HEADER = '"""Small real files, made by tests/strategies/make_samples.py with Pillow and PyAV."""\n'


def image(kind: str, **options: object) -> bytes:
    """One grey pixel in the format that Pillow calls `kind`."""
    out = io.BytesIO()
    Image.new("L" if kind == "JPEG" else "RGB", (1, 1), 128 if kind == "JPEG" else (128, 128, 128)).save(
        out, kind, **options
    )
    return out.getvalue()


def video(container: str, codec: str, drop: str | None = None) -> bytes:
    """One grey frame of 16 by 16. `drop` names a bitstream filter that takes the encoder's own notes out."""
    out = io.BytesIO()
    with av.open(out, "w", format=container, options={"fflags": "+bitexact"}) as target:
        stream = target.add_stream(codec, rate=1)
        stream.width, stream.height, stream.pix_fmt = 16, 16, "yuv420p"
        frame = av.VideoFrame(16, 16, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes([128]) * plane.buffer_size)
        frame.pts = 0
        clean = BitStreamFilterContext(drop, stream) if drop else None
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            target.mux(clean.filter(packet) if clean else packet)
    return out.getvalue()


def main() -> None:
    """Write them all."""
    samples = {
        "JPEG": image("JPEG", quality=10, optimize=True),
        "WEBP": image("WEBP", lossless=True),
        "GIF": image("GIF"),
        "MP4": video("mp4", "libx264", "filter_units=remove_types=6"),
        "WEBM": video("webm", "libvpx"),
    }
    parts = [HEADER, "from base64 import b64decode\n"]
    for name, data in samples.items():
        lines = textwrap.wrap(base64.b64encode(data).decode(), 100)
        text = "\n".join(f'    "{line}"' for line in lines)
        parts.append(
            f"{name} = b64decode(\n{text}\n)\n" if len(lines) > 1 else f'{name} = b64decode("{lines[0]}")\n'
        )
    TARGET.write_text("\n".join(parts[:2]) + "\n" + "".join(parts[2:]))


if __name__ == "__main__":
    main()
