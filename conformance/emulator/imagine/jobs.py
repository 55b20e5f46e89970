"""Videos at work: rendered in threads, stored once, and kept until polls have shown them long enough.

A job and what it needs are durable before its request is answered, so one that a restart has interrupted is
taken up again.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from concurrent.futures import Executor
from typing import Any

from conformance.emulator.errors import Refusal
from conformance.emulator.imagine import assets, prices, storing, triggers
from conformance.emulator.imagine.decoding import Undecodable
from conformance.emulator.imagine.films import Film
from conformance.emulator.imagine.records import Job
from conformance.emulator.imagine.rendering import rendered
from conformance.emulator.imagine.storage import Storage
from conformance.emulator.parameters import shortened
from conformance.emulator.state import State

INVALID = "invalid_argument"
INTERNAL = "internal_error"

log = logging.getLogger("conformance.emulator")


class Jobs:
    """Carries out jobs, a few at a time, in `threads`."""

    def __init__(self, state: State, threads: Executor) -> None:
        self._state = state
        self._threads = threads
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, job: Job) -> None:
        """Keep a new job, and begin it."""
        self._state.store.jobs.add(job)
        self._begin(job)

    def resume(self) -> None:
        """Take up what a process before this one has left undone."""
        for job in self._state.store.jobs.open():
            self._begin(job)

    def _begin(self, job: Job) -> None:
        task = asyncio.get_running_loop().create_task(self._carry_out(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, job: Job) -> None:
        try:
            outcome = await self._outcome(job)
        except Undecodable as error:
            outcome = failed(INVALID, f"an input {error.reason}")
        except Exception:
            log.exception("job %s failed", job.request_id)
            outcome = failed(INTERNAL, "the video could not be made")
        if outcome is not None:
            self._state.store.jobs.end(job, self._state.clock.now(), outcome)
        for name in job.inputs:
            self._state.blobs.remove(name)

    async def _outcome(self, job: Job) -> dict[str, Any] | None:
        """What becomes of a job; None where that is in the store by now, together with the file."""
        work, words = job.work, frozenset(job.work["words"])
        if (failure := work.get("failure")) is not None:
            return failed(*failure)
        if triggers.GENERATION in words:
            return failed(INTERNAL, "the video could not be made")
        loop = asyncio.get_running_loop()
        policy = self._state.behaviour
        film = await loop.run_in_executor(
            self._threads,
            lambda: rendered(
                work,
                self._inputs(job),
                longest=policy.video_longest_made,
                whole=policy.extension_keeps_source,
            ),
        )
        return await self._publish(job, film, words)

    def _inputs(self, job: Job) -> list[Any]:
        """How to read each input: in the thread, and not before its turn has come."""
        return [lambda name=name: b"".join(self._state.blobs.read(name)) for name in job.inputs]

    async def _publish(self, job: Job, film: Film, words: frozenset[str]) -> dict[str, Any] | None:
        state, policy, work = self._state, self._state.behaviour, job.work
        added = work["seconds"] if work["operation"] == "extendVideo" else None
        told = film.seconds if added is None or policy.extension_tells_whole else added
        video: dict[str, Any] = {
            "url": "",
            "duration": round(told) + policy.video_duration_surplus,
            "respect_moderation": triggers.MODERATED not in words,
        }
        outcome: dict[str, Any] = {"status": "done", "progress": 100, "model": job.model, "video": video}
        for part, name in ((video, "duration"), (video, "respect_moderation"), (outcome, "model")):
            if name not in policy.video_tells:
                del part[name]
        if policy.video_usage_told:
            ticks: int | str = prices.of_video(work["resolution"], film.seconds)
            outcome["usage"] = {"cost_in_usd_ticks": str(ticks) if policy.video_usage_as_text else ticks}
        if triggers.MODERATED in words:
            return outcome
        asset = await assets.publish(state, "video", film.content, "video/mp4", "mp4")
        video["url"] = assets.path("video", asset.name)
        storage = None if work["storage"] is None else Storage(**work["storage"])
        if storage is None or work["operation"] in policy.storage_ignored_by:
            return outcome
        if triggers.STORAGE in words:
            video["storage_error"] = "files cannot be stored at present"
            return outcome
        if (told := storing.instead(state, job.team, storage, work["files"])) is not None:
            video["file_output"] = told
            return outcome
        kept = await storing.keep(state, film.content, "video/mp4")
        with state.store.together():
            output = storing.enter(state, job.team, kept, storage, words)
            video |= storing.told(policy, storage, output)
            state.store.jobs.end(job, state.clock.now(), outcome)
        return None


def failed(code: str, message: str) -> dict[str, Any]:
    """The outcome of a job that failed."""
    return {"status": "failed", "error": {"code": code, "message": message}}


def poll(state: State, team: str, request_id: str) -> tuple[int, dict[str, Any]]:
    """The status and the body that a poll is answered with.

    Raises:
        Refusal: 404; there is no such job of the team.
    """
    policy, now = state.behaviour, state.clock.now()
    job = state.store.jobs.get(request_id)
    if job is None and not policy.job_ids_checked and not _is_id(request_id):
        return policy.job_pending_status, {"status": policy.job_pending_word}
    if job is None or (job.team != team and policy.job_own_team):
        raise Refusal(policy.job_unknown_status, f"request_id: no request {shortened(request_id)}")
    if job.outcome is None or job.ended_at is None or now < job.ended_at + policy.job_seconds:
        progress = policy.job_pending_progress
        pending = {
            "status": policy.job_pending_word,
            "progress": _progress(job, now) if progress is None else progress,
        }
        return policy.job_pending_status, pending if policy.job_pending_body else {}
    if now >= job.ended_at + policy.job_retention:
        return 200, {"status": "expired"}
    if policy.storage_each_poll_stores and "file_output" in job.outcome.get("video", {}):
        storing.store_again(state, job.outcome["video"]["file_output"])
    return 200, _shown(state, job.outcome)


def _progress(job: Job, now: float) -> int:
    """Below a hundred, and never falling."""
    return 99 if job.outcome is not None else min(98, int(10 * (now - job.created_at)))


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _shown(state: State, outcome: dict[str, Any]) -> dict[str, Any]:
    """An outcome with addresses, wherever those are by now."""
    policy = state.behaviour
    if "video" not in outcome:
        error = {name: text for name, text in outcome["error"].items() if name in policy.job_error_tells}
        more = {} if policy.job_failed_video is None else {"video": policy.job_failed_video}
        return {**outcome, "status": policy.job_failed_word, "error": error, **more}
    video = dict(outcome["video"])
    if video["url"]:
        video["url"] = (state.imgen if policy.video_url_for_images else state.vidgen) + video["url"]
        if not policy.job_url_stable:
            video["url"] += f"?{uuid.uuid4().hex}"
    if "file_output" in video:
        video["file_output"] = storing.shown(state, video["file_output"])
    shown = {"status": policy.job_done_word, "progress": policy.job_done_progress}
    return {**outcome, **shown, "video": video}
