"""Generations that came with a public URL, for checks that look at it."""

from __future__ import annotations

from typing import Any

from conformance.checks import Untestable
from conformance.suite.asked import Asked, generated
from conformance.suite.storage_options.kept import enumerated, kept, outputs, storing_operations, tried
from conformance.suite.studio import Studio
from strategies.inputs import Inputs
from strategies.storage_options import wants_url


def public_outputs(studio: Studio, asked: Asked) -> list[dict[str, Any]]:
    """The `file_output` of each asset that has a public URL."""
    return [output for output in outputs(tried(studio, asked)) if output.get("public_url")]


def enumerated_with_url(studio: Studio) -> Inputs[Asked]:
    """What was enumerated and has a URL, for checks to which other times of expiry would say nothing new.

    Raises:
        Untestable: nothing is left.
    """
    found = [asked for asked in enumerated(studio, wants_url).cover() if public_outputs(studio, asked)]
    if not found:
        raise Untestable("needs a public URL that comes with a generation (storage.output.public-url)")
    return Inputs.of(*found)


def with_url(studio: Studio) -> Inputs[Asked]:
    """The same, and random times of expiry.

    Raises:
        Untestable: nothing is left.
    """
    wanted, found = kept(studio, wants_url), enumerated_with_url(studio)
    return Inputs(wanted.name, found.cover, lambda: wanted.strategy, wanted.finite)


def operations_with_url(studio: Studio) -> tuple[str, ...]:
    """The operations whose results can come with a public URL, cheapest first.

    Raises:
        Untestable: none can.
    """
    found = tuple(
        operation
        for operation in storing_operations(studio)
        if any(public_outputs(studio, asked) for asked in generated(studio, wants_url, [operation]).cover())
    )
    if not found:
        raise Untestable("needs a public URL that comes with a generation (storage.output.public-url)")
    return found
