"""Placeholders of a block, and what is put in their place."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from conformance.examples.block import Runtime
from conformance.examples.media import AUDIO, DEFAULTS, DOCUMENT, PICTURE, VIDEO, extensions, media, sort_of
from conformance.examples.supplies import Supplies
from conformance.examples.variables import environment_names, unassigned

_EXTENSIONS = "|".join(sorted(extensions(), key=len, reverse=True))
_ADDRESS = re.compile(r"https?://(?:[^\s\"'`<>)\\\]}]|<[\w .-]+>)+")
_FILE = re.compile(
    rf"(?<![\w/:.<>$}}-])(?P<path>(?:~|\.{{1,2}})?/?(?:[\w.-]+/)*[\w-]+\.(?:{_EXTENSIONS}))(?![\w/.(])",
    re.IGNORECASE,
)
_WRITTEN_BEFORE = re.compile(
    r"(?:-o|--output|>|filename\\?[\"']?\s*[:=]\s*[\"']?|\bname\s*[:=]\s*[\"']|"
    r"writeFile(?:Sync)?\(\s*[\"'])\s*[\"']?$"
)
_WRITTEN_AFTER = re.compile(r"[\"']\s*,\s*(?:mode\s*=\s*)?[\"'][wax]")
_KEY = re.compile(
    r"(?<![\w-])(?:<?(?:your|YOUR)[-_ ](?:xai[-_ ]|XAI[-_ ])?(?:api|API)[-_ ](?:key|KEY)>?|<(?:XAI_)?API_KEY>|"
    r"xai-(?:\.{3}|…|x{3,}))(?![\w-])"
)
_STORED = re.compile(r"(?<=[\"'/=: ,\[])(?P<id>file[_-](?=[\w-]*\d)[A-Za-z0-9][\w-]*)(?=[\"'/?\s,\]\\&]|$)")
_STORED_NAME = re.compile(
    r"<[\w .]*file[_ .]?id[^<>\n]*>|\bYOUR_\w*FILE_ID\b|(?<=[\"'/=])FILE_ID(?=[\"'/?\s])"
)
_VOICE_NAME = re.compile(
    r"<[\w ]*voice[_ ]id[^<>\n]*>|\bYOUR_VOICE(?:_ID)?\b|(?<=[\"'/=])VOICE_ID(?=[\"'/?\s&])"
)
_VOICE = re.compile(
    r"(?<=[\"'\s,{(])(?:voice_id|voiceId|voice)\\?[\"']?\s*[:=]\s*\\?[\"'](?P<id>[\w-]+)(?=\\?[\"'])"
)
_VOICE_PATH = re.compile(r"(?:/custom-voices/|[?&]voice=)(?P<id>[a-z0-9]{6,32})(?=[\"'/?\s&])")
_JOB_NAME = re.compile(
    r"<[\w ]*(?:request|job|video)[_ ]id[^<>\n]*>|\bYOUR_(?:REQUEST|VIDEO)_ID\b|(?<=[\"'/=])REQUEST_ID(?=[\"'/?\s])"
)
_JOB = re.compile(
    r"(?:/v\d+/videos/|request_?id\\?[\"']?\s*[:=]\s*\\?[\"'])(?P<id>[\da-fA-F]{8}-[\da-fA-F-]{27}|\w*\d\w{5,})",
    re.IGNORECASE,
)
_BRACED = re.compile(r"(?<!\$)\{(?P<name>(?:file|voice|request|video)_?id)\}", re.IGNORECASE)
_BASE64 = re.compile(r"base64,(?P<gap>\.{3}|…|<[^<>\n]+>|YOUR_\w+|\{[A-Z_0-9]+\})")
_LEFT = re.compile(r"(?<=[\"'/= ])(?:<[A-Za-z][\w .,'-]{2,80}>|YOUR_[A-Z_]{2,})")
_NEAR = 160
_QUOTES = ("'", '"', "`")
_SORTS = (
    (re.compile(r"video(?!s/edits)|clip|\.mp4", re.IGNORECASE), VIDEO),
    (re.compile(r"image|photo|picture|frame|\.png|\.jpe?g", re.IGNORECASE), PICTURE),
    (re.compile(r"audio|voice|sound|speech|\bstt\b|\.wav|\.mp3", re.IGNORECASE), AUDIO),
    (re.compile(r"document|\bpdf\b|attachment|\.pdf", re.IGNORECASE), DOCUMENT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A block that can be run: its text, the variables that it reads, and what nobody could put in."""

    text: str
    variables: Mapping[str, str]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """Names of documented hosts: those of the API, that of public URLs, and those of what was generated."""

    api: frozenset[str]
    cdn: str
    generated: frozenset[str]


def filled(text: str, runtime: Runtime, supplies: Supplies, hosts: Hosts) -> Filled:
    """`text` with everything in it that stands for something else replaced by something that is there."""
    filler = _Filler(runtime, supplies, hosts)
    text = filler.fill(text)
    variables = {
        name: value for name in _asked(text, runtime) if (value := filler.variable(name)) is not None
    }
    left = tuple(
        dict.fromkeys(match[0] for match in _LEFT.finditer(text) if not in_comment(text, match.start()))
    )
    return Filled(text=text, variables=variables, left=left)


def _asked(text: str, runtime: Runtime) -> tuple[str, ...]:
    if runtime is Runtime.SHELL:
        return unassigned(text)
    return environment_names(text)


def in_comment(text: str, place: int) -> bool:
    """Whether what stands at `place` is in a comment that ends with its line, as far as quotes tell."""
    line = text[text.rfind("\n", 0, place) + 1 : place]
    for match in re.finditer(r"(?:^|(?<=\s))(?:#|//)", line):
        before = line[: match.start()]
        if before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
            return True
    return False


class _Filler:
    """One block on its way; each step replaces one sort of placeholder."""

    def __init__(self, runtime: Runtime, supplies: Supplies, hosts: Hosts) -> None:
        self._runtime = runtime
        self._supplies = supplies
        self._hosts = hosts

    def fill(self, text: str) -> str:
        supplies = self._supplies
        text = _each(_KEY, text, lambda _, __: supplies.key)
        text = _each(_BASE64, text, self._data, "gap")
        text = _each(_STORED_NAME, text, self._stored)
        text = _each(_VOICE_NAME, text, lambda match, _: supplies.voice(match[0]))
        text = _each(_JOB_NAME, text, lambda match, _: supplies.job(match[0]))
        if self._runtime is Runtime.SHELL:
            text = _each(_BRACED, text, self._braced)
        text = _each(_ADDRESS, text, self._address)
        text = _each(_STORED, text, self._stored, "id")
        text = _each(_VOICE, text, self._voice, "id")
        text = _each(_VOICE_PATH, text, self._voice, "id")
        text = _each(_JOB, text, self._job, "id")
        return _each(_FILE, text, self._file, "path")

    def variable(self, name: str) -> str | None:
        """The value of a variable that the block reads and nobody sets; None if its name says nothing."""
        supplies, upper = self._supplies, name.upper()
        sort = _sort(upper, default=PICTURE)
        if upper.endswith("API_KEY"):
            return supplies.key
        if upper.endswith(("FILE_ID", "IMAGE_ID")):
            return supplies.stored(sort, name)
        if upper.endswith("VOICE_ID"):
            return supplies.voice(name)
        if upper.endswith(("REQUEST_ID", "VIDEO_ID", "JOB_ID")):
            return supplies.job(name)
        if upper.endswith("PUBLIC_URL"):
            return supplies.public_url("", name)
        if upper.endswith(("IMAGE_URL", "VIDEO_URL", "AUDIO_URL", "PHOTO_URL")):
            return supplies.address(DEFAULTS[sort], name)
        if upper.endswith(("_FILE", "_PATH")):
            return str(supplies.file(DEFAULTS[sort]))
        return None

    def _data(self, _: re.Match[str], before: str) -> str:
        kind = before.rpartition("data:")[2].partition(";")[0].rpartition("/")[2]
        name = f"example.{kind}" if sort_of(f"example.{kind}") else DEFAULTS[_sort(before, default=PICTURE)]
        return base64.b64encode(media(name).data).decode("ascii")

    def _stored(self, match: re.Match[str], before: str) -> str | None:
        if self._supplies.is_own(match[0]):
            return None
        return self._supplies.stored(_sort(before, default=PICTURE), match[0])

    def _braced(self, match: re.Match[str], before: str) -> str:
        name = match["name"].lower()
        if name.startswith("file"):
            return self._supplies.stored(_sort(before, default=PICTURE), match[0])
        return self._supplies.voice(match[0]) if name.startswith("voice") else self._supplies.job(match[0])

    def _voice(self, match: re.Match[str], _: str) -> str | None:
        voice = match["id"]
        known = self._supplies.is_own(voice) or self._supplies.is_built_in(voice)
        return None if known else self._supplies.voice(voice)

    def _job(self, match: re.Match[str], _: str) -> str | None:
        return None if self._supplies.is_own(match["id"]) else self._supplies.job(match["id"])

    def _address(self, match: re.Match[str], before: str) -> str | None:
        address = match[0].rstrip(".,;:")
        tail = match[0][len(address) :]
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        name = parts.path.rpartition("/")[2]
        if host in self._hosts.api or not host:
            return None
        if host == self._hosts.cdn:
            return self._supplies.public_url(name, address) + tail
        if sort_of(name) is not None:
            return self._supplies.address(name, address) + tail
        if host in self._hosts.generated or re.search(
            r"url\\?[\"']?\s*[:=]\s*\\?[\"']$", before, re.IGNORECASE
        ):
            return self._supplies.address(DEFAULTS[_sort(before, default=PICTURE)], address) + tail
        return None

    def _file(self, match: re.Match[str], before: str) -> str | None:
        path = match["path"]
        if self._runtime is not Runtime.SHELL and before[-1:] not in _QUOTES:
            return None  # a method of something
        if _WRITTEN_BEFORE.search(before) or _WRITTEN_AFTER.match(match.string, match.end()):
            return None
        if path.startswith("/"):
            return str(self._supplies.file(path))
        self._supplies.file_at(path.removeprefix("~/"))
        return None


def _sort(before: str, *, default: str) -> str:
    """What a placeholder is of, by the word that stands nearest before it."""
    nearest, found = -1, default
    for pattern, sort in _SORTS:
        for match in pattern.finditer(before):
            if match.start() > nearest:
                nearest, found = match.start(), sort
    return found


def _each(
    pattern: re.Pattern[str],
    text: str,
    make: Callable[[re.Match[str], str], str | None],
    group: str | int = 0,
) -> str:
    """`text` with that group of every match outside of comments replaced, where `make` has something for it.

    `make` gets the match, and what stands before it.
    """
    pieces, end = [], 0
    for match in pattern.finditer(text):
        start, stop = match.span(group)
        if start < end or in_comment(text, start):
            continue
        made = make(match, text[max(0, start - _NEAR) : start])
        if made is not None:
            pieces += [text[end:start], made]
            end = stop
    return "".join([*pieces, text[end:]])
