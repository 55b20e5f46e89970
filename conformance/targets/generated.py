"""What answers about generations mean for the ledger: files that were stored, jobs that will store one, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.targets.call import Answer
from conformance.targets.jobs import FAILED, is_pending
from conformance.targets.ledger import Ledger
from conformance.targets.meter import Meter, is_number
from conformance.targets.uploaded import object_of


def wished_name(body: Any) -> str | None:
    """The file name that a request wants its result stored under; empty if it wants it stored without naming one."""
    options = body.get("storage_options") if isinstance(body, dict) else None
    if options is None:
        return None
    name = options.get("filename") if isinstance(options, dict) else None
    return name if isinstance(name, str) else ""


def count_of_images(answer: Answer, otherwise: int) -> int:
    """How many images came, or `otherwise` where the answer does not show it."""
    data = object_of(answer).get("data")
    return len(data) if isinstance(data, list) else otherwise


def settle_images(ledger: Ledger, number: int | None, answer: Answer, identity: str) -> None:
    """Enter the answer to a request for images, which was written down as `number` if it was to be stored."""
    body = object_of(answer)
    files = _files(body)
    if number is None and files:
        number = ledger.intend(identity, "", answer.sent)  # nobody had asked for it to be stored
    if number is None:
        return
    ledger.found(number, files)
    data = body.get("data")
    refused = 400 <= answer.status < 500
    told = 200 <= answer.status < 300 and isinstance(data, list) and data and all(map(_tells, data))
    # An image that names no file may have been stored all the same: it is looked for by name.
    ledger.ended(number, sure=refused or bool(told))


def settle_start(ledger: Ledger, number: int | None, answer: Answer) -> str | None:
    """Enter the answer to the start of a video; gives the id of its job, if there is one."""
    body = object_of(answer)
    request_id = body.get("request_id")
    started = 200 <= answer.status < 300 and isinstance(request_id, str) and request_id != ""
    if number is not None:
        ledger.found(number, _files(body))
        if started:
            ledger.started(number, str(request_id))
        else:
            ledger.ended(number, sure=400 <= answer.status < 500)
    return str(request_id) if started else None


def settle_poll(
    ledger: Ledger, meter: Meter, request_id: str, answer: Answer, *, identity: str, since: float
) -> None:
    """Enter the answer to a poll of a job that began at `since` or later, in Unix seconds by the target's clock.

    As long as it is no success it says nothing: somebody else may have asked.
    """
    if not 200 <= answer.status < 300:
        return
    body = object_of(answer)
    files = _files(body)
    numbers = ledger.numbers_of(request_id)
    if files:
        if not numbers:
            ledger.adopt(identity, files, since)
        for number in numbers:
            ledger.found(number, files)
    status = body.get("status")
    if not isinstance(status, str) or is_pending(answer):
        return
    video = body.get("video")
    for number in numbers:
        # A video that is done and names no file may have been stored all the same.
        ledger.ended(number, sure=bool(files) or _tells(video) or status == FAILED)
    seconds = video.get("duration") if isinstance(video, dict) else None
    meter.ended(request_id, failed=status == FAILED, seconds=seconds if is_number(seconds) else None)


def _tells(asset: Any) -> bool:
    """Whether an image or a video says what became of its file: which it is, or that it could not be stored."""
    return isinstance(asset, dict) and bool(_file_of(asset) or asset.get("storage_error"))


def _files(body: Mapping[str, Any]) -> list[str]:
    """Ids of the files that an answer names: of each image, of the video, or of the answer itself."""
    data = body.get("data")
    places = [*(data if isinstance(data, list) else []), body.get("video"), body]
    found: dict[str, None] = {}
    for place in places:
        if isinstance(place, dict) and (file_id := _file_of(place)) is not None:
            found[file_id] = None
    return list(found)


def _file_of(asset: Mapping[str, Any]) -> str | None:
    output = asset.get("file_output")
    file_id = output.get("file_id") if isinstance(output, dict) else None
    # An id that a path could not hold as one part belongs to no file.
    return file_id if isinstance(file_id, str) and file_id.strip("./") else None
