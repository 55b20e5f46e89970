"""Deletes at the end of a run what its ledger holds, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

from conformance import waves
from conformance.client import Api
from conformance.outcomes import NoVerdict, Untestable
from conformance.targets.ledger import FILE, VOICE, Intent
from conformance.targets.target import KEY_VARIABLES, Target

#: So many polls long it is waited for the file of a generation that was never answered.
_LATE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanUp:
    """What became of the files and voices that a run created. `left` are those that could not be deleted, by id.

    `message` says why, and what else somebody should know who wants the target clean.
    """

    created: int
    deleted: int
    left: tuple[str, ...]
    message: str


def clean_up(target: Target) -> CleanUp:
    """Wait for videos that are under way, delete every outstanding file, and look for those that nobody told of.

    They are looked for by name, and only if it has the ledger's tag, which nobody else gives. A deletion that
    is answered with not found counts as done: the file has expired or is gone.
    """
    target.transport.trust_again()
    trouble = await_jobs(target)
    delete_outstanding(target)
    for file_id, identity in target.ledger.outstanding.items():
        # What is still there has resisted once; this time it is asked why.
        trouble = _delete(target, file_id, identity) or trouble
    for voice_id, identity in target.ledger.voices.items():
        trouble = _delete(target, voice_id, identity, kind=VOICE) or trouble
    deleted = target.ledger.created - len(target.ledger.outstanding) - len(target.ledger.voices)
    left = [*target.ledger.outstanding, *(job.intent.name for job in target.ledger.jobs)]
    left += map(voice_by_id, target.ledger.voices)
    made, problem = _search_voices(target, left)
    deleted += made
    trouble = trouble or problem
    tagged = [
        intent for intent in target.ledger.unanswered if _is_tagged(intent, target) and intent.kind == FILE
    ]
    for identity in dict.fromkeys(intent.identity for intent in tagged):
        found, problem = _searched(target, [intent for intent in tagged if intent.identity == identity])
        trouble = trouble or problem
        for file_id in found:
            if file_id in left:
                continue
            if problem := _delete(target, file_id, identity):
                left.append(file_id)
                trouble = problem
            else:
                deleted += 1
    message = trouble or _lost(target)
    return CleanUp(created=deleted + len(left), deleted=deleted, left=tuple(left), message=message)


def delete_outstanding(target: Target, *, keep: Collection[str] = (), of: str | None = None) -> None:
    """Delete every file and voice of the ledger but those in `keep`; what resists stays in the ledger.

    With `of` it is only what that check has made.
    """
    ledger = target.ledger
    files, voices = (ledger.outstanding, ledger.voices) if of is None else ledger.made_by(of)
    waves.each(lambda each: _delete(target, *each), [each for each in files.items() if each[0] not in keep])
    waves.each(
        lambda each: _delete(target, *each, kind=VOICE),
        [each for each in voices.items() if each[0] not in keep],
    )


def voice_by_id(voice_id: str) -> str:
    """How a voice is told among files."""
    return f"voice {voice_id}"


def _delete(target: Target, file_id: str, identity: str, *, kind: str = FILE) -> str:
    """Delete one file or voice; what went wrong, or nothing."""
    trouble = ""
    for who in _who_may(target, identity):
        api = target.rest.as_(who)
        try:
            answer = (api.voices if kind == VOICE else api.files).delete(file_id)
        except NoVerdict as error:
            return trouble or str(error)
        except Untestable:
            return ""  # it was looked at, and is none of the run's: the ledger knows that by now
        if answer.accepted or (answer.refused(f"unknown-{kind}") and not trouble):
            target.ledger.gone(file_id, kind=kind)
            return ""
        trouble = trouble or repr(answer)
    return trouble


def _who_may(target: Target, identity: str) -> list[str]:
    """As whom a file is deleted: as whom it was made; what needed no key to make may need one now."""
    if identity in KEY_VARIABLES:
        return [identity]
    return [identity, *(who for who in KEY_VARIABLES if who in target.transport.keys)]


def await_jobs(target: Target) -> str:
    """Poll videos until they have ended: only then is it known which files they are stored as.

    Each has the time that the profile grants to generations from its start, and no less than one poll. What went
    wrong, or nothing.
    """
    timing = target.profile.timing
    while jobs := target.ledger.jobs:
        waiting = False
        for job in jobs:
            try:
                answer = target.rest.as_(job.intent.identity).videos.get(job.request_id)
            except NoVerdict as error:
                return str(error)
            if answer.is_refusal:
                target.ledger.ended(job.number, sure=False)
            waiting = waiting or time.time() < job.began + timing.generation
        if not waiting:
            break
        if target.ledger.jobs:
            time.sleep(timing.poll)
    if not (jobs := target.ledger.jobs):
        return ""
    names = ", ".join(job.intent.name for job in jobs[:5])
    return f"videos had not ended {timing.generation:g} s after their start; they are to be stored as {names}"


def _is_tagged(intent: Intent, target: Target) -> bool:
    return bool(target.ledger.tag) and target.ledger.tag in intent.name


def _searched(target: Target, intents: list[Intent]) -> tuple[list[str], str]:
    """As `_found`, with some patience where a generation was never answered and may be at work still."""
    slow = {intent.name for intent in intents if intent.slow}
    pauses = _LATE if slow else 0
    while True:
        found, problem = _found(target, intents)
        if problem or not pauses or slow <= set(found.values()):
            return list(found), problem
        pauses -= 1
        time.sleep(target.profile.timing.poll)


def _found(target: Target, intents: list[Intent]) -> tuple[dict[str, str], str]:
    """The files that unanswered requests have made, by id with their names, and what kept the search from its end."""
    names = {intent.name for intent in intents}
    earliest = min(intent.at for intent in intents) - target.profile.timing.clock_tolerance
    api: Api = target.rest.as_(intents[0].identity)
    limit = next(p for p in api.spec.operations["listFiles"].parameters if p["name"] == "limit")
    found: dict[str, str] = {}
    try:
        for page in api.files.pages(limit=limit["schema"]["maximum"], order="desc", sort_by="created_at"):
            if not page.accepted:
                return found, repr(page)
            files = page["data"]
            files = [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []
            for file in files:
                if file.get("filename") in names and isinstance(file.get("id"), str):
                    found[file["id"]] = file["filename"]
            made = files[-1].get("created_at") if files else None
            if isinstance(made, int | float) and made < earliest:
                break  # what follows is older than the run
    except (NoVerdict, AssertionError) as error:
        return found, str(error)
    return found, ""


def _search_voices(target: Target, left: list[str]) -> tuple[int, str]:
    """Delete the voices that nobody told of, which are found by the run's tag in their name: how many, and the trouble.

    Places are few, so that they are looked for wherever any were to be made, also of creations that were refused.
    What cannot be deleted is added to `left`.
    """
    deleted, trouble = 0, ""
    lost = any(i.kind == VOICE and _is_tagged(i, target) for i in target.ledger.unanswered)
    attempted = target.ledger.attempted(VOICE) if target.ledger.tag else []
    for identity in dict.fromkeys(who if who in KEY_VARIABLES else "first" for who in attempted):
        found, problem = _found_voices(target.rest.as_(identity), target.ledger.tag)
        # Where every creation was answered there is most likely nothing to be found, also for who cannot look.
        trouble = trouble or (problem if lost else "")
        for voice_id in found:
            if target.ledger.has_had(voice_id, kind=VOICE):
                continue
            # It has a name that only this run gives, so it may be deleted although no answer has told of it.
            number = target.ledger.intend(identity, "", target.rest.clock.now(), kind=VOICE)
            target.ledger.settle(number, voice_id)
            if problem := _delete(target, voice_id, identity, kind=VOICE):
                left.append(voice_by_id(voice_id))
                trouble = trouble or problem
            else:
                deleted += 1
    return deleted, trouble


def _found_voices(api: Api, tag: str) -> tuple[list[str], str]:
    """The ids of voices with this in their name, and what kept the search from its end."""
    limit = next(p for p in api.spec.operations["listCustomVoices"].parameters if p["name"] == "limit")
    found: list[str] = []
    try:
        for page in api.voices.pages(limit=limit["schema"]["maximum"]):
            if not page.accepted:
                return found, repr(page)
            voices = page["voices"]
            for voice in voices if isinstance(voices, list) else ():
                if isinstance(voice, dict) and tag in str(voice.get("name")):
                    found += [voice["voice_id"]] if isinstance(voice.get("voice_id"), str) else []
    except (NoVerdict, AssertionError) as error:
        return found, str(error)
    return found, ""


def _lost(target: Target) -> str:
    """That some things can be looked for by nobody, in a sentence."""
    lost = [intent for intent in target.ledger.unanswered if not _is_tagged(intent, target)]
    names = [intent.name for intent in lost]
    if not names:
        return ""
    whose = " or ".join(f"{kind}s'" for kind in dict.fromkeys(intent.kind for intent in lost))
    shown = ", ".join(repr(name[:60]) for name in dict.fromkeys(names[:5]))
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return (
        f"no answer told whether requests have made something whose {whose} names others may have given too, "
        f"so that it was not looked for: {shown}{more}"
    )
