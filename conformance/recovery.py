"""The clean-up of a worker that can no longer do it: its ledger tells what it had created."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from conformance import trial
from conformance.targets.cleanup import CleanUp, clean_up, voice_by_id
from conformance.targets.hiding import Hider
from conformance.targets.ledger import VOICE, Ledger
from conformance.targets.profile import ProfileError, load_profile
from conformance.targets.target import KEY_VARIABLES, TargetError, connect
from specs import Spec

if TYPE_CHECKING:
    from conformance.running import Plan

GIVEN_UP = "clean-up was given up"


def recover(plan: Plan, spec: Spec, path: Path, *, delete: bool) -> CleanUp | None:
    """Delete what stands in the ledger at `path`; without `delete`, only tell what it is.

    `None` where the worker had created nothing.
    """
    try:
        ledger = Ledger.load(path)
    except OSError:
        return None
    if not (ledger.outstanding or ledger.voices or ledger.unanswered or ledger.jobs):
        return None
    if not delete:
        return _untouched(ledger, GIVEN_UP)
    keys = {who: plan.keys[variable] for who, variable in KEY_VARIABLES.items() if variable in plan.keys}
    trial.start("", "")
    try:
        profile = load_profile(plan.profile or "emulator")
        target = connect(profile.at(plan.target or ""), keys, spec, ledger=ledger)
    except (ProfileError, TargetError) as error:
        return _untouched(ledger, Hider({}).sentence(str(error)))
    try:
        result = clean_up(target)
    finally:
        target.transport.close()
    return replace(result, message=Hider(target.secrets).sentence(result.message))


def _untouched(ledger: Ledger, why: str) -> CleanUp:
    """Everything is left; what was never answered, and videos under way, are told by their names."""
    intents = [*ledger.unanswered, *(job.intent for job in ledger.jobs)]
    left = (
        *ledger.outstanding,
        *map(voice_by_id, ledger.voices),
        *(voice_by_id(intent.name) if intent.kind == VOICE else intent.name for intent in intents),
    )
    created = ledger.created + len(intents)
    return CleanUp(created=created, deleted=created - len(left), left=left, message=why)
