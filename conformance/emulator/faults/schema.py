"""Faults against what the schema says and no other requirement promises."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault, fault

SCHEMA: tuple[Fault, ...] = (
    fault(
        "custom-voices-as-text",
        "schema.uncatalogued",
        "The list of custom voices is served as plain text.",
        voice_list_media_type="text/plain",
    ),
)
