"""Deletes at the end of a run what its ledger holds, and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from conformance.outcomes import NoVerdict
from conformance.targets.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanUp:
    """What became of the files that a run created. `left` are ids that could not be deleted."""

    created: int
    deleted: int
    left: tuple[str, ...]
    message: str


def clean_up(target: Target, tag: str) -> CleanUp:
    """Delete every outstanding file; look for those whose upload was never answered by their `tag`.

    `tag` is a text that only this run puts into names: a file is looked for by name only if its name has
    it. A deletion that is answered with not found counts as done: the file has expired or is gone.
    """
    delete_outstanding(target)
    trouble = ""
    for file_id, identity in [*target.ledger.outstanding.items(), *_unanswered(target, tag)]:
        # What is still there has resisted once; this time it is asked why.
        trouble = _delete(target, file_id, identity) or trouble
    left = tuple(target.ledger.outstanding)
    created = target.ledger.created
    return CleanUp(created=created, deleted=created - len(left), left=left, message=trouble if left else "")


def delete_outstanding(target: Target, *, keep: Collection[str] = ()) -> None:
    """Delete every file of the ledger but those in `keep`; what resists stays in the ledger."""
    for file_id, identity in target.ledger.outstanding.items():
        if file_id not in keep:
            _delete(target, file_id, identity)


def _delete(target: Target, file_id: str, identity: str) -> str:
    """Delete one file; what went wrong, or nothing."""
    try:
        answer = target.api.as_(identity).files.delete(file_id)
    except NoVerdict as error:
        return str(error)
    if answer.accepted or answer.refused("unknown-file"):
        target.ledger.gone(file_id)
        return ""
    return repr(answer)


def _unanswered(target: Target, tag: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    names = {(identity, name) for identity, name in target.ledger.unanswered if tag in name}
    for identity in {identity for identity, _ in names}:
        try:
            for page in target.api.as_(identity).files.pages(limit=100, order="desc", sort_by="created_at"):
                files = page["data"] if page.accepted else None
                found += [(f["id"], identity) for f in files or () if (identity, f.get("filename")) in names]
        except (NoVerdict, AssertionError):
            continue
    return found
