"""The rules of images and videos, as far as they concern files: what is stored, and what is refused for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.oracle import bounds
from conformance.oracle.files import unchanged
from conformance.oracle.moment import Moment, Passed, is_time
from conformance.oracle.operations import FinishVideo, Keep, MakeImages, StartVideo
from conformance.oracle.outcomes import Demand, Expectation, Outcome, equal
from conformance.oracle.state import FileState, JobState, Url, World
from conformance.oracle.statuses import DONE, accepted, any_refusal, ended_without_result
from conformance.targets.call import Answer

OUTPUT = "file_output"


def images(world: World, operation: MakeImages, now: Moment) -> Expectation:
    """As many images as were asked for, each a new file if it is to be stored."""
    if refusal := _broken(world, operation.keep):
        return Expectation((refusal,))
    places = [f"data.{number}.{OUTPUT}" for number in range(operation.count)]
    several = Demand(
        rule="images.generate.count",
        name="data",
        due=f"{operation.count} images",
        holds=lambda seen: isinstance(seen, list) and len(seen) == operation.count,
    )
    distinct = Demand(
        rule="storage.several.files",
        name="data",
        due="a file of its own for each",
        holds=lambda seen: not isinstance(seen, list) or _all_distinct(seen),
    )
    demands = [several, distinct]
    for place in places:
        demands += _stored(world, operation.keep, place, now)
    keep = operation.keep

    def then(answer: Answer) -> World:
        after = world
        if keep is not None:
            for entry in answer["data"]:
                after = after.holding(_file(keep, entry[OUTPUT]))
        return after

    made = Outcome(
        says="the images", rule="storage.accepted", status=accepted, demands=tuple(demands), then=then
    )
    return Expectation((made, *_without_inputs(world, operation.inputs, now)))


def start(world: World, operation: StartVideo, now: Moment) -> Expectation:
    """An id to poll by, and nothing of a file yet."""
    if refusal := _broken(world, operation.keep):
        return Expectation((refusal,))
    known = {job.id for job in world.jobs}
    demands = (
        Demand(
            rule="videos.generate.accepted",
            name="request_id",
            due="a new id",
            holds=lambda seen: isinstance(seen, str) and seen != "" and seen not in known,
        ),
        equal("storage.video.when-done", OUTPUT, None),
    )
    refusals = _without_inputs(world, operation.inputs, now)

    def then(answer: Answer) -> World:
        return world.running(
            JobState(id=answer["request_id"], started=now, sound=not refusals, keep=operation.keep)
        )

    begun = Outcome(
        says="the id of a request",
        rule="videos.generate.accepted",
        status=accepted,
        demands=demands,
        then=then,
    )
    return Expectation((begun, *refusals))


def finish(world: World, operation: FinishVideo, now: Moment) -> Expectation:
    """The video with its file; or no video, where an input was not there."""
    job = world.job(operation.request_id)
    if job is None or job.over:
        # How long a video can be polled is not documented, so a second look teaches nothing.
        return Expectation((unchanged(world, "anything", "videos.poll.expired", lambda _: True),))
    over = world.running(replace(job, over=True))
    # Nothing says whether a file's time counts from the start of its video or from its end.
    stored = Moment(job.started.earliest, now.latest)
    place = f"video.{OUTPUT}"

    def then(answer: Answer) -> World:
        return over if job.keep is None else over.holding(_file(job.keep, answer["video"][OUTPUT]))

    demands = (
        equal("videos.poll.done", "status", DONE),
        *_stored(world, job.keep, place, stored),
    )
    done = Outcome(says="the video", rule="videos.poll.done", status=accepted, demands=demands, then=then)
    if job.sound:
        return Expectation((done,))
    failed = Outcome(says="no video", rule="inputs.unknown", status=ended_without_result, then=lambda _: over)
    return Expectation((done, failed))


def _broken(world: World, keep: Keep | None) -> Outcome | None:
    """The refusal of storage options that break a rule. The docs name no status for it."""
    if keep is None:
        return None
    seconds, own = keep.expires_after, keep.url_expires_after
    if bounds.of_stored_files().broken(seconds):
        rule = "storage.expiry.bounds"
    elif bounds.of_stored_urls().broken(own):
        rule = "storage.url.bounds"
    elif seconds is not None and own is not None and own > seconds:
        rule = "storage.url.beyond-file"
    else:
        return None
    return unchanged(world, "a refusal", rule, any_refusal)


def _without_inputs(world: World, inputs: tuple[str, ...], now: Moment) -> tuple[Outcome, ...]:
    """That a request is refused whose inputs are not all there for sure. Gone ones should be; no more than that."""
    files = [world.file(file_id) for file_id in inputs]
    if all(file is not None and file.gone(now) is Passed.NO for file in files):
        return ()
    return (unchanged(world, "a refusal", "inputs.unknown", any_refusal),)


def _stored(world: World, keep: Keep | None, place: str, now: Moment) -> list[Demand]:
    """What an answer has to say of the file at `place`, which was stored at `now`."""
    if keep is None:
        return [equal("storage.not-asked", place, None)]
    known_ids = {file.id for file in world}
    demands = [
        Demand(
            rule="storage.accepted",
            name=f"{place}.file_id",
            due="a new id",
            holds=lambda seen: isinstance(seen, str) and seen != "" and seen not in known_ids,
        ),
        equal("storage.output.filename", f"{place}.filename", keep.name),
        _time("storage.expiry.time", f"{place}.expires_at", keep.expires_after, now),
    ]
    own = keep.url_expires_after
    rule = "storage.url.inherited" if own is None else "storage.url.expiry"
    if not keep.public_url:
        return [
            *demands,
            equal("storage.output.private", f"{place}.public_url", None),
            equal("storage.output.private", f"{place}.public_url_expires_at", None),
        ]
    addresses = world.addresses
    ends = keep.expires_after if own is None else own
    return [
        *demands,
        Demand(
            rule="storage.output.public-url",
            name=f"{place}.public_url",
            due="a URL that never was before",
            holds=lambda seen: isinstance(seen, str) and seen != "" and seen not in addresses,
        ),
        _time(rule, f"{place}.public_url_expires_at", ends, now),
    ]


def _time(rule: str, name: str, seconds: int | None, now: Moment) -> Demand:
    if seconds is None:
        return equal(rule, name, None)
    holds: Callable[[Any], bool] = now.later(seconds).shows_as
    return Demand(rule=rule, name=name, due=f"{seconds} s from its making", holds=holds)


def _all_distinct(entries: Any) -> bool:
    outputs = [entry.get(OUTPUT) for entry in entries if isinstance(entry, dict)]
    ids = [str(output.get("file_id")) for output in outputs if isinstance(output, dict)]
    return len(set(ids)) == len(ids)


def _file(keep: Keep, output: dict[str, Any]) -> FileState:
    """The file that an answer tells of. Its content and its time of creation are not told."""
    expires_at, ends = output.get("expires_at"), output.get("public_url_expires_at")
    url = None
    if keep.public_url:
        url = Url(
            address=output["public_url"],
            ends=(ends if is_time(ends) else None,),
            asked=keep.url_expires_after,
        )
    return FileState(
        id=output["file_id"],
        name=keep.name,
        content=None,
        created_at=None,
        expires_at=expires_at if is_time(expires_at) else None,
        url=url,
    )
