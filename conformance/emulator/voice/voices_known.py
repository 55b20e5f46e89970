"""Which voices a team can speak in."""

from __future__ import annotations

from conformance.emulator.state import State
from conformance.emulator.voice.roster import built_in


def known_voice(state: State, team: str, voice_id: str) -> bool:  # noqa: ARG001 - custom voices are a team's own
    """Whether `team` has a voice of this id, built in or of its own."""
    return built_in(state.behaviour, voice_id) is not None
