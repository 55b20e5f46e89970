"""Faults of speech and of the built-in voices."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault

SPEECH: tuple[Fault, ...] = ()
