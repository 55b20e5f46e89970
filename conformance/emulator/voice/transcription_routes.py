"""The paths of transcription, and one handler an operation."""

from __future__ import annotations

import asyncio
from typing import IO

from starlette.responses import Response
from starlette.routing import Route

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.calls import Call, Resource, answered
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine.fetching import fetched_into
from conformance.emulator.voice import clips
from conformance.emulator.voice.transcribing import SILENCE, Recording, listened, told
from conformance.emulator.voice.transcription_requests import FILE, URL, TooLarge, Wish, received, spool


async def transcribe(call: Call) -> Response:
    """POST /v1/stt."""
    policy = call.state.behaviour
    try:
        return await _transcribed(call)
    except Refusal as refusal:
        if isinstance(refusal, TooLarge) and policy.transcribe_cap_status is None:
            return answered({"text": "", "language": "", "duration": 0})
        if policy.transcribe_error_field == "error":
            raise
        return answered({policy.transcribe_error_field: refusal.error}, refusal.status)


async def _transcribed(call: Call) -> Response:
    policy = call.state.behaviour
    with spool() as file:
        wish, has_file = await received(policy, call.header(b"content-type"), call.body, file)
        if not has_file and wish.url is None:
            return _nothing(
                policy, wish, policy.transcribe_source_missing_status, f"{FILE}: missing, and no {URL}"
            )
        if not has_file and wish.url is not None and not await _fetched(policy, wish.url, file):
            return answered(told(policy, wish, SILENCE))
        recording = await asyncio.to_thread(_heard, policy, wish, file)
    if isinstance(recording, clips.Inaudible):
        status = policy.transcribe_unreadable_status
        return _nothing(policy, wish, status, f"{FILE if has_file else URL}: the file {recording.reason}")
    return answered(await asyncio.to_thread(told, policy, wish, recording))


def _nothing(policy: Behaviour, wish: Wish, status: int | None, error: str) -> Response:
    if status is None:
        return answered(told(policy, wish, SILENCE))
    raise Refusal(status, error)


def _heard(policy: Behaviour, wish: Wish, file: IO[bytes]) -> Recording | clips.Inaudible:
    try:
        return listened(policy, wish, file)
    except clips.Inaudible as error:
        return error


async def _fetched(policy: Behaviour, url: str, file: IO[bytes]) -> bool:
    """Whether what `url` serves is in `file` now.

    Raises:
        Refusal: nothing could be fetched.
    """
    try:
        await fetched_into(file, policy, url, URL, policy.transcribe_cap)
    except Refusal as refusal:
        if policy.transcribe_url_fails_status is None:
            return False
        raise Refusal(policy.transcribe_url_fails_status, refusal.error) from None
    return True


ROUTES: tuple[Route, ...] = (Route("/v1/stt", Resource({"POST": ("transcribe", transcribe)})),)
