"""Running the installers that languages have, and telling in one sentence why one of them failed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

_CONTROL = re.compile(r"\x1b\[[0-9;]*m")
#: What npm writes before its sentences, such as `notarget`.
_CODE = re.compile(r"^[a-z]+ (?=[A-Z])|^network (?=request )")
#: Lines of npm's that are no sentences.
_NO_SENTENCE = ("code ", "syscall ", "errno ", "A complete log", "at ")
#: What pip writes on its way where nobody answers; in the end it says that there is no such version.
_UNHEARD = re.compile(
    r"^WARNING: Retrying .*?(Connection refused|timed out|Network is unreachable|No route to host"
    r"|name resolution|Name or service not known|nodename nor servname|certificate verify failed|ProxyError)",
    re.MULTILINE,
)
_LONGEST = 240


class EnvironmentProblem(Exception):
    """An SDK cannot be had; the message is one sentence for a person."""


def run(command: Sequence[str], folder: Path, what: str) -> str:
    """Run an installer in `folder`: what it prints. `what` is what it is needed for, as the beginning of a sentence.

    Raises:
        EnvironmentProblem: it is not there, or failed.
    """
    try:
        done = subprocess.run(  # noqa: S603 - installers, without a shell
            list(command), cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        raise EnvironmentProblem(f"{what} needs {command[0]}, which cannot be run here") from None
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace")
        name = command[2] if command[1] == "-m" else Path(command[0]).name
        raise EnvironmentProblem(f"{what} failed, since {name} says: {_reason(said)}")
    return done.stdout.decode("utf-8", "replace")


def _reason(said: str) -> str:
    """The line that says why: the last one of pip's errors, or the first one of npm's that is a sentence."""
    said = _CONTROL.sub("", said)
    lines = [line.strip() for line in said.splitlines()]
    pip = [line.partition("ERROR:")[2].strip() for line in lines if line.startswith("ERROR:")]
    npm = [
        _CODE.sub("", line.partition("npm error")[2].strip())
        for line in lines
        if line.startswith("npm error")
    ]
    npm = [line for line in npm if " " in line and not line.startswith(_NO_SENTENCE)]
    reason = (
        pip[-1] if pip else npm[0] if npm else next((line for line in reversed(lines) if line), "nothing")
    )
    if (unheard := _UNHEARD.search(said)) is not None:
        reason = f"{reason} (an index of packages did not answer: {unheard[1]})"
    return reason if len(reason) <= _LONGEST else f"{reason[:_LONGEST]}…"
