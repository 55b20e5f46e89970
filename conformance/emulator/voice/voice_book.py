"""Custom voices: which ones a team has, and what is shown of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import shortened
from conformance.emulator.state import State
from conformance.emulator.voice.policy.voices import LABELS
from conformance.emulator.voice.records import Voice

ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


def present(state: State, team: str, voice_id: str, operation: str, status: int) -> Voice:
    """The team's voice with this id, if it is there. `operation` is what is to be done with it.

    Raises:
        Refusal: unknown, deleted, or another team's, which are all the same to the caller.
    """
    policy = state.behaviour
    voice = state.store.voices.get(voice_id)
    if voice is None:
        form = len(voice_id) == policy.voice_id_length and set(voice_id.lower()) <= set(ID_ALPHABET)
        raise Refusal(
            status if form else policy.voice_malformed_status, f"voice_id: no voice {shortened(voice_id)}"
        )
    if (
        (voice.team != team and operation not in policy.voice_open_operations)
        or (voice.deleted and operation not in policy.voice_deleted_operations)
        or (operation == "retrieveCustomVoice" and _is_young(state, voice, policy.voice_seen_after))
    ):
        raise Refusal(status, f"voice_id: no voice {shortened(voice_id)}")
    return voice


def _is_young(state: State, voice: Voice, seconds: float) -> bool:
    return seconds > 0 and state.clock.now() < voice.created_at + seconds


def is_listed(state: State, voice: Voice) -> bool:
    """Whether a list shows the voice yet."""
    policy = state.behaviour
    return not _is_young(state, voice, policy.voice_listed_after)


def custom_voice(state: State, team: str, voice_id: str) -> Voice | None:
    """The custom voice that the team can speak with by this id."""
    policy = state.behaviour
    voice = state.store.voices.get(voice_id)
    if voice is None or not policy.voice_speaks:
        return None
    if voice.team != team and "createSpeech" not in policy.voice_open_operations:
        return None
    if voice.deleted and "createSpeech" not in policy.voice_deleted_operations:
        return None
    return voice


def shown(state: State, voice: Voice, *, labels: frozenset[str] = frozenset(LABELS)) -> dict[str, Any]:
    """The voice as answers show it, with those of its labels that are among `labels`."""
    policy = state.behaviour
    made = voice.created_at + policy.voice_created_at_shift
    view: dict[str, Any] = {
        "voice_id": voice.voice_id.upper() if policy.voice_id_upper else voice.voice_id,
        "created_at": _time(made) if policy.voice_created_at_is_text else str(int(made)),
    }
    for name in LABELS:
        value = voice.labels.get(name, policy.voice_unset_label) if name in labels else None
        if value is not None or policy.voice_nulls:
            view[name] = value
    return view


def _time(seconds: float) -> str:
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
