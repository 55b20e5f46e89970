"""The calls that a code block makes: HTTP requests as `METHOD /path`, SDK calls as `resource.method`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_URL = r"(?P<scheme>https?|wss?)://[\w.-]+(?P<path>/v\d+[^\s\"'`?)]*)"
_CURL_METHOD = re.compile(r"(?:-X|--request)\s*['\"]?([A-Z]+)")
_CURL_BODY = re.compile(r"\s(?:-d|-F|--data\S*|--form\S*|--json)\b")
_LIBRARY = re.compile(
    rf"\b(?:requests|httpx|client|session)\.(?P<method>get|post|put|patch|delete)\(\s*f?[\"'`]{_URL}"
)
_FETCH = re.compile(rf"\bfetch\(\s*[\"'`]{_URL}[\"'`](?P<options>[^;]*)")
_SOCKET = re.compile(rf"(?:connect|WebSocket)\(\s*f?[\"'`]{_URL}")
_SDK = re.compile(r"\b(?:client|xai)\.(?P<name>[a-z_]+(?:\.[a-z_]+)+)\(")
_ID = re.compile(r"(?P<kind>file|voice|video|request)_[\w-]*\d[\w-]*")


def calls(code: str) -> list[str]:
    """Every call in `code`, each once, in order of first appearance."""
    found = [*_curls(code), *_libraries(code)]
    return list(dict.fromkeys(call for _, call in sorted(found)))


def path(text: str) -> str:
    """A path with its variables and example ids as `{name}`: `/v1/files/$FILE_ID` → `/v1/files/{file_id}`."""
    return "/".join(_segment(part) for part in text.rstrip("/").split("/"))


def _segment(part: str) -> str:
    if match := _ID.fullmatch(part):
        return f"{{{match['kind']}_id}}"
    if (match := re.fullmatch(r"\$?[{<]?(?P<name>\w+)[>}]?", part)) and part != match["name"]:
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", match["name"])
        return f"{{{name.lower()}}}"
    return part


def _curls(code: str) -> Iterator[tuple[int, str]]:
    for start in (match.start() for match in re.finditer(r"\bcurl\b", code)):
        command = _command(code, start)
        if url := re.search(_URL, command):
            method = _CURL_METHOD.search(command)
            verb = method[1] if method else "POST" if _CURL_BODY.search(command) else "GET"
            yield start, f"{verb} {path(url['path'])}"


def _command(code: str, start: int) -> str:
    """A shell command from `start` to the end of its line, quotes and continued lines taken into account."""
    quote = ""
    for position in range(start, len(code)):
        character = code[position]
        if character == "\n" and not quote and code[position - 1] != "\\":
            return code[start:position]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
    return code[start:]


def _libraries(code: str) -> Iterator[tuple[int, str]]:
    for match in _LIBRARY.finditer(code):
        yield match.start(), f"{match['method'].upper()} {path(match['path'])}"
    for match in _FETCH.finditer(code):
        method = re.search(r"method:\s*[\"'`](\w+)", match["options"])
        yield match.start(), f"{method[1].upper() if method else 'GET'} {path(match['path'])}"
    for match in _SOCKET.finditer(code):
        yield match.start(), f"WS {path(match['path'])}"
    for match in _SDK.finditer(code):
        yield match.start(), match["name"]
