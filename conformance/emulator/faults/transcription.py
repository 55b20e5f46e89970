"""Faults of transcription over REST."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault

TRANSCRIPTION: tuple[Fault, ...] = ()
