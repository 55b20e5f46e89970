"""What these tests share: an emulator, a server that misbehaves, and the command as a person calls it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import specs
from conformance import trial
from conformance.emulator.process import EmulatorProcess
from conformance.outcomes import BudgetSpent, NoVerdict, Untestable
from conformance.targets.ledger import Ledger
from conformance.targets.profile import Timing, load_profile
from conformance.targets.target import connect
from twister import Twister

#: Seconds that nothing here comes near to; it only keeps a broken test from waiting for ever.
BOUND = 900
TIMEOUT = 0.5


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """What only means something to a check of the suite, where pytest sees a skip, is a failure of a test."""
    report = yield
    if call.excinfo is not None and isinstance(call.excinfo.value, Untestable | NoVerdict | BudgetSpent):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: {call.excinfo.value!r}"
    return report


# --- an emulator


@pytest.fixture(scope="module")
def emulator():
    """One emulator for all tests of a module; what one leaves, the others must not mind."""
    with EmulatorProcess() as process:
        yield process


@pytest.fixture
def keys(emulator):
    """Environment variable → key of the emulator."""
    first, second = emulator.keys.values()
    return {"XAI_API_KEY": first, "XAI_SECOND_API_KEY": second}


# --- a server that misbehaves


@pytest.fixture
def twister():
    """A server with nothing behind it, which answers everything with an empty list unless it is twisted."""
    with Twister() as server:
        yield server


@pytest.fixture
def twister_at():
    """Puts such a server in front of any address."""
    with contextlib.ExitStack() as stack:
        yield lambda url: stack.enter_context(Twister(url))


@pytest.fixture
def twisted(emulator):
    """The emulator behind a server that twists its answers."""
    with Twister(emulator.url) as server:
        yield server


# --- a target, as the suite sees it


@pytest.fixture
def target_at():
    """Connects to an address with short time-outs, as the first identity and, where asked for, the second."""
    targets = []

    def make(
        url,
        *,
        keys=("emulator-key-alpha", "emulator-key-beta"),
        timeout=TIMEOUT,
        generation=BOUND,
        ledger=None,
        allowance=None,
        **changes,
    ):
        trial.start("a check", "")
        timing = Timing(timeout=timeout, poll=0.02, generation=generation)
        profile = replace(load_profile("emulator").at(url), timing=timing, **changes)
        identities = dict(zip(("first", "second"), keys, strict=False))
        target = connect(
            profile, identities, specs.load(), ledger=ledger or Ledger(tag="xc-test"), allowance=allowance
        )
        targets.append(target)
        return target

    yield make
    for target in targets:
        target.transport.close()


# --- the command


@dataclass(frozen=True, slots=True)
class Ended:
    """What a person sees of a command that has ended, and what it wrote."""

    code: int
    stdout: str
    stderr: str
    report: Path

    @property
    def events(self) -> list[dict]:
        """The event stream."""
        return [json.loads(line) for line in (self.report / "events.jsonl").read_text().splitlines()]

    @property
    def verdicts(self) -> dict[str, str]:
        """Requirement → verdict."""
        document = json.loads((self.report / "verdicts.json").read_text())
        return {id_: found["verdict"] for id_, found in document["requirements"].items()}

    def finished(self, requirement: str) -> dict:
        """The one event that ends the check of a requirement that has only one."""
        events = [
            e for e in self.events if e["event"] == "check-finished" and e["requirement"] == requirement
        ]
        assert len(events) == 1
        return events[0]


def command(*arguments: object) -> list[str]:
    """`xai-conformance` with arguments."""
    return [sys.executable, "-P", "-c", "from conformance.cli import main; main()", *map(str, arguments)]


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    """Ours, without keys and without what the outer pytest has set."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XAI_", "PYTEST_", "PYTHONWARN"))}
    return {**kept, **(more or {})}


@pytest.fixture
def run(tmp_path):
    """Calls `xai-conformance run` in a folder of its own, with a report in `report` beside it."""
    folder = tmp_path / "somewhere"
    folder.mkdir()

    def call(*arguments: object, env: dict[str, str] | None = None, report: bool = True) -> Ended:
        where = tmp_path / "report"
        more = ("--report-dir", where) if report else ()
        done = subprocess.run(
            command("run", *arguments, *more),
            cwd=folder,
            env=environment(env),
            capture_output=True,
            text=True,
            timeout=BOUND,
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr
        return Ended(done.returncode, done.stdout, done.stderr, where)

    return call


@pytest.fixture
def profile(tmp_path) -> Callable[..., Path]:
    """Writes a profile."""

    def write(text: str, name: str = "profile.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def impatient(profile):
    """A profile with a short time-out."""
    return profile(f"[timing]\ntimeout = {TIMEOUT}\n", "impatient.toml")


def one(items: Iterable) -> object:
    """The only one."""
    (item,) = items
    return item


@pytest.fixture
def starting(tmp_path) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts `xai-conformance run` and leaves it running; whatever is left at the end is killed."""
    processes = []

    def start(*arguments: object, env: dict[str, str] | None = None) -> subprocess.Popen:
        process = subprocess.Popen(
            command("run", *arguments, "--report-dir", tmp_path / "report"),
            cwd=tmp_path,
            env=environment(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture(name="pytest_in")
def calling_pytest() -> Callable[..., subprocess.CompletedProcess]:
    """Runs pytest as a person would: as a command, not as a module."""

    def call(
        folder: Path, *arguments: object, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess:
        code = "import sys, pytest; sys.exit(pytest.main())"
        return subprocess.run(
            [sys.executable, "-P", "-c", code, *map(str, arguments)],
            cwd=folder,
            env=environment(env),
            capture_output=True,
            text=True,
            check=False,
        )

    return call


# --- what is on a target, seen from outside


@dataclass(slots=True)
class Shelf:
    """A team's files, as any client would see them."""

    url: str
    key: str

    def _ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=BOUND)
        try:
            connection.request(method, path, body, {"authorization": f"Bearer {self.key}", **headers})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        assert answer.status == 200, (answer.status, content)
        return content

    def put(self, name: str, content: bytes) -> str:
        """Store a file; its id."""
        body = (
            b'--x\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nassistants\r\n--x\r\n'
            b'content-disposition: form-data; name="file"; filename="%b"\r\n\r\n%b\r\n--x--\r\n'
        ) % (name.encode(), content)
        answer = self._ask("POST", "/v1/files", body, **{"content-type": "multipart/form-data; boundary=x"})
        return json.loads(answer)["id"]

    def all(self) -> dict[str, dict]:
        """Id → metadata of every file."""
        return {file["id"]: file for file in json.loads(self._ask("GET", "/v1/files?limit=100"))["data"]}

    def content(self, file_id: str) -> bytes:
        """A file's bytes."""
        return self._ask("GET", f"/v1/files/{file_id}/content")

    def share(self, file_id: str) -> str:
        """Give a file its public URL."""
        answer = self._ask(
            "POST", f"/v1/files/{file_id}/public-url", b"{}", **{"content-type": "application/json"}
        )
        return json.loads(answer)["public_url"]


@pytest.fixture
def shelf():
    """Opens the files of a team: `shelf(url, key)`."""
    return Shelf


@pytest.fixture
def until():
    """Waits for something to become true."""

    def wait(holds: Callable[[], object]) -> object:
        end = time.monotonic() + BOUND
        while not (value := holds()):
            assert time.monotonic() < end, "it never came"
            time.sleep(0.05)
        return value

    return wait


@pytest.fixture
def descendants():
    """The processes below one: process id → command line."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc")

    def below(pid: int) -> dict[int, str]:
        parents, lines = {}, {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if fields[0] != "Z":
                    parents[int(folder.name)] = int(fields[1])
                    lines[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        found = {pid}
        while more := {child for child, parent in parents.items() if parent in found} - found:
            found |= more
        return {child: lines[child] for child in found - {pid}}

    return below
