"""Bits, written one after the other, for formats that do not keep to bytes."""

from __future__ import annotations


def first_is_high(bits: str, pad: str = "0") -> bytes:
    """A text of 0 and 1 as bytes, each filled from its highest bit on; `pad` fills the last one."""
    bits += pad * (-len(bits) % 8)
    return int(bits or "0", 2).to_bytes(len(bits) // 8, "big")


def first_is_low(bits: str) -> bytes:
    """A text of 0 and 1 as bytes, each filled from its lowest bit on."""
    return int(bits[::-1] or "0", 2).to_bytes(-(-len(bits) // 8), "little")


def low(value: int, width: int) -> str:
    """`value` in `width` bits, the lowest first."""
    return high(value, width)[::-1]


def high(value: int, width: int) -> str:
    """`value` in `width` bits, the highest first."""
    return f"{value:0{width}b}"


def exp_golomb(value: int) -> str:
    """`value`, from 0 on, in as many bits as it needs: the code of video standards."""
    bits = f"{value + 1:b}"
    return "0" * (len(bits) - 1) + bits
