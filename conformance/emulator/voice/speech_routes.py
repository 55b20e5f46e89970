"""The paths of speech and of the built-in voices, and one handler an operation."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import Response
from starlette.routing import Route

from conformance.emulator.calls import Call, Resource, answered
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine.fields import ILL_TYPED
from conformance.emulator.state import Json
from conformance.emulator.voice import roster, speech_requests
from conformance.emulator.voice.speaking import spoken
from conformance.emulator.voice.voices_known import known_voice

Handler = Callable[[Call], Awaitable[Response]]


def _told(handler: Handler) -> Handler:
    """`handler`, whose refusals are told as the rules of speech have it."""

    async def carried_out(call: Call) -> Response:
        try:
            return await handler(call)
        except Refusal as refusal:
            policy = call.state.behaviour
            if policy.speech_error_field == "error":
                raise
            status = policy.ill_typed_status if refusal.status == ILL_TYPED else refusal.status
            return answered({policy.speech_error_field: refusal.error}, status)

    return carried_out


async def create_speech(call: Call) -> Response:
    """POST /v1/tts."""
    policy = call.state.behaviour
    request = speech_requests.speech(policy, await _fields(call))
    voice = roster.built_in(policy, request.voice)
    if voice is None and known_voice(call.state, call.team, request.voice):
        voice = request.voice
    if voice is None:
        if policy.speech_unknown_voice_status is not None:
            raise Refusal(policy.speech_unknown_voice_status, "voice_id: no such voice")
        voice = policy.speech_voice_default
    return await asyncio.to_thread(spoken, policy, request, voice)


async def _fields(call: Call) -> Json:
    """The body; by documented policy, one JSON object and nothing else. What is none is an ordinary request."""
    try:
        return await call.json()
    except Refusal:
        if not call.state.behaviour.speech_broken_bodies_read:
            raise
        return {"text": "hello", "language": "auto"}


async def list_voices(call: Call) -> Response:
    """GET /v1/tts/voices."""
    policy = call.state.behaviour
    kind = "application/json" if policy.speech_voices_typed else "text/plain"
    shown = [voice.shown(policy) for voice in roster.listed(policy)]
    if policy.voice_among_built_in:
        shown += [{"voice_id": v.voice_id, "name": "custom"} for v in call.state.store.voices.of(call.team)]
    return answered({"voices": shown}, content_type=kind)


async def retrieve_voice(call: Call) -> Response:
    """GET /v1/tts/voices/{voice_id}."""
    policy = call.state.behaviour
    wanted = call.path["voice_id"]
    for voice in roster.listed(policy):
        if voice.voice_id == wanted.lower():
            shown = voice.shown(policy)
            if policy.speech_voice_retrieved is not None:
                shown["name"] = policy.speech_voice_retrieved
            return answered(shown)
    status = policy.speech_voice_unknown_status
    if status < 400:
        return answered({"voice_id": wanted, "name": wanted, "language": None}, status)
    raise Refusal(status, "voice_id: no such voice")


ROUTES: tuple[Route, ...] = (
    Route("/v1/tts", Resource({"POST": ("createSpeech", _told(create_speech))})),
    Route("/v1/tts/voices", Resource({"GET": ("listVoices", _told(list_voices))})),
    Route("/v1/tts/voices/{voice_id}", Resource({"GET": ("retrieveVoice", _told(retrieve_voice))})),
)
