"""Results as the document `examples.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from conformance.examples.block import Block, Runtime
from conformance.examples.outcome import Outcome, Result
from conformance.examples.tools import Tools


def record(
    blocks: Sequence[Block], results: Iterable[Result], tools: Tools, *, seconds: float, limit: float
) -> dict[str, Any]:
    """What stands in `examples.json`, which has a schema in `reports/examples`.

    `blocks` are those that should have run: where one has no result, it was broken off.
    """
    found = {result.block.number: result for result in results}
    used = {block.runtime for block in blocks if block.runtime is not None}
    return {
        "version": version("xai-conformance"),
        "complete": all(block.number in found for block in blocks),
        "seconds": round(seconds, 3),
        "limit": limit,
        "tools": {runtime.value: dict(tools.versions(runtime)) for runtime in Runtime if runtime in used},
        "blocks": [_block(found[block.number]) for block in blocks if block.number in found],
    }


def _block(result: Result) -> Mapping[str, Any]:
    block = result.block
    return {
        "number": block.number,
        "source": block.source,
        "page": block.page,
        "heading": block.heading,
        "line": block.line,
        "language": block.language,
        "flavour": block.flavour,
        "runtime": block.runtime.value if block.runtime else None,
        "code": block.text,
        "outcome": result.outcome.value,
        "at": result.at.value if result.outcome in (Outcome.FAILED, Outcome.TIMEOUT) else "",
        "reason": result.reason,
        "failed_at": result.line,
        "continues": list(result.continues),
        "supplied": list(result.supplied),
        "notes": list(result.notes),
        "output": result.output,
        "seconds": round(result.seconds, 3),
    }
