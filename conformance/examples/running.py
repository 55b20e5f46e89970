"""Every block to an outcome: each alone first, and after those that it continues where that is what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from conformance.examples.block import Block, Runtime
from conformance.examples.outcome import At, Outcome, Result
from conformance.examples.settings import Settings
from conformance.examples.trying import Attempt, attempt
from conformance.examples.variables import definer
from specs import Spec

_MOST = 6  # blocks that one may continue
_TICK = 0.5  # seconds between looking for an interruption
_SHOWN = 4000  # characters of what it printed
_LINE = 500  # characters of a line


def run(
    blocks: Sequence[Block],
    chosen: Sequence[Block],
    settings: Settings,
    tell: Callable[[Result], None] = lambda _: None,
) -> Iterator[Result]:
    """The results of the `chosen` blocks, in order; `tell` gets each as soon as it is there.

    `blocks` are all that the pages have: a chosen one may continue another that is not.

    Raises:
        EmulatorError: the emulator does not start.
    """
    import specs

    spec = specs.load()
    versions = {runtime: settings.tools.versions(runtime) for runtime in _needed(chosen)}

    def work(block: Block) -> Result:
        result = _result(block, blocks, settings, spec, versions)
        tell(result)
        return result

    with ThreadPoolExecutor(settings.workers) as pool:
        futures: list[Future[Result]] = [pool.submit(work, block) for block in chosen]
        try:
            for future in futures:
                # Not for ever: a signal that comes at the wrong moment would be noticed when it ends, not before.
                while not future.done():
                    wait([future], timeout=_TICK)
                yield future.result()
        except BaseException:
            settings.stop.set()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _needed(blocks: Sequence[Block]) -> list[Runtime]:
    return sorted(
        {block.runtime for block in blocks if block.runtime is not None and block.cut != "beginning"}
    )


def _result(
    block: Block,
    blocks: Sequence[Block],
    settings: Settings,
    spec: Spec,
    versions: Mapping[Runtime, Mapping[str, str]],
) -> Result:
    if block.cut == "beginning":
        reason = "this source does not show its beginning"
        return Result(block=block, outcome=Outcome.MISSING, reason=reason)
    if block.runtime is None:
        return Result(block=block, outcome=Outcome.SKIPPED, reason=block.unfit)
    if not _says_anything(block):
        return Result(block=block, outcome=Outcome.SKIPPED, reason="it has only comments")
    earlier: list[Block] = []
    while True:
        tried = attempt(
            block, earlier, settings, spec, versions[block.runtime]
        )  # fmt: skip
        name = tried.judged.undefined
        first = earlier[0] if earlier else block
        found = definer(name, first, blocks) if name and len(earlier) < _MOST else None
        if found is None:
            return _told(block, earlier, tried)
        earlier.insert(0, found)


def _told(block: Block, earlier: Sequence[Block], tried: Attempt) -> Result:
    found = tried.judged
    outcome, at, reason = found.outcome, found.at, found.reason
    line = found.line - tried.before
    if outcome is Outcome.FAILED and block.cut:
        outcome, at, reason = (
            Outcome.MISSING,
            At.NOBODY,
            f"this source does not show its {block.cut}, and {reason}",
        )
    if found.line and line < 1:  # it was one of those that it continues
        reason = f"{reason} (in what it continues)"
    return Result(
        block=block,
        outcome=outcome,
        at=at,
        reason=reason,
        line=block.line + line if found.line and line > 0 else 0,
        continues=tuple(each.number for each in earlier),
        supplied=tried.supplied,
        notes=found.notes,
        output=_output(tried),
        seconds=tried.ended.seconds if tried.ended else 0.0,
    )


def _says_anything(block: Block) -> bool:
    marks = ("//",) if block.runtime is Runtime.JAVASCRIPT else ("#",)
    return any(line.strip() and not line.strip().startswith(marks) for line in block.text.splitlines())


def _output(tried: Attempt) -> str:
    """The end of what it printed, without the inside of very long lines."""
    if tried.ended is None:
        return ""
    parts = [part.strip() for part in (tried.ended.output, tried.ended.errors) if part.strip()]
    lines = [each if len(each) <= _LINE else f"{each[:_LINE]}…" for each in "\n".join(parts).splitlines()]
    return "\n".join(lines)[-_SHOWN:]
