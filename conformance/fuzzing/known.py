"""Something for what is asked of one file, or of one voice.

Schemathesis by itself would only ever name some that do not exist: it would see the refusal of the name, whatever else
is wrong with a request.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

import specs
from conformance.fuzzing.made import made_by
from conformance.fuzzing.messages import Answered, Asked, Job, Refused
from strategies import voices
from strategies.media import Media
from strategies.multipart import Form, Part
from strategies.multipart.form import FILE, PURPOSE, USUAL_PURPOSE
from strategies.voice_clips import CLIP

Ask = Callable[[Asked], Answered | Refused]
_PICTURE = Media("png")


#: Operation that makes something → what the paths of others call that.
_PARAMETERS = {"uploadFile": "file_id", "createCustomVoice": "voice_id"}


def known(job: Job, ask: Ask, name: str, barred: Container[str]) -> Mapping[str, str]:
    """Parameter of a path → the id of what has been made for it, called `name`; none where the target makes none.

    What only a `barred` operation could make is not made.
    """
    if not job.by_itself:  # whole lives have things of their own
        return {}
    operations = specs.load().operations
    paths = [operation.path for each, operation in operations.items() if each not in job.left_out]
    made = {
        parameter: _made(job, ask, operation, _form(operation, name))
        for operation, parameter in _PARAMETERS.items()
        if operation not in barred and any(f"{{{parameter}}}" in path for path in paths)
    }
    return {parameter: id_ for parameter, id_ in made.items() if id_}


def _form(operation: str, name: str) -> Form:
    if operation == "createCustomVoice":
        return voices.creation_form(CLIP, {voices.NAME: name})
    file = Part(FILE, _PICTURE, filename=f"{name}.{_PICTURE.extension}", content_type=_PICTURE.content_type)
    return Form((Part.of(PURPOSE, USUAL_PURPOSE), file))


def _made(job: Job, ask: Ask, operation: str, form: Form) -> str | None:
    body = form.encode()
    headers = {"Authorization": f"Bearer {job.key}", "Content-Type": body.content_type or ""}
    url = job.base_url + specs.load().operations[operation].path
    answer = ask(Asked("", "POST", url, headers, b"".join(body.chunks())))
    if not isinstance(answer, Answered) or answer.status // 100 != 2:
        return None
    return next((id_ for _, id_ in made_by(operation, answer.body)), None)
