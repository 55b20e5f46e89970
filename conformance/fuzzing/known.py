"""Something for what is asked of one file, or of one voice.

Schemathesis by itself would only ever name some that do not exist: it would see the refusal of the name, whatever else
is wrong with a request.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import specs
from conformance.fuzzing.messages import Answered, Asked, Job, Refused
from strategies import voices
from strategies.media import Media
from strategies.multipart import Form, Part
from strategies.multipart.form import FILE, PURPOSE, USUAL_PURPOSE
from strategies.voice_clips import CLIP

Ask = Callable[[Asked], Answered | Refused]
_PICTURE = Media("png")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What `operation` makes, by which `field` its answer names it, and what the paths of others call it."""

    operation: str
    field: str
    parameter: str


_FILE = _Kind("uploadFile", "id", "file_id")
_VOICE = _Kind("createCustomVoice", "voice_id", "voice_id")


def known(job: Job, ask: Ask, name: str, barred: Container[str]) -> Mapping[str, str]:
    """Parameter of a path → the id of what has been made for it, called `name`; none where the target makes none.

    What only a `barred` operation could make is not made.
    """
    if not job.by_itself:  # whole lives have things of their own
        return {}
    file = Part(FILE, _PICTURE, filename=f"{name}.{_PICTURE.extension}", content_type=_PICTURE.content_type)
    forms = {
        _FILE: Form((Part.of(PURPOSE, USUAL_PURPOSE), file)),
        _VOICE: voices.creation_form(CLIP, {voices.NAME: name}),
    }
    wanted = [kind for kind in _wanted(job) if kind.operation not in barred]
    made = {kind.parameter: _made(job, ask, kind, form) for kind, form in forms.items() if kind in wanted}
    return {parameter: id_ for parameter, id_ in made.items() if id_}


def _wanted(job: Job) -> Iterator[_Kind]:
    """What the operations that are explored speak of."""
    operations = specs.load().operations
    paths = [operation.path for name, operation in operations.items() if name not in job.left_out]
    for kind in (_FILE, _VOICE):
        if any(f"{{{kind.parameter}}}" in path for path in paths):
            yield kind


def _made(job: Job, ask: Ask, kind: _Kind, form: Form) -> str | None:
    body = form.encode()
    headers = {"Authorization": f"Bearer {job.key}", "Content-Type": body.content_type or ""}
    url = job.base_url + specs.load().operations[kind.operation].path
    answer = ask(Asked("", "POST", url, headers, b"".join(body.chunks())))
    if not isinstance(answer, Answered) or answer.status // 100 != 2:
        return None
    try:
        told: Any = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    id_ = told.get(kind.field) if isinstance(told, dict) else None
    return id_ if isinstance(id_, str) else None
