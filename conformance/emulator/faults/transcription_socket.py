"""Faults of the socket that transcribes."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault

TRANSCRIPTION_SOCKET: tuple[Fault, ...] = ()
