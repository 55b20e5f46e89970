"""Which voices a team can speak in."""

from __future__ import annotations

from conformance.emulator.state import State
from conformance.emulator.voice.roster import built_in
from conformance.emulator.voice.voice_book import custom_voice


def known_voice(state: State, team: str, voice_id: str) -> bool:
    """Whether `team` has a voice of this id, built in or of its own."""
    return built_in(state.behaviour, voice_id) is not None or custom_voice(state, team, voice_id) is not None
