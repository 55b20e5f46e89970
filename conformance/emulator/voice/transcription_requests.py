"""A request for a transcription: a form that streams in, its options before the recording, with their rules."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass
from typing import IO

import specs
from conformance.emulator.behaviour import Behaviour
from conformance.emulator.body import Body
from conformance.emulator.errors import Refusal
from conformance.emulator.form import Begin, Data, FormReader
from conformance.emulator.parameters import shortened, whole_number, within

OVERHEAD = 1024 * 1024  # bytes of a body beside its file: delimiters, headers, options
FIELD_SIZE = 4 * 1024  # bytes of one option
MOST_TERMS = 200  # key terms that are kept to be counted
SPOOL = 256 * 1024  # bytes of a recording kept in memory before a temporary file takes over

FILE, URL, KEYTERM = "file", "url", "keyterm"
_RATE = "sample_rate"
_FLAGS = ("format", "multichannel", "diarize", "filler_words")
_FIELDS = frozenset(specs.load().schema("Transcribe")["properties"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How to listen, and what to tell. `encoding` is None for a file that says itself what it is.

    `channels` is the number that raw audio has.
    """

    encoding: str | None
    rate: int | None
    channels: int
    apart: bool
    formatted: bool
    speakers: bool
    fillers: bool
    threshold: float
    url: str | None


async def received(policy: Behaviour, content_type: str, body: Body, file: IO[bytes]) -> tuple[Wish, bool]:
    """What the form in `body` asks for, and whether it carried a recording, which is in `file` then.

    Raises:
        Refusal: 400, 408, 413, 415.
        ClientGone: the client broke off.
    """
    reader = FormReader(content_type)
    if body.length is not None and body.length > policy.transcribe_cap + OVERHEAD:
        raise _too_large(policy)
    form = _Form(policy, file)
    total = 0
    async for piece in body.pieces():
        total += len(piece)
        if total > policy.transcribe_cap + OVERHEAD:
            raise _too_large(policy)
        for event in reader.feed(piece):
            if isinstance(event, Data):
                form.data(event.data)
            elif isinstance(event, Begin):
                form.begin(event)
            else:
                form.end()
    reader.finish()
    return _wish(policy, form), form.has_file


class TooLarge(Refusal):
    """The recording is larger than what is taken."""


def _too_large(policy: Behaviour) -> TooLarge:
    status = policy.transcribe_cap_status
    return TooLarge(413 if status is None else status, f"{FILE}: larger than {policy.transcribe_cap} bytes")


class _Form:
    """A form in progress. What follows the recording does not count, but has to be well formed."""

    def __init__(self, policy: Behaviour, file: IO[bytes]) -> None:
        self._policy = policy
        self._file = file
        self._size = 0
        self._part = ""
        self._text = bytearray()
        self.texts: dict[str, str] = {}
        self.late: dict[str, str] = {}
        self._texts = self.texts
        self.terms: list[str] = []
        self.late_terms: list[str] = []
        self.has_file = False

    def begin(self, part: Begin) -> None:
        """A part begins."""
        self._part = part.name
        self._text.clear()
        if part.name == FILE:
            if self.has_file:
                raise Refusal(400, f"{FILE}: given more than once")
            self.has_file = True
        elif self.has_file and not self._policy.transcribe_late_fields_count:
            self._texts = self.late
        elif part.name in self.texts and part.name in _FIELDS:
            raise Refusal(400, f"{shortened(part.name)}: given more than once")

    def data(self, data: bytes) -> None:
        """More of the part that began last."""
        if self._part == FILE:
            self._size += len(data)
            if self._size > self._policy.transcribe_cap:
                raise _too_large(self._policy)
            self._file.write(data)
        elif self._part:
            self._text += data
            if len(self._text) > FIELD_SIZE:
                raise Refusal(400, f"{shortened(self._part)}: longer than {FIELD_SIZE} bytes")

    def end(self) -> None:
        """The part that began last is complete."""
        if self._part and self._part != FILE:
            try:
                text = self._text.decode("utf-8")
            except UnicodeDecodeError:
                raise Refusal(400, f"{shortened(self._part)}: not valid UTF-8") from None
            if self._part != KEYTERM:
                self._texts[self._part] = text
            elif len(terms := self.terms if self._texts is self.texts else self.late_terms) < MOST_TERMS:
                terms.append(text)
        self._part = ""


def _check_late(policy: Behaviour, late: dict[str, str]) -> None:
    """Hold each field that does not count to what it could be."""
    _language(policy, late)
    for name in _FLAGS:
        _flag(late, name)
    _encoding(policy, late)
    _threshold(policy, late)
    _channels(policy, late, apart=True, raw=True)
    if _RATE in late:
        _rate(policy, late, raw=True)
    if URL in late:
        raise Refusal(400, f"{URL}: given beside {FILE}")


def _language(policy: Behaviour, texts: dict[str, str]) -> str:
    language = texts.get("language", "")
    unknown = "language" in texts and language not in policy.transcribe_languages
    if language in policy.transcribe_languages_refused or (unknown and not policy.transcribe_other_languages):
        raise Refusal(400, f"language: unknown language {shortened(language)}")
    return language


def _wish(policy: Behaviour, form: _Form) -> Wish:
    texts = form.texts
    _check_late(policy, form.late)
    if _flag(form.late, "format") and not (texts.get("language") or form.late.get("language")):
        raise Refusal(400, "format: needs a language")
    _check_terms(policy, form.late_terms)
    url = texts.get(URL) or None if policy.transcribe_url_known else None
    language = _language(policy, texts)
    formatted = _flag(texts, "format")
    if formatted and not language and policy.transcribe_format_needs_language:
        raise Refusal(400, "format: needs a language")
    encoding = _encoding(policy, texts)
    apart = _flag(texts, "multichannel")
    wish = Wish(
        encoding=encoding,
        rate=_rate(policy, texts, raw=encoding is not None),
        channels=_channels(policy, texts, apart=apart, raw=encoding is not None),
        apart=apart,
        formatted=formatted,
        speakers=_flag(texts, "diarize"),
        fillers=_flag(texts, "filler_words", unsaid=policy.transcribe_fillers_unasked),
        threshold=_threshold(policy, texts),
        url=url,
    )
    _check_terms(policy, form.terms)
    asked = {name for name, text in texts.items() if text == "true"}
    if policy.transcribe_fails_with and policy.transcribe_fails_with <= asked:
        raise Refusal(500, "an unexpected failure")
    return wish


def _flag(texts: dict[str, str], name: str, *, unsaid: bool = False) -> bool:
    if name not in texts:
        return unsaid
    text = texts[name]
    if text not in ("true", "false"):
        raise Refusal(400, f"{name}: expected true or false, got {shortened(text)}")
    return text == "true"


def _encoding(policy: Behaviour, texts: dict[str, str]) -> str | None:
    name = texts.get("audio_format")
    if name is None or name in policy.transcribe_encodings:
        return name
    if policy.transcribe_unknown_encoding is None:
        status = policy.transcribe_unknown_encoding_status
        raise Refusal(status, f"audio_format: unknown encoding {shortened(name)}")
    return policy.transcribe_unknown_encoding


def _rate(policy: Behaviour, texts: dict[str, str], *, raw: bool) -> int | None:
    names = (_RATE, *policy.transcribe_rate_aliases)
    text = next((texts[name] for name in names if name in texts), None)
    if not raw:
        if text is not None and policy.transcribe_ignored_checked and policy.transcribe_rates_checked:
            _listed_rate(policy, text)
        counts = policy.transcribe_rate_in_files and text is not None and text.isdigit()
        return int(text[:6]) if counts and text is not None else None
    if text is None:
        if policy.transcribe_rate_default is None:
            raise Refusal(policy.transcribe_rate_missing_status, f"{_RATE}: missing; raw audio needs it")
        return policy.transcribe_rate_default
    if not policy.transcribe_rates_checked:
        # Whatever is asked for is heard at some rate that there is.
        return (
            int(text)
            if text.isdigit() and int(text) in policy.transcribe_rates
            else policy.transcribe_rates[0]
        )
    return _listed_rate(policy, text)


def _listed_rate(policy: Behaviour, text: str) -> int:
    rate = whole_number(text, _RATE)
    if rate not in policy.transcribe_rates:
        raise Refusal(400, f"{_RATE}: must be one of {', '.join(map(str, policy.transcribe_rates))}")
    return rate


def _channels(policy: Behaviour, texts: dict[str, str], *, apart: bool, raw: bool) -> int:
    text = texts.get("channels")
    counts = apart and raw
    if text is None or not (counts or policy.transcribe_ignored_checked):
        return 1
    low, high = policy.transcribe_channels_minimum, policy.transcribe_channels_maximum
    channels = within(whole_number(text, "channels"), low, high, "channels")
    return channels if counts else 1


def _threshold(policy: Behaviour, texts: dict[str, str]) -> float:
    text = texts.get("vad_threshold")
    if text is None:
        return policy.transcribe_threshold_default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise Refusal(400, f"vad_threshold: expected a number from 0 to 1, got {shortened(text)}")
    return value


def _check_terms(policy: Behaviour, terms: list[str]) -> None:
    if len(terms) > policy.transcribe_keyterms_most:
        raise Refusal(400, f"{KEYTERM}: more than {policy.transcribe_keyterms_most}")
    for term in terms:
        if len(term) > policy.transcribe_keyterm_longest:
            raise Refusal(400, f"{KEYTERM}: longer than {policy.transcribe_keyterm_longest} characters")


def spool() -> IO[bytes]:
    """Room for a recording: in memory as long as it is small."""
    return tempfile.SpooledTemporaryFile(SPOOL)
