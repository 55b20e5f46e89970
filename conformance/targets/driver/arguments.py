"""From a call as checks write it to the arguments that a driver is given; what an SDK cannot say is untestable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.drivers.protocol.ready import ANONYMOUS, Implemented, Ready
from conformance.outcomes import NotOffered
from conformance.targets.call import Call
from strategies.multipart import Form
from strategies.multipart.form import EXPIRES_AFTER, FILE, PURPOSE, USUAL_PURPOSE, Part

#: The identity without a key.
_NOBODY = "none"
#: What a caller of an SDK never says, and does not have to.
_ACCEPT = frozenset({"accept"})
_TRANSCRIBE = "transcribe"


def arguments_of(call: Call, identity: str, ready: Ready) -> dict[str, Any]:
    """What the driver is given.

    Raises:
        NotOffered: the SDK has no such operation, or no place for an argument; or only REST can carry it.
    """
    operation = call.operation.id
    implemented = ready.implements.get(operation)
    if implemented is None:
        raise NotOffered(f"{ready.title} has no {operation}")
    if identity == _NOBODY and ANONYMOUS not in ready.features:
        raise NotOffered(f"{ready.title} makes no request without a key")
    arguments = {**call.path, **call.query, **_without_the_unsaid(_body(call), implemented)}
    if missing := implemented.cannot_express(arguments):
        raise NotOffered(f"{ready.title} has no place for {' and '.join(missing[:3])} in {operation}")
    return arguments


def _without_the_unsaid(arguments: dict[str, Any], implemented: Implemented) -> dict[str, Any]:
    """The arguments without those that checks say as the docs' examples do, where the SDK has no place for them.

    A purpose may be left out by the docs, and the usual one says nothing; how a recording is called and which type its
    part has is the SDK's own choice.
    """
    missing = implemented.cannot_express(arguments)
    if PURPOSE in missing and arguments[PURPOSE] == USUAL_PURPOSE:
        del arguments[PURPOSE]
    if isinstance(file := arguments.get(FILE), dict):
        arguments[FILE] = {name: value for name, value in file.items() if f"{FILE}.{name}" not in missing}
    return arguments


def _body(call: Call) -> dict[str, Any]:
    if call.method is not None and call.method != call.operation.method:
        raise _on_the_wire(call, f"the method {call.method}")
    if headers := sorted(set(call.headers) - _ACCEPT):
        raise _on_the_wire(call, f"the header {headers[0]}")
    if call.raw is not None:
        raise _on_the_wire(call, "a body of one's own making")
    if call.has_json:
        return {"body": call.json}
    if call.upload is not None:
        upload = call.upload
        given = {
            "content": upload.content,
            "filename": upload.filename,
            "content_type": upload.content_type,
            "purpose": upload.purpose,
            "expires_after": upload.expires_after,
        }
        return {name: value for name, value in given.items() if value is not None}
    if call.form is not None:
        return (
            _transcription(call, call.form) if call.operation.id == _TRANSCRIBE else _upload(call, call.form)
        )
    return {}


def _upload(call: Call, form: Form) -> dict[str, Any]:
    """The form of an upload, if it says no more than any client would."""
    *before, file = _ordered(call, form)
    given: dict[str, Any] = {}
    for part in before:
        if part.name not in (EXPIRES_AFTER, PURPOSE) or part.name in given:
            raise _on_the_wire(call, f"the part {part.name}")
        given[part.name] = part.text
    if EXPIRES_AFTER in given:
        seconds = given[EXPIRES_AFTER]
        if not seconds.removeprefix("-").isdecimal() or str(int(seconds)) != seconds:
            raise _on_the_wire(call, f"the text {seconds!r} as {EXPIRES_AFTER}")
        given[EXPIRES_AFTER] = int(seconds)
    if file is None:
        raise _on_the_wire(call, "a form without a file")
    return {**_file(call, file), **given}


def _transcription(call: Call, form: Form) -> dict[str, Any]:
    *before, file = _ordered(call, form)
    fields: dict[str, Any] = {}
    for part in before:
        known = fields.get(part.name)
        if known is None:
            fields[part.name] = part.text
        else:
            fields[part.name] = [*(known if isinstance(known, list) else [known]), part.text]
    given: dict[str, Any] = {"fields": fields} if fields else {}
    if file is not None:
        given["file"] = _file(call, file)
    return given


def _ordered(call: Call, form: Form) -> Iterator[Any]:
    """The text parts, and then the file, or `None` where there is none.

    Raises:
        NotOffered: the file does not stand last, or there are several.
    """
    files = [
        number for number, part in enumerate(form.parts) if part.name == FILE or part.filename is not None
    ]
    if len(files) > 1 or (files and files[0] != len(form.parts) - 1):
        raise _on_the_wire(call, "an order of parts of one's own")
    yield from form.parts[: files[0]] if files else form.parts
    yield form.parts[files[0]] if files else None


def _file(call: Call, part: Part) -> dict[str, Any]:
    if part.name != FILE:
        raise _on_the_wire(call, f"a file as the part {part.name}")
    if part.filename is None or part.filename_as != "faithful":
        raise _on_the_wire(call, "a file name as it is written on the wire")
    given = {"content": part.body, "filename": part.filename, "content_type": part.content_type}
    return {name: value for name, value in given.items() if value is not None}


def _on_the_wire(call: Call, what: str) -> NotOffered:
    return NotOffered(f"only REST can send {what} ({call.operation.id})")
