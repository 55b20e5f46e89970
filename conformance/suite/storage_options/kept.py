"""Generations that were stored, for checks that look at what the answer says of the file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from conformance.checks import Untestable
from conformance.outcomes import NotOffered
from conformance.suite.asked import Asked, generated
from conformance.suite.made import Made
from conformance.suite.studio import OPERATIONS, Studio
from strategies.inputs import Inputs

Where = Callable[[dict[str, Any]], bool]
#: A condition of a `file_output`.
Fits = Callable[[dict[str, Any]], bool]


def any_options(_: dict[str, Any]) -> bool:
    """No condition."""
    return True


def any_file(_: dict[str, Any]) -> bool:
    """No condition."""
    return True


def has_url(output: dict[str, Any]) -> bool:
    """The file has a public URL."""
    return bool(output.get("public_url"))


def tried(studio: Studio, asked: Asked) -> Made:
    """The shared generation that was asked for, whatever has become of it.

    Raises:
        Untestable: its source is not to be had.
    """
    return studio.tried(asked.operation, storage_options=asked.options, **asked.fields)


def outputs(made: Made) -> tuple[dict[str, Any], ...]:
    """The `file_output` of every asset; nothing if there is no result, or an asset without one."""
    found = [asset.output for asset in made.assets if asset.output is not None and asset.file_id]
    return tuple(found) if made.accepted and len(found) == len(made.assets) else ()


def is_stored(studio: Studio, asked: Asked, fits: Fits = any_file) -> bool:
    """Whether what was asked for has been generated and stored, so that `fits` holds for every file."""
    made = _come_to(studio, asked)
    files = () if made is None else outputs(made)
    return bool(files) and all(map(fits, files))


def _come_to(studio: Studio, asked: Asked) -> Made | None:
    """The same as `tried`, or nothing where its source is not to be had."""
    try:
        return tried(studio, asked)
    except Untestable:
        return None


def storing_operations(studio: Studio) -> tuple[str, ...]:
    """The operations that store what they generate, cheapest first.

    Raises:
        Untestable: none does.
        NotOffered: an SDK has no place for it.
    """
    found = tuple(
        operation
        for operation in OPERATIONS
        if any(is_stored(studio, asked) for asked in planned(studio, operation))
    )
    if not found and not any(map(studio.available, OPERATIONS)):
        raise Untestable("needs anything that is generated (images.generate.accepted)")
    if not found:
        raise _not_offered(studio) or Untestable("needs a generation that is stored (storage.accepted)")
    return found


def _not_offered(studio: Studio) -> NotOffered | None:
    """That an SDK has no place for storing with any operation that it has, if that is so."""
    lacking = None
    for operation in filter(studio.available, OPERATIONS):
        try:
            tried(studio, planned(studio, operation)[0])
        except NotOffered as reason:
            lacking = lacking or reason
        except Untestable:
            continue
        else:
            return None
    return lacking


def planned(studio: Studio, operation: str) -> tuple[Asked, ...]:
    """The generations by which it is seen whether `operation` stores: by a name alone, or what is planned anyway."""
    found = generated(studio, operations=[operation]).cover()
    return found if studio.lean else found[:1]


def asked_of_storing(studio: Studio, where: Where, operations: Collection[str] = OPERATIONS) -> Inputs[Asked]:
    """What is asked for with options that `where` picks, of those `operations` that store at all.

    Raises:
        Untestable: none does.
    """
    able = [operation for operation in storing_operations(studio) if operation in operations]
    if not able:
        raise Untestable(f"needs a generation by {' or '.join(operations)} that is stored (storage.accepted)")
    asked = generated(studio, where, able)
    studio.ahead((each.operation, each.options, each.fields) for each in asked.cover())
    return asked


def kept(
    studio: Studio, where: Where, operations: Collection[str] = OPERATIONS, *, fits: Fits = any_file
) -> Inputs[Asked]:
    """The same, but for what was not accepted or not stored, or where `fits` does not hold for every file.

    That is judged by other requirements.

    Raises:
        Untestable: nothing is left.
    """
    asked = asked_of_storing(studio, where, operations)
    return _narrowed(asked, lambda each: is_stored(studio, each, fits))


def accepted_or_kept(
    studio: Studio, where: Where, *, must: Where = any_options, fits: Fits = any_file
) -> Inputs[Asked]:
    """The same with what was refused although it `must` be accepted: for checks that judge that, too.

    Raises:
        Untestable: nothing is left.
    """

    def is_judged(each: Asked) -> bool:
        made = _come_to(studio, each)
        if made is None or made.accepted:
            return is_stored(studio, each, fits)
        return must(each.options)

    return _narrowed(asked_of_storing(studio, where), is_judged)


def _narrowed(asked: Inputs[Asked], keep: Callable[[Asked], bool]) -> Inputs[Asked]:
    cover = tuple(filter(keep, asked.cover()))
    if not cover:
        raise Untestable("needs a generation that is stored with such options (storage.accepted)")
    return Inputs(asked.name, lambda: cover, lambda: asked.strategy, asked.finite)


def enumerated(studio: Studio, where: Where, operations: Collection[str] = OPERATIONS) -> Inputs[Asked]:
    """What `kept` enumerates, for checks to which other times of expiry would say nothing new.

    Raises:
        Untestable: nothing is left.
    """
    return Inputs.of(*kept(studio, where, operations).cover())
