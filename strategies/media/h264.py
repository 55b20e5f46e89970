"""A grey video in H.264: one whole frame, then frames that say "as before" in a few bytes.

Written out here, in the constrained baseline profile, so that the bytes are the same everywhere and no encoder
is needed. Every frame is a real one that any decoder shows.
"""

from __future__ import annotations

from strategies.media.bits import exp_golomb, first_is_high, high

# Frames are numbered with this many bits, from nought again and again.
_NUMBER_BITS = 4
_BASELINE, _CONSTRAINED, _LEVEL = 66, 0xC0, 40
_NOUGHT, _ONE = exp_golomb(0), exp_golomb(1)


def parameters(width: int, height: int) -> tuple[bytes, bytes]:
    """The sequence and the picture parameters of a video of `width` by `height` pixels, both even."""
    columns, rows = _blocks(width), _blocks(height)
    right, below = (16 * columns - width) // 2, (16 * rows - height) // 2
    cut = "1" + _NOUGHT + exp_golomb(right) + _NOUGHT + exp_golomb(below) if right or below else "0"
    sequence = "".join(
        (
            high(_BASELINE, 8) + high(_CONSTRAINED, 8) + high(_LEVEL, 8),
            _NOUGHT,  # its id
            exp_golomb(_NUMBER_BITS - 4),
            exp_golomb(2),  # shown in the order in which they are decoded
            _ONE + "0",  # one frame to refer to, and none is missing
            exp_golomb(columns - 1) + exp_golomb(rows - 1),
            "11",  # whole frames
            cut,
            "0",  # nothing said on how to show them
        )
    )
    # Two ids, plain codes, one group of slices, one reference, no weights, the middle quantiser, no extras.
    picture = _NOUGHT * 2 + "00" + _NOUGHT * 3 + "000" + _NOUGHT * 3 + "000"
    return _unit(7, 3, sequence), _unit(8, 3, picture)


def frames(width: int, height: int, count: int) -> list[bytes]:
    """`count` frames, each a unit without its length."""
    blocks = _blocks(width) * _blocks(height)
    # Predicted as the mean of neighbours, of which there are none at first: mid-grey. Nothing is added to it.
    block = exp_golomb(3) + _NOUGHT + _NOUGHT + "1"
    whole = (
        _NOUGHT + exp_golomb(7) + _NOUGHT + high(0, _NUMBER_BITS) + _NOUGHT + "00" + _NOUGHT + block * blocks
    )
    found = [_unit(5, 3, whole)]
    for number in range(1, count):
        start = _NOUGHT + exp_golomb(5) + _NOUGHT + high(number % 2**_NUMBER_BITS, _NUMBER_BITS)
        found.append(_unit(1, 2, start + "00" + "0" + _NOUGHT + exp_golomb(blocks)))
    return found


def _blocks(side: int) -> int:
    return -(-side // 16)


def _unit(kind: int, importance: int, bits: str) -> bytes:
    """A unit of the stream; what would look like the start of another is broken up."""
    payload = first_is_high(bits + "1")
    kept = bytearray((importance << 5 | kind,))
    noughts = 0
    for byte in payload:
        if noughts == 2 and byte <= 3:
            kept.append(3)
            noughts = 0
        kept.append(byte)
        noughts = noughts + 1 if byte == 0 else 0
    return bytes(kept)
