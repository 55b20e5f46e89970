"""Faults of the socket that speaks."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault

SPEECH_SOCKET: tuple[Fault, ...] = ()
