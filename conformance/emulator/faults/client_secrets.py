"""Faults of client secrets."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault

CLIENT_SECRETS: tuple[Fault, ...] = ()
