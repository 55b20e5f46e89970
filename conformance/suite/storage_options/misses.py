"""Requests whose storage options break one rule, or are unclear."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.checks import Untestable
from conformance.suite.asked import LEAN
from conformance.suite.made import Made
from conformance.suite.storage_options.kept import is_stored, storing_operations
from conformance.suite.studio import VIDEOS, Studio
from strategies import storage_options
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.storage_options import retagged
from strategies.unclear import Unclear

Keep = Callable[[NearMiss[Any]], bool]


@dataclass(frozen=True, slots=True)
class Broken:
    """A request for `operation` with storage options that break one rule. They name the file by a placeholder."""

    operation: str
    miss: NearMiss[Any]


def broken(studio: Studio, keep: Keep) -> Inputs[Broken]:
    """Near misses that `keep` picks, sent to every operation that accepts them with the rule kept.

    Where somebody pays, all go to the cheapest operation, and one of each rule to the others: a target that fails
    to refuse one charges for it.

    Raises:
        Untestable: no operation accepts any of the repaired ones, so that refusals would prove nothing.
    """
    misses = storage_options.near_misses().filter(keep)
    first, *others = storing_operations(studio)
    cover = [Broken(first, miss) for miss in misses.cover()]
    rest = one_of_each(misses) if studio.lean else misses.cover()
    cover += [Broken(operation, miss) for operation in others for miss in rest]
    studio.ahead((each.operation, each.miss.twin, {}) for each in cover)
    proven = tuple(each for each in cover if _twin_is_accepted(studio, each))
    if not proven:
        rules = " or ".join(dict.fromkeys(f"{miss.at or '/'} ({miss.rule})" for miss in misses.cover()))
        raise Untestable(f"the same requests with the rule kept are refused, too: {rules}")
    return Inputs(
        f"broken({misses.name})",
        lambda: proven,
        lambda: misses.strategy.map(lambda miss: Broken(proven[0].operation, miss)),
    )


def refused(studio: Studio, keep: Keep) -> Inputs[Broken]:
    """Of the near misses that `keep` picks, one of each rule for every operation that gives nothing for it.

    What gives something is judged by the requirement of the rule.

    Raises:
        Untestable: none is left.
    """
    wanted = one_of_each(storage_options.near_misses().filter(keep))
    found = [each for each in broken(studio, wanted.__contains__).cover() if sent(studio, each).refused]
    if not found:
        raise Untestable("needs storage options that are refused (storage.filename.required)")
    return Inputs.of(*found)


def one_of_each(misses: Inputs[NearMiss[Any]]) -> list[NearMiss[Any]]:
    """The first near miss of each rule at each place."""
    return list({(miss.rule, miss.at): miss for miss in reversed(misses.cover())}.values())


def _twin_is_accepted(studio: Studio, each: Broken) -> bool:
    if not studio.lean:
        return bool(studio.tried(each.operation, storage_options=each.miss.twin).accepted)
    # What is generated anyway has to do: something that was accepted with the same field.
    return any(_reaches(asked.options, each.miss.at) and is_stored(studio, asked) for asked in LEAN)


def _reaches(options: Any, at: str) -> bool:
    """Whether valid options have a value at a JSON pointer. A file name they always get."""
    for name in at.split("/")[1:]:
        if name != "filename":
            options = options.get(name) if isinstance(options, Mapping) else None
    return options is not None


def sent(studio: Studio, each: Broken) -> Made:
    """Send it with a name of our own for the file, and wait for the end of a video that is started nevertheless.

    Raises:
        Untestable: with the rule kept it is not accepted either.
    """
    if not _twin_is_accepted(studio, each):
        raise Untestable(f"the same request with the rule kept is refused, too: {each.miss.twin}")
    return _sent(studio, each.operation, each.miss.value)


def sent_unclear(studio: Studio, unclear: Unclear[Any]) -> Made:
    """Ask for an image with it.

    Raises:
        Untestable: somebody would have to pay for it, and nothing could come of it but a note.
    """
    if studio.lean:
        raise Untestable("left out of the lean plan: nothing could come of it but a note")
    return _sent(studio, storing_operations(studio)[0], unclear.value)


def _sent(studio: Studio, operation: str, options: Any) -> Made:
    extension = "mp4" if operation in VIDEOS else "jpg"
    return studio.send(operation, studio.body(operation, storage=retagged(options, studio.name(extension))))
