"""Making a custom voice: a streamed form with a clip and labels, and one new voice at the end."""

from __future__ import annotations

import asyncio
import re
import secrets
import tempfile
from typing import IO

import specs
from conformance.emulator.blobs import CHUNK, SPOOL
from conformance.emulator.body import Body
from conformance.emulator.errors import Refusal
from conformance.emulator.form import Begin, Data, FormReader
from conformance.emulator.media_types import UNKNOWN
from conformance.emulator.parameters import media_type
from conformance.emulator.state import Json, State
from conformance.emulator.voice import voice_labels
from conformance.emulator.voice.clips import HEAD, Heard, Inaudible, container_of, heard
from conformance.emulator.voice.policy.voices import CLIP, LABELS
from conformance.emulator.voice.records import Voice, blob_of
from conformance.emulator.voice.voice_book import ID_ALPHABET, shown

#: Bytes of a clip; a limit of the emulator's own, the docs name none.
MOST_BYTES = 64 * 1024 * 1024
_OVERHEAD = 1024 * 1024  # bytes of a body beside its clip
_FIELD = 64 * 1024  # bytes of one text part
_ESSENCE = re.compile(r"[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}")


async def create(state: State, team: str, content_type: str, body: Body) -> tuple[Json, int]:
    """Make the voice that `body` describes: as answers show it, and the status.

    Raises:
        Refusal: 400, 403, 408, 413, 415; nothing is made.
        ClientGone: nothing is made.
    """
    if not state.behaviour.voice_enabled:
        raise Refusal(403, "custom voices are not enabled for this team")
    reader = FormReader(content_type)
    if body.length is not None and body.length > MOST_BYTES + _OVERHEAD:
        raise Refusal(413, f"{CLIP}: larger than {MOST_BYTES} bytes")
    with tempfile.SpooledTemporaryFile(SPOOL) as clip:
        form = _Form(clip)
        async for piece in body.pieces():
            for event in reader.feed(piece):
                if isinstance(event, Data):
                    form.data(event.data)
                elif isinstance(event, Begin):
                    form.begin(event)
                else:
                    form.end()
        reader.finish()
        return await _made(state, team, form, clip)


class _Form:
    """One form as it comes in. The clip goes to a file, the texts are kept."""

    def __init__(self, clip: IO[bytes]) -> None:
        self.texts: dict[str, str] = {}
        self.declared: str | None = None
        self.has_clip = False
        self.size = 0
        self.head = b""
        self._clip = clip
        self._part = ""
        self._text = bytearray()

    def begin(self, part: Begin) -> None:
        """A part begins."""
        self._part = part.name
        self._text.clear()
        if part.name == CLIP:
            if self.has_clip:
                raise Refusal(400, f"{CLIP}: given more than once")
            self.has_clip, self.declared = True, part.content_type
        elif part.name in self.texts:
            raise Refusal(400, f"{part.name}: given more than once")

    def data(self, data: bytes) -> None:
        """More of the part that began last."""
        if self._part == CLIP:
            self.size += len(data)
            if self.size > MOST_BYTES:
                raise Refusal(413, f"{CLIP}: larger than {MOST_BYTES} bytes")
            self.head += data[: HEAD - len(self.head)]
            self._clip.write(data)
        elif self._part in LABELS:
            self._text += data
            if len(self._text) > _FIELD:
                raise Refusal(400, f"{self._part}: longer than {_FIELD} bytes")

    def end(self) -> None:
        """The part that began last is complete."""
        if self._part in LABELS:
            try:
                self.texts[self._part] = self._text.decode("utf-8")
            except UnicodeDecodeError:
                raise Refusal(400, f"{self._part}: not valid UTF-8") from None
        self._part = ""


async def _made(state: State, team: str, form: _Form, clip: IO[bytes]) -> tuple[Json, int]:
    policy = state.behaviour
    trouble: Refusal | None = None
    labels: dict[str, str] = {}
    seconds = 0.0
    try:
        labels = voice_labels.given(policy, form.texts)
        seconds = await asyncio.to_thread(_seconds, state, form, clip)
    except Refusal as refusal:
        if not policy.voice_made_though_refused:
            raise
        trouble, labels = refusal, {name: text for name, text in form.texts.items() if text}
    if not policy.voice_deduplicates or (twin := _twin(state, team, form.size, seconds)) is None:
        voice = await _kept(state, team, form, clip, labels, seconds)
    else:
        voice = twin
    if trouble is not None:
        raise trouble
    return shown(state, voice), policy.voice_created_status


def _seconds(state: State, form: _Form, clip: IO[bytes]) -> float:
    """How long the clip plays, if it may be used."""
    policy = state.behaviour
    if not form.has_clip:
        if policy.voice_requires_clip:
            raise Refusal(400, f"{CLIP}: missing")
        return 0.0
    try:
        found = heard(clip, most=policy.voice_longest + policy.voice_longest_slack)
    except Inaudible as error:
        if not policy.voice_clip_must_decode:
            return 0.0
        raise Refusal(400, f"{CLIP}: {error.reason}") from None
    if found.seconds < policy.voice_shortest:
        raise Refusal(409, f"{CLIP}: plays for less than {policy.voice_shortest:g} seconds")
    if complaint := _complaint(state, found):
        raise Refusal(400, f"{CLIP}: {complaint}")
    return found.seconds


def _complaint(state: State, found: Heard) -> str:
    policy = state.behaviour
    if found.container not in policy.voice_containers:
        return f"{found.container} is not supported"
    if found.seconds > policy.voice_longest + policy.voice_longest_slack:
        return f"plays for longer than {policy.voice_longest:g} seconds"
    if found.container in policy.voice_mono_containers and found.channels > 1:
        return f"has {found.channels} channels"
    if policy.voice_highest_rate is not None and found.rate > policy.voice_highest_rate:
        return f"has {found.rate} samples a second"
    return ""


def _media_type(form: _Form) -> str:
    """What the upload declared its clip as, or else the first name of its container."""
    declared = media_type(form.declared or "")[0]
    if _ESSENCE.fullmatch(declared) and declared != UNKNOWN:
        return declared
    container = container_of(form.head)
    return UNKNOWN if container is None else str(specs.load().limit(f"media-types-of-{container}")[0])


def _twin(state: State, team: str, size: int, seconds: float) -> Voice | None:
    alike = (voice for voice in state.store.voices.of(team) if (voice.size, voice.seconds) == (size, seconds))
    return next(alike, None)


async def _kept(
    state: State, team: str, form: _Form, clip: IO[bytes], labels: dict[str, str], seconds: float
) -> Voice:
    """The new voice, with its clip on disk before anybody hears of it."""
    policy, voices = state.behaviour, state.store.voices
    voice_id = "".join(secrets.choice(ID_ALPHABET) for _ in range(policy.voice_id_length))
    draft = state.blobs.draft()
    try:
        clip.seek(0)
        while chunk := clip.read(CHUNK):
            draft.write(chunk)
        await draft.keep(blob_of(voice_id))
    finally:
        draft.drop()
    voice = Voice(
        seq=0,
        voice_id=voice_id,
        team=team,
        created_at=state.clock.now(),
        labels=labels,
        content_type=_media_type(form),
        size=form.size,
        seconds=seconds,
        deleted=False,
    )
    # Counted in the same breath as it is added: of two at once only one gets the last place.
    if voices.count(team, tombstones=not policy.voice_cap_freed) >= policy.voice_cap:
        state.blobs.remove(voice.blob)
        raise Refusal(policy.voice_cap_status, f"a team may have {policy.voice_cap} voices, and this one has")
    voices.add(voice)
    return voice
