"""The rules of files: uploading, retrieving, reading, deleting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.oracle import bounds
from conformance.oracle.metadata import of_file
from conformance.oracle.moment import Moment, Passed
from conformance.oracle.operations import Delete, ReadContent, Retrieve, Upload
from conformance.oracle.outcomes import Demand, Expectation, Outcome, equal
from conformance.oracle.state import FileState, World
from conformance.oracle.statuses import accepted, refused
from conformance.targets.call import Answer

UNKNOWN = "unknown-file"


def upload(world: World, operation: Upload, now: Moment) -> Expectation:
    """A new file with an id of its own; refused where its expiry is out of bounds."""
    if broken := bounds.of_files().broken(operation.expires_after):
        return Expectation((unchanged(world, "a refusal", "files.upload.expiry-bounds", refused(broken)),))
    known = {file.id for file in world}
    seconds = operation.expires_after
    if seconds is None:
        expiry = equal("files.upload.no-expiry-by-default", "expires_at", None)
    else:
        expiry = Demand(
            rule="files.upload.expiry-accepted",
            name="expires_at",
            due=f"{seconds} s from now",
            holds=now.later(seconds).shows_as,
        )
    demands = (
        Demand(
            rule="files.upload.distinct-ids",
            name="id",
            due="a new id",
            holds=lambda seen: isinstance(seen, str) and seen != "" and seen not in known,
        ),
        equal("files.object.filename", "filename", operation.name),
        equal("files.object.size", "bytes", len(operation.content)),
        Demand(rule="files.object.created-at", name="created_at", due="now", holds=now.shows_as),
        expiry,
        equal("files.upload.private", "public_url", None),
        equal("public-url.metadata.no-expiry", "public_url_expires_at", None),
    )

    def stored(answer: Answer) -> World:
        return world.holding(
            FileState(
                id=answer["id"],
                name=operation.name,
                content=operation.content,
                created_at=answer["created_at"],
                expires_at=answer["expires_at"],
            )
        )

    rule = "files.upload.accepted" if seconds is None else "files.upload.expiry-accepted"
    return Expectation(
        (Outcome(says="a new file", rule=rule, status=accepted, demands=demands, then=stored),)
    )


def retrieve(world: World, operation: Retrieve, now: Moment) -> Expectation:
    """The file's metadata with the state of its URL; not found once it is gone."""
    file = world.file(operation.file_id)
    outcomes = list(_absences(world, file, now, "files.get.unknown"))
    if file is not None and file.gone(now) is not Passed.YES:
        ended = file.url_ended(now)
        if ended is not Passed.YES:
            demands = of_file(file, with_url=True)
            outcomes.append(
                _seen(world, file, "metadata with the URL", "public-url.metadata.url", demands=demands)
            )
        if ended is not Passed.NO:
            demands = of_file(file, with_url=False)
            outcomes.append(
                _seen(world, file, "metadata without a URL", "public-url.metadata.url", demands=demands)
            )
    return Expectation(tuple(outcomes))


def content(world: World, operation: ReadContent, now: Moment) -> Expectation:
    """The bytes that were stored, whatever became of the URL; not found once the file is gone."""
    file = world.file(operation.file_id)
    outcomes = list(_absences(world, file, now, "files.content.unknown"))
    if file is not None and file.gone(now) is not Passed.YES:
        outcomes.append(served(world, file, "files.content.bytes"))
    return Expectation(tuple(outcomes))


def delete(world: World, operation: Delete, now: Moment) -> Expectation:
    """Gone for good, and its URL with it; not found when it is gone already."""
    file = world.file(operation.file_id)
    if file is None or file.deleted:
        return Expectation((unchanged(world, "not found", "files.delete.again", refused((UNKNOWN,))),))
    gone = world.holding(replace(file.without_url(), deleted=True))
    outcomes = [
        Outcome(
            says="the word that it is deleted",
            rule="files.delete.answer",
            status=accepted,
            demands=(
                equal("files.delete.answer", "id", file.id),
                equal("files.delete.answer", "deleted", value=True),
            ),
            then=lambda _: gone,
        )
    ]
    if file.gone(now) is not Passed.NO:
        # How soon an expired file is cleared away is not documented, so it may still be there to delete.
        outcomes.append(unchanged(world, "not found", "files.expiry.gone", refused((UNKNOWN,))))
    return Expectation(tuple(outcomes))


def unchanged(world: World, says: str, rule: str, status: Callable[[Answer], bool]) -> Outcome:
    """An outcome that changes nothing."""
    return Outcome(says=says, rule=rule, status=status, then=lambda _: world)


def served(world: World, file: FileState, rule: str) -> Outcome:
    """The outcome that is the file's bytes; those of a generated file are known from then on."""
    return Outcome(
        says="the stored bytes",
        rule=rule,
        status=accepted,
        content=file.content,
        then=lambda answer: world.holding(file.told(content=answer.content)),
    )


def _seen(world: World, file: FileState, says: str, rule: str, *, demands: tuple[Demand, ...]) -> Outcome:
    return Outcome(
        says=says,
        rule=rule,
        status=accepted,
        demands=demands,
        then=lambda answer: world.holding(file.told(created_at=answer["created_at"])),
    )


def _absences(world: World, file: FileState | None, now: Moment, never: str) -> list[Outcome]:
    if file is None:
        rule = never
    elif file.deleted:
        rule = "files.delete.gone"
    else:
        rule = "files.expiry.gone"
    if file is not None and file.gone(now) is Passed.NO:
        return []
    return [unchanged(world, "not found", rule, refused((UNKNOWN,)))]
