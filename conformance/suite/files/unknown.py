"""Ids that no file has."""

from __future__ import annotations

import uuid

from hypothesis import strategies as st

from strategies.inputs import Inputs


def unknown_ids() -> Inputs[str]:
    """Ids of the documented look that were never handed out: random ones cannot be anybody's."""
    return Inputs(
        "unknown ids",
        lambda: [f"file_{uuid.UUID(int=0)}", f"file_{uuid.UUID(int=2**128 - 1)}"],
        lambda: st.uuids(version=4).map(lambda number: f"file_{number}"),
    )
