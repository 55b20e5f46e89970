"""`failures/<requirement>/`: one folder a deviation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from reports.driver import Driver
from reports.files import write
from reports.reproducers.program import program
from reports.reproducers.script import script
from reports.spoken import spoken
from reports.transcripts import text
from reports.verdicts import RequirementVerdict, Run
from specs.model import Spec

#: The program in the language of the SDK that was judged; its extension is the language's.
PROGRAM = "program"
#: Language → how an SDK is installed there, and what runs a program.
_TOOLS = {
    "python": ("pip install {name}=={version}", "python"),
    "javascript": ("npm install {name}@{version} ai ws", "node"),
}
NAMES = ("run.txt", "repro.sh", "repro.py", "exchanges.json", "transcript.jsonl", "transcript.txt")


def write_reproducers(run: Run, directory: Path, spec: Spec) -> Iterator[Path]:
    """Write the reproducers of all deviations of `run` below `directory`, and yield the files.

    What an earlier run left there is removed, so that a folder tells of this run alone. A deviation without
    exchanges has no `repro.sh`, and neither has one that shows in what was said on a socket: curl speaks no frames.
    For an SDK it has no `repro.sh` either, but a program in its language, where its driver writes one.
    What was said is in `transcript.jsonl`, for `judge`, and in `transcript.txt`, for a person.

    Raises:
        OSError: a file cannot be written.
    """
    failures = directory / "failures"
    for folder in sorted(failures.glob("*/")):
        for name in (*NAMES, *(path.name for path in folder.glob(f"{PROGRAM}.*"))):
            (folder / name).unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()
    for found in run.deviations:
        folder = failures / folder_name(found.id)
        folder.mkdir(parents=True, exist_ok=True)
        yield write(folder / "exchanges.json", exchanges(found))
        again = program(
            found, run.target, lean=run.lean, seed=run.seed, examples=run.examples, sdk=run.driver
        )
        yield write(folder / "repro.py", again)
        if found.transcripts:
            yield write(folder / "transcript.jsonl", "".join(each.jsonl() for each in found.transcripts))
            yield write(folder / "transcript.txt", text(found.transcripts))
        if (told := found.program) is not None:
            name = f"{PROGRAM}.{told.extension}"
            yield write(folder / name, told.text)
            yield write(folder / "run.txt", _how_to_run(name, run.driver))
        if found.exchanges and spoken(found) is None and run.driver is None:
            path = write(folder / "repro.sh", script(found, run.target, spec))
            path.chmod(0o755)
            yield path


def folder_name(id_: str) -> str:
    """What the folder of a deviation from the requirement `id_` is called."""
    # The catalogue's ids are safe names; one that only the events know may be anything.
    return re.sub(r"[^\w.-]", "_", id_, flags=re.ASCII).lstrip(".") or "_"


def _how_to_run(program: str, sdk: Driver | None) -> str:
    """How a program in the language of an SDK is run, line by line."""
    lines = ["xai-conformance serve --grpc-port 50051    # what it speaks to, in another terminal"]
    if sdk is not None:
        install, runner = _TOOLS.get(sdk.language, ("", ""))
        release = sdk.version.partition("+")[0]  # what stands behind it is ours
        lines.append(install.format(name=sdk.name, version=release) or f"# needs {sdk.name} {release}")
        lines.append(f"{runner} {program}".lstrip())
    return "\n".join(lines) + "\n"


def exchanges(found: RequirementVerdict) -> str:
    """The text of `exchanges.json`: what was judged, what was found, and the requests in order."""
    document = {
        "requirement": found.id,
        "check": found.deciding.check if found.deciding else None,
        "message": found.message,
        "counterexample": found.counterexample and found.counterexample.as_json(),
        "exchanges": [exchange.as_json() for exchange in found.exchanges],
    }
    return json.dumps(document, indent=2) + "\n"
