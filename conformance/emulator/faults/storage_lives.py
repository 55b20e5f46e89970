"""Faults that show only in whole lives of what is generated."""

from __future__ import annotations

from conformance.emulator.faults.fault import fault

STORAGE_LIVES = (
    fault(
        "use-revives-url",
        "storage.lives",
        "A public URL that was revoked serves again when its file is used as an input.",
        storage_use_revives_url=True,
    ),
)
