"""Documented operations in the words of `openai`: what it has no argument for goes into its extra ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from conformance.drivers.python.failure import inexpressible
from conformance.drivers.python.programs import Joined, Ref
from conformance.drivers.python.spoken import Spoken

#: The SDK demands a purpose; this is the one that the docs' own examples give.
PURPOSE = "assistants"
_QUERY = ("sort_by", "filter", "pagination_token")
_IMAGES = ("prompt", "model", "n", "response_format", "user")
_EVERY_FIELD = "body.*"


@dataclass(frozen=True, slots=True)
class Operation:
    """How a documented operation is spoken, and which of its arguments can be."""

    function: str
    arguments: tuple[str, ...]
    speak: Callable[[Mapping[str, Any]], Spoken]


def _upload(arguments: Mapping[str, Any]) -> Spoken:
    file: tuple[Any, ...] = (arguments["filename"], arguments["content"])
    if "content_type" in arguments:
        file = (*file, arguments["content_type"])
    keywords: dict[str, Any] = {"file": file, "purpose": arguments.get("purpose", PURPOSE)}
    if "expires_after" in arguments:
        keywords["expires_after"] = {"anchor": "created_at", "seconds": arguments["expires_after"]}
    return Spoken("files.create", keywords)


def _list(arguments: Mapping[str, Any]) -> Spoken:
    keywords = {name: arguments[name] for name in ("limit", "order", "after") if name in arguments}
    limit = keywords.get("limit")
    if isinstance(limit, str) and re.fullmatch(r"-?[0-9]{1,18}", limit):
        keywords["limit"] = int(limit)  # a number in a query is text
    extra = {name: arguments[name] for name in _QUERY if name in arguments}
    return Spoken("files.list", {**keywords, "extra_query": extra} if extra else keywords)


def _of_file(function: str) -> Callable[[Mapping[str, Any]], Spoken]:
    return lambda arguments: Spoken(f"files.{function}", positional=(arguments["file_id"],))


def _content(arguments: Mapping[str, Any]) -> Spoken:
    extra = {"extra_query": {"format": arguments["format"]}} if "format" in arguments else {}
    return Spoken("files.content", extra, (arguments["file_id"],))


def _body(arguments: Mapping[str, Any]) -> dict[str, Any]:
    body = arguments.get("body", {})
    if not isinstance(body, dict):
        raise inexpressible("openai has no words for a body that is no object")
    return body


def _image(arguments: Mapping[str, Any]) -> Spoken:
    body = _body(arguments)
    keywords = {name: body[name] for name in _IMAGES if name in body}
    extra = {name: value for name, value in body.items() if name not in _IMAGES}
    return Spoken("images.generate", {**keywords, "extra_body": extra} if extra else keywords)


def _posted(path: Any, body: Any = None) -> Spoken:
    """A request by the client's own `post`, which is for what it has no function for."""
    keywords = {"cast_to": object} if body is None else {"body": body, "cast_to": object}
    return Spoken("post", keywords, (path,))


def _public_url(action: str) -> Callable[[Mapping[str, Any]], Spoken]:
    def speak(arguments: Mapping[str, Any]) -> Spoken:
        file_id = arguments["file_id"]
        path: Any = Joined(("/files/", file_id, f"/public-url{action}"))
        if not isinstance(file_id, Ref):
            path = f"/files/{quote(str(file_id), safe='')}/public-url{action}"
        return _posted(path, _body(arguments) if "body" in arguments or not action else None)

    return speak


def fitted(call: Spoken, taken: Collection[str]) -> Spoken:
    """The same call of a function that takes these keywords: what an older one lacks goes into its extra ones, too."""
    where = "extra_query" if call.function == "files.list" else "extra_body"
    lacking = {name: value for name, value in call.keywords.items() if name not in taken}
    if not lacking or where not in taken:
        return call
    kept = {name: value for name, value in call.keywords.items() if name in taken}
    return Spoken(call.function, {**kept, where: {**lacking, **kept.get(where, {})}}, call.positional)


OPERATIONS: Mapping[str, Operation] = {
    "uploadFile": Operation(
        "files.create", ("content", "filename", "content_type", "purpose", "expires_after"), _upload
    ),
    "listFiles": Operation("files.list", ("limit", "order", "after", *_QUERY), _list),
    "retrieveFile": Operation("files.retrieve", ("file_id",), _of_file("retrieve")),
    "retrieveFileContent": Operation("files.content", ("file_id", "format"), _content),
    "deleteFile": Operation("files.delete", ("file_id",), _of_file("delete")),
    "createPublicUrl": Operation("post", ("file_id", _EVERY_FIELD), _public_url("")),
    "revokePublicUrl": Operation("post", ("file_id", _EVERY_FIELD), _public_url("/revoke")),
    "generateImage": Operation("images.generate", (_EVERY_FIELD,), _image),
    # The SDK's own function sends a form, which xAI does not take: the docs say so, and to post JSON.
    "editImage": Operation(
        "post", (_EVERY_FIELD,), lambda arguments: _posted("/images/edits", _body(arguments))
    ),
}
