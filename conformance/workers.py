"""Worker processes: each is a pytest run of the suite that writes its events to a file."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import conformance
from conformance.emulator.process import FRUGAL

#: pytest's exit codes that mean the suite ran as it should: all well, something failed, nothing to do.
ORDERLY = frozenset({0, 1, 5})
#: Orderly where it was asked to stop; else the suite itself could not be read.
INTERRUPTED = 2
USAGE = 4
#: Seconds that a worker has for its clean-up when the run itself breaks down.
PATIENCE = 30.0
_CHECK_STARTED = b'{"event": "check-started"'
#: Folder that holds the packages: node ids begin below it.
ROOT = Path(conformance.__file__).resolve().parent.parent


@dataclass(slots=True, kw_only=True)
class Worker:
    """One process and its files. `judged` says that it came as far as a check.

    It runs in a session of its own, so that Ctrl-C reaches it only through us; and it holds the end of a pipe
    of ours, so that it stops when we are gone, whatever ended us.
    """

    name: str
    events: Path
    log: Path
    ledger: Path
    process: subprocess.Popen[bytes]
    lifeline: int
    interrupted: bool = False
    judged: bool = False
    _read: int = 0
    _torn: bytes = b""

    @classmethod
    def start(
        cls,
        name: str,
        folder: Path,
        arguments: Sequence[str],
        keys: Mapping[str, str],
        *,
        allure: Path | None,
    ) -> Worker:
        """Run the suite with `arguments` (the plugin's options) and `keys` (environment variable → API key)."""
        events, log, ledger = (folder / f"{name}.{kind}" for kind in ("events", "log", "ledger"))
        events.touch()
        theirs, ours = os.pipe()
        command = [
            # -P: the folder that we are called from may hold packages with the names of ours. For the same
            # reason the suite is named by its place: else a conftest of that folder would be read.
            sys.executable, "-P", "-m", "pytest", str(ROOT / "conformance" / "suite"), f"--rootdir={ROOT}",
            "-c", str(ROOT / "conformance" / "suite" / "pytest.ini"), "-p", "conformance.plugin",
            "-p", "no:cacheprovider", "-q", "--tb=short", f"--conformance-events={events}",
            f"--conformance-ledger={ledger}", f"--conformance-worker={name}",
            f"--conformance-lifeline={theirs}", *arguments,
        ]  # fmt: skip
        if allure is not None:
            command += ["-p", "allure_pytest.plugin", f"--alluredir={allure}", "--allure-no-capture"]
        try:
            with log.open("wb") as output:
                process = subprocess.Popen(  # noqa: S603 - our own suite in our own interpreter
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=environment(keys),
                    start_new_session=True,
                    pass_fds=(theirs,),
                )
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        return cls(name=name, events=events, log=log, ledger=ledger, process=process, lifeline=ours)

    @property
    def running(self) -> bool:
        """Whether the process is still at work."""
        return self.process.poll() is None

    def lines(self) -> Iterator[bytes]:
        """Complete lines that it has written since this was last asked."""
        with self.events.open("rb") as stream:
            stream.seek(self._read)
            data = stream.read()
        self._read += len(data)
        *lines, self._torn = (self._torn + data).split(b"\n")
        self.judged = self.judged or any(line.startswith(_CHECK_STARTED) for line in lines)
        yield from (line for line in lines if line)

    def interrupt(self) -> None:
        """Ask it to stop; it still deletes what it created."""
        self.interrupted = True
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        """End it and whatever it started, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """Let go of it; if it still runs, it is asked to stop, and made to when it does not."""
        if self.running:
            self.interrupt()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.lifeline >= 0:
            os.close(self.lifeline)
            self.lifeline = -1

    @property
    def usage_error(self) -> str | None:
        """The sentence with which it refused to start, if it did."""
        if self.process.returncode != USAGE:
            return None
        errors = [line[7:] for line in self._said() if line.startswith("ERROR: ")]
        return errors[-1] if errors else "the suite could not be started"

    @property
    def breakdown(self) -> str | None:
        """How it broke down, if it did not end in an orderly way."""
        code = self.process.returncode
        if code in ORDERLY or code == USAGE or (code == INTERRUPTED and self.interrupted):
            return None
        if code < 0:
            number = -code
            known = {each.value: each.name for each in signal.Signals}
            return f"worker {self.name} was ended from outside by {known.get(number, f'signal {number}')}"
        said = [line for line in self._said() if line.strip()]
        errors = [line for line in said if line.startswith("ERROR ")]
        last = (errors or said or ["it said nothing"])[-1]
        return f"worker {self.name} broke down (exit {code}): {last.strip()}"

    def _said(self) -> list[str]:
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()


def environment(keys: Mapping[str, str]) -> dict[str, str]:
    """Ours, without what would change how pytest runs, and with the keys."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    for variable in ("XAI_API_KEY", "XAI_SECOND_API_KEY", "PYTHONWARNINGS"):
        ours.pop(variable, None)
    return {
        **FRUGAL,
        **ours,
        **keys,
        # Other plugins that happen to be installed cost start-up time and may change what is run.
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        # Hypothesis keeps tables of characters here; nothing is left in the folder that we are called from.
        "HYPOTHESIS_STORAGE_DIRECTORY": str(cache()),
    }


def cache() -> Path:
    """A folder of the user's for what Hypothesis keeps, so that it leaves nothing where it is called from."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "xai-conformance" / "hypothesis"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / "xai-conformance-hypothesis"
    return folder
