"""Uploading: a streamed form, its rules in the order of its parts, and one new file at the end."""

from __future__ import annotations

import math
import secrets
import uuid

from conformance.emulator.behaviour import ANCHORS
from conformance.emulator.blobs import Draft
from conformance.emulator.body import Body
from conformance.emulator.errors import Refusal
from conformance.emulator.files import same_content
from conformance.emulator.form import Begin, Data, FormReader
from conformance.emulator.media_types import HEAD, UNKNOWN, extension, judge, preferred_extension, sniff
from conformance.emulator.parameters import shortened, whole_number, within
from conformance.emulator.records import File
from conformance.emulator.state import Json, State

OVERHEAD = 1024 * 1024  # bytes of a body beside its file: delimiters, headers, other parts
FIELD_SIZE = 64 * 1024  # bytes of one text part

_FILE = "file"
_PLAIN = "expires_after"
_ANCHOR = "expires_after[anchor]"
_SECONDS = "expires_after[seconds]"
_EXPIRY = (_PLAIN, _ANCHOR, _SECONDS)
_PURPOSE = "purpose"
_TEXTS = (*_EXPIRY, _PURPOSE)
_PUBLIC_URL = "public_url"


async def upload(state: State, team: str, content_type: str, body: Body) -> Json:
    """Store the file that `body` carries, and return it as answers show it.

    Raises:
        Refusal: 400, 408, 413, 415; nothing is stored.
        ClientGone: nothing is stored.
    """
    reader = FormReader(content_type)
    if body.length is not None and body.length > state.behaviour.upload_cap + OVERHEAD:
        raise _too_large(state)
    draft = state.blobs.draft()
    try:
        form = _Upload(state, draft)
        total = 0
        async for piece in body.pieces():
            total += len(piece)
            if total > state.behaviour.upload_cap + OVERHEAD:
                raise _too_large(state)
            for event in reader.feed(piece):
                if isinstance(event, Data):
                    form.data(event.data)
                elif isinstance(event, Begin):
                    form.begin(event)
                else:
                    form.end()
        reader.finish()
        return await form.store(team)
    finally:
        draft.drop()


def _too_large(state: State) -> Refusal:
    cap = state.behaviour.upload_cap
    return Refusal(413, f"{_FILE}: larger than {cap} bytes")


class _Upload:
    """One upload in progress."""

    def __init__(self, state: State, draft: Draft) -> None:
        self._state = state
        self._policy = state.behaviour
        self._draft = draft
        self._texts: dict[str, str] = {}
        self._part = ""
        self._text = bytearray()
        self._filename: str | None = None
        self._declared: str | None = None
        self._size = 0
        self._head = b""
        self._asks_for_url = False

    def begin(self, part: Begin) -> None:
        """A part begins: what is wrong with its place or its name is known now."""
        self._part = part.name
        self._text.clear()
        self._asks_for_url |= part.name.startswith(_PUBLIC_URL)
        if part.name == _FILE:
            self._begin_file(part)
        elif part.name in _EXPIRY and self._filename is not None and self._policy.file_expiry_precedes_file:
            raise Refusal(400, f"{part.name}: must come before the part {_FILE}")
        elif part.name in self._texts:
            raise Refusal(400, f"{part.name}: given more than once")

    def _begin_file(self, part: Begin) -> None:
        if self._filename is not None:
            raise Refusal(400, f"{_FILE}: given more than once")
        filename = part.filename
        if not filename:
            if self._policy.upload_requires_filename:
                raise Refusal(400, f"{_FILE}: the part has no filename")
            filename = "unnamed"
        self._filename = self._checked(filename)
        self._declared = part.content_type

    def _checked(self, filename: str) -> str:
        if len(filename) > self._policy.filename_length:
            raise Refusal(400, f"filename: longer than {self._policy.filename_length} characters")
        for character in filename:
            if character in self._policy.filename_forbidden or character < " " or character == "\x7f":
                raise Refusal(400, f"filename: must not contain {character!r}")
        if extension(filename) in self._policy.upload_refused_extensions:
            raise Refusal(400, f"filename: files called .{extension(filename)} are not accepted")
        return filename

    def data(self, data: bytes) -> None:
        """More of the part that began last."""
        if self._part == _FILE:
            self._size += len(data)
            if self._size > self._policy.upload_cap:
                raise _too_large(self._state)
            if len(self._head) < HEAD:
                self._head += data[: HEAD - len(self._head)]
            self._draft.write(data)
        elif self._part in _TEXTS:
            self._text += data
            if len(self._text) > FIELD_SIZE:
                raise Refusal(400, f"{self._part}: longer than {FIELD_SIZE} bytes")

    def end(self) -> None:
        """The part that began last is complete."""
        if self._part in _TEXTS:
            try:
                self._texts[self._part] = self._text.decode("utf-8")
            except UnicodeDecodeError:
                raise Refusal(400, f"{self._part}: not valid UTF-8") from None
        self._part = ""

    def _lifetime(self) -> int | None:
        """Seconds until the file is gone, or None for never."""
        policy, texts = self._policy, self._texts
        pair = _ANCHOR in texts or _SECONDS in texts
        if pair and _PLAIN in texts:
            raise Refusal(400, f"{_PLAIN}: given both plain and as a pair")
        name = _PLAIN
        unit = 1
        if pair:
            if _ANCHOR not in texts or _SECONDS not in texts:
                missing = _SECONDS if _ANCHOR in texts else _ANCHOR
                raise Refusal(400, f"{missing}: missing; the pair belongs together")
            if texts[_ANCHOR] not in ANCHORS:
                raise Refusal(400, f"{_ANCHOR}: unknown anchor {shortened(texts[_ANCHOR])}")
            name = _SECONDS
            unit = policy.file_expiry_pair_unit
        if name not in texts:
            return policy.file_expiry_default
        seconds = whole_number(texts[name], name)
        within(seconds, policy.file_expiry_minimum, policy.file_expiry_maximum, name)
        if pair and not policy.file_expiry_pair_counts:
            return policy.file_expiry_default
        return seconds * unit + policy.file_expiry_surplus

    def _judged(self) -> str:
        if self._state.behaviour.upload_typed_by_bytes:
            return sniff(self._head) or UNKNOWN
        return judge(self._head, self._declared, self._filename or "")

    def _kept_filename(self, filename: str) -> str:
        policy = self._policy
        return (filename.upper() if policy.filename_upper_case else filename)[: policy.filename_kept_length]

    async def store(self, team: str) -> Json:
        """Check what only the whole form shows, and make the file."""
        state, policy = self._state, self._policy
        if self._filename is None:
            if policy.upload_requires_file:
                raise Refusal(400, f"{_FILE}: missing")
            self._filename = "unnamed"
        lifetime = self._lifetime()
        purpose = self._texts.get(_PURPOSE)
        if purpose in policy.upload_refused_purposes:
            raise Refusal(400, f"{_PURPOSE}: unknown purpose {shortened(purpose)}")
        if self._size < policy.upload_smallest:
            raise Refusal(400, f"{_FILE}: smaller than {policy.upload_smallest} bytes")
        file_id = policy.id_prefix + str(uuid.uuid4())
        await self._draft.keep(file_id)
        now = state.clock.now()
        created_at = math.floor(now)
        file = File(
            seq=0,
            id=file_id,
            team=team,
            filename=self._kept_filename(self._filename),
            size=self._size,
            content_type=self._judged(),
            purpose=purpose,
            created_at=created_at,
            expires_at=None if lifetime is None else created_at + lifetime,
            deleted=False,
            url_token=None,
            url_extension=None,
            url_lifetime=None,
            url_expires_at=None,
            url_ended=None,
        )
        if policy.upload_deduplicates:
            for twin in state.store.twins(file):
                if twin.expires_at == file.expires_at and same_content(state, file, twin):
                    state.blobs.remove(file_id)
                    return state.view(twin, now)
        with state.store.together():
            state.store.add_file(file)
            if policy.upload_makes_public or (self._asks_for_url and policy.upload_obeys_public_url_part):
                token = secrets.token_urlsafe(policy.url_token_bytes)
                state.store.add_url(
                    file, token, preferred_extension(file.content_type), None, file.expires_at
                )
        stored = state.store.file(file_id)
        assert stored is not None
        return state.view(stored, now)
