"""Faults of custom voices."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault

VOICES: tuple[Fault, ...] = ()
