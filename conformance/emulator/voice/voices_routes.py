"""The paths of custom voices, and one handler an operation."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable

from starlette.responses import Response
from starlette.routing import Route

from conformance.emulator.blobs import kept
from conformance.emulator.calls import Call, Resource, answered, sent
from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import query
from conformance.emulator.state import Json, State
from conformance.emulator.voice import voice_labels, voice_lists, voice_making
from conformance.emulator.voice.policy.voices import LABELS
from conformance.emulator.voice.records import Voice
from conformance.emulator.voice.voice_book import present, shown

_PATH = "/v1/custom-voices"


async def create(call: Call) -> Response:
    """POST /v1/custom-voices."""
    voice, status = await voice_making.create(call.state, call.team, call.header(b"content-type"), call.body)
    return answered(voice, status)


async def listing(call: Call) -> Response:
    """GET /v1/custom-voices."""
    page = voice_lists.page(call.state, call.team, query(call.query_string))
    return answered(page, content_type=call.state.behaviour.voice_list_media_type)


async def retrieve(call: Call) -> Response:
    """GET /v1/custom-voices/{voice_id}."""
    policy = call.state.behaviour
    voice = _known(call, "retrieveCustomVoice", policy.voice_get_unknown_status)
    return answered(shown(call.state, voice, labels=policy.voice_retrieved_labels))


async def update(call: Call) -> Response:
    """PATCH /v1/custom-voices/{voice_id}."""
    body = await call.json()
    voice = _known(call, "updateCustomVoice", call.state.behaviour.voice_update_unknown_status)
    view = _updated(call.state, voice, body)
    if call.state.behaviour.voice_update_touches_clip:
        shorter = b"".join(call.state.blobs.read(voice.blob))[:-1]
        await kept(call.state.blobs, voice.blob, shorter)
    return answered(view)


async def delete(call: Call) -> Response:
    """DELETE /v1/custom-voices/{voice_id}."""
    state, policy = call.state, call.state.behaviour
    again = state.store.voices.get(call.path["voice_id"])
    if again is not None and again.deleted and again.team == call.team and policy.voice_delete_again_status:
        if policy.voice_delete_again_status == 200:
            return answered({"deleted": True})
        raise Refusal(policy.voice_delete_again_status, "voice_id: deleted")
    voice = _known(call, "deleteCustomVoice", policy.voice_delete_unknown_status)
    doomed = [voice]
    if not policy.voice_delete_spares_namesakes:
        name = voice.labels.get("name")
        doomed = [each for each in state.store.voices.of(voice.team) if each.labels.get("name") == name]
    for each in doomed:
        state.store.voices.delete(each.voice_id)
        if not policy.voice_deleted_operations:
            state.blobs.remove(each.blob)
    return answered({"deleted": policy.voice_delete_says_so})


async def audio(call: Call) -> Response:
    """GET /v1/custom-voices/{voice_id}/audio."""
    policy = call.state.behaviour
    voice = _known(call, "retrieveCustomVoiceAudio", policy.voice_audio_unknown_status)
    if policy.voice_audio_status != 200:
        raise Refusal(policy.voice_audio_status, "voice_id: its audio is not available")
    chunks: Iterable[bytes] = call.state.blobs.read(voice.blob)
    size, media_type = voice.size, policy.voice_audio_media_type or voice.content_type
    if not policy.voice_audio_whole:
        chunks, size = (b"".join(chunks)[:-1],), size - 1
    return sent(chunks, size, media_type, {})


def _known(call: Call, operation: str, status: int) -> Voice:
    return present(call.state, call.team, call.path["voice_id"], operation, status)


def _updated(state: State, voice: Voice, body: Json) -> Json:
    """The voice after a change of its labels, all of it or nothing.

    Raises:
        Refusal: 400, 422; by documented policy nothing has changed then.
    """
    policy = state.behaviour
    if not body and not policy.voice_update_may_be_empty:
        raise Refusal(400, "body: nothing to change")
    labels = dict(voice.labels)
    for name in LABELS:
        try:
            voice_labels.change(policy, labels, body, name)
        except Refusal:
            if not policy.voice_update_atomic:
                state.store.voices.change(dataclasses.replace(voice, labels=labels))
            raise
    if policy.voice_update_twice_differs:
        text = json.dumps(body, sort_keys=True)
        labels = {**labels, "description": "again"} if labels.get(_LAST) == text else {**labels, _LAST: text}
    changed = dataclasses.replace(
        voice,
        labels=labels,
        created_at=state.clock.now() + _LATER if policy.voice_update_moves_creation else voice.created_at,
        size=voice.size - 1 if policy.voice_update_touches_clip else voice.size,
    )
    state.store.voices.change(changed)
    if not policy.voice_update_spares_others:
        for other in list(state.store.voices.of(voice.team)):
            state.store.voices.change(dataclasses.replace(other, labels=labels))
    view = dict(shown(state, voice if policy.voice_update_answers_before else changed))
    if not policy.voice_update_whole_answer:
        view = {name: view[name] for name in view if name in {"voice_id", "created_at", *body}}
    return view


#: Seconds by which a wrong server moves a time of creation.
_LATER = 60
#: Where it keeps what was changed last; a label of this name is never shown.
_LAST = "(last)"

ROUTES: tuple[Route, ...] = (
    Route(_PATH, Resource({"POST": ("createCustomVoice", create), "GET": ("listCustomVoices", listing)})),
    Route(
        f"{_PATH}/{{voice_id}}",
        Resource(
            {
                "GET": ("retrieveCustomVoice", retrieve),
                "PATCH": ("updateCustomVoice", update),
                "DELETE": ("deleteCustomVoice", delete),
            }
        ),
    ),
    Route(f"{_PATH}/{{voice_id}}/audio", Resource({"GET": ("retrieveCustomVoiceAudio", audio)})),
)
