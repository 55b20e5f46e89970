"""Starting videos: their inputs are looked into, kept for the work, and a job begins."""

from __future__ import annotations

import contextlib
import dataclasses
import secrets
import uuid
from typing import Any, Literal

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.blobs import kept
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine import looking, storing, triggers
from conformance.emulator.imagine.decoding import Probed
from conformance.emulator.imagine.jobs import INVALID
from conformance.emulator.imagine.records import Job
from conformance.emulator.imagine.requests import VideoRequest
from conformance.emulator.imagine.sources import Read, Source, located
from conformance.emulator.imagine.works import Works
from conformance.emulator.state import State

Operation = Literal["generateVideo", "editVideo", "extendVideo"]


async def start(
    works: Works, team: str, operation: Operation, request: VideoRequest, *, roomy: bool
) -> dict[str, Any]:
    """Begin what a request asks for. `roomy` says that it need not wait for room for its inputs.

    Raises:
        Refusal: 400, 404 for sources; nothing has begun.
    """
    state = works.state
    _check_ways(state.behaviour, operation, request)
    if request.video is None:
        operation = "generateVideo"
    inputs: tuple[str, ...] = ()
    failure = _missing_prompt(state.behaviour, request)
    if request.flaw is not None:
        failure = (INVALID, request.flaw)
    try:
        inputs = await _kept(works, team, operation, request, roomy=roomy)
    except Refusal as refusal:
        if not state.behaviour.input_judged_late:
            raise
        failure = (INVALID, refusal.error)
    job = Job(
        request_id=str(uuid.uuid4()),
        team=team,
        model=request.model,
        created_at=state.clock.now(),
        work={
            "operation": operation,
            "seed": f"{secrets.token_hex(8)}/{(request.prompt or '')[:1000]}",
            "seconds": state.behaviour.video_duration_default if request.seconds is None else request.seconds,
            "ratio": request.ratio,
            "resolution": request.resolution,
            "frame": request.frame is not None,
            "storage": None if request.storage is None else dataclasses.asdict(request.storage),
            "words": sorted(triggers.triggered(request.prompt or "")),
            "failure": failure,
            "files": [source.value for source in request.sources if source.by == "file_id"],
        },
        inputs=inputs,
    )
    works.jobs.start(job)
    answer: dict[str, Any] = {state.behaviour.job_id_field: job.request_id}
    if request.storage is not None and state.behaviour.storage_told_on_start:
        answer["file_output"] = storing.foretold(state, request.storage)
    return answer


def _check_ways(policy: Behaviour, operation: Operation, request: VideoRequest) -> None:
    for each in request.sources:
        way = "data" if each.by == "url" and each.value[:5].lower() == "data:" else each.by
        if (operation, each.at.partition("[")[0], way) in policy.video_sources_refused:
            raise Refusal(400, f"{each.at}: cannot be given in this way")


def _missing_prompt(policy: Behaviour, request: VideoRequest) -> tuple[str, str] | None:
    """Why the job will fail. That references need a prompt has been seen to be found out this late only."""
    if request.references and not request.prompt and policy.video_references_need_prompt:
        return INVALID, "prompt: reference_images need one"
    return None


async def _kept(
    works: Works, team: str, operation: Operation, request: VideoRequest, *, roomy: bool
) -> tuple[str, ...]:
    """The names under which the inputs are kept until the job has ended."""
    state = works.state
    reads = [(each, await located(state, team, each)) for each in request.sources]
    names: list[str] = []
    try:
        for each, read in reads:
            async with contextlib.nullcontext() if roomy else works.room:
                content = await works.drawn(_looked, state, operation, each, read)
                names.append(f"input-{uuid.uuid4()}")
                await kept(state.blobs, names[-1], content)
    except BaseException:
        for name in names:
            state.blobs.remove(name)
        raise
    return tuple(names)


def _looked(state: State, operation: Operation, source: Source, read: Read) -> bytes:
    policy = state.behaviour
    if source.kind == "image":
        return looking.image(policy, source.at, read)[0]
    content, probed = looking.video(source.at, read)
    _check_length(policy, operation, source.at, probed)
    return content


def _check_length(policy: Behaviour, operation: Operation, at: str, probed: Probed) -> None:
    seconds = probed.seconds
    if operation == "editVideo":
        longest = policy.video_edit_longest
        if longest is not None and seconds > longest:
            raise Refusal(400, f"{at}: plays for {seconds:g} seconds; at most {longest:g} can be edited")
    elif seconds < policy.extension_shortest:
        raise Refusal(
            400,
            f"{at}: plays for {seconds:g} seconds; at least {policy.extension_shortest:g} can be extended",
        )
    elif seconds > policy.extension_longest:
        raise Refusal(
            400, f"{at}: plays for {seconds:g} seconds; at most {policy.extension_longest:g} can be extended"
        )
