"""Checked requests against a bare loop: what judging and recording everything costs.

Both sides send the same operations to the same emulator. The bare side is one reused `httpx.Client` that sends
bytes prepared beforehand and does not look at the answers; ours is what a check uses, with the ledger, the
record of exchanges, and every monitor. Rounds alternate, so that whatever else the machine does hits both.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

import specs
from benchmarks.effort import Effort
from benchmarks.figure import RATIO, Figure, Findings, median
from conformance import trial
from conformance.client import Api
from conformance.emulator.process import EmulatorProcess
from conformance.monitors import monitors
from conformance.targets.ledger import Ledger
from conformance.targets.profile import load_profile
from conformance.targets.target import Target, connect
from strategies.media import Media
from strategies.multipart import upload_form

_PICTURE = Media("png")
#: So many files are there to be listed, and so many a page has.
_SHELF = 30
_PAGE = 10


@dataclass(frozen=True, slots=True)
class _Operation:
    name: str
    bare: Callable[[], object]
    checked: Callable[[], object]


def measure(effort: Effort) -> Findings:
    """The speed of checked requests as a ratio to bare ones: 1 is as fast, 0.5 half as fast."""
    figures: list[Figure] = []
    with EmulatorProcess() as emulator, tempfile.TemporaryDirectory() as folder:
        first, second = emulator.keys.values()
        target = connect(
            load_profile("emulator").at(emulator.url),
            {"first": first, "second": second},
            specs.load(),
        )
        target.transport.ledger = Ledger(path=Path(folder) / "ledger")
        judges = monitors(target.api.spec)
        target.transport.watchers += [monitor.watch for monitor in judges]
        with httpx.Client(base_url=emulator.url, headers={"authorization": f"Bearer {first}"}) as client:
            for operation in _operations(client, target):
                figures += _compared(operation, effort)
                _empty(target.api, keep=_SHELF)
        target.transport.close()
        violations = [violation.sentence for monitor in judges for violation in monitor.violations]
    assert not violations, violations
    return Findings(
        figures=tuple(figures),
        details={"judged": {monitor.requirement: monitor.judged for monitor in judges}},
    )


def _operations(client: httpx.Client, target: Target) -> list[_Operation]:
    api = target.api
    for number in range(_SHELF):
        assert api.files.upload(_PICTURE, f"shelf-{number}.png", content_type="image/png").accepted
    shelf = api.files.list(limit=1, order="asc")["data"]
    file_id = shelf[0]["id"]
    path = f"/v1/files/{file_id}"
    upload = upload_form(_PICTURE, "bare.png", content_type="image/png", purpose="assistants").encode()
    body = b"".join(upload.chunks())
    headers = {"content-type": upload.content_type or ""}

    def uploaded() -> object:
        return api.files.upload(_PICTURE, "ours.png", content_type="image/png", purpose="assistants").accepted

    return [
        _Operation("GET metadata", lambda: client.get(path), lambda: api.files.get(file_id)["id"] == file_id),
        _Operation(
            "POST create URL",
            lambda: client.post(f"{path}/public-url", json={}),
            lambda: api.public_urls.create(file_id)["public_url"],
        ),
        _Operation(
            "upload small file", lambda: client.post("/v1/files", content=body, headers=headers), uploaded
        ),
        _Operation(
            "list 10",
            lambda: client.get("/v1/files", params={"limit": _PAGE}),
            lambda: len(api.files.list(limit=_PAGE)["data"]) == _PAGE,
        ),
    ]


def _compared(operation: _Operation, effort: Effort) -> list[Figure]:
    _loop(operation.bare, max(1, effort.requests // 10))
    _loop(_example(operation.checked), max(1, effort.requests // 10))
    ratios, bare_rates, checked_rates, processor = [], [], [], []
    for turn in range(effort.rounds):
        sides = [operation.bare, _example(operation.checked)]
        times = {}
        for side in sides if turn % 2 else reversed(sides):
            times[side] = _loop(side, effort.requests)
        (bare, bare_cpu), (checked, checked_cpu) = (times[side] for side in sides)
        ratios.append(bare / checked)
        processor.append(bare_cpu / checked_cpu)
        bare_rates.append(effort.requests / bare)
        checked_rates.append(effort.requests / checked)
    return [
        median(f"{operation.name}: checked / bare httpx", ratios, RATIO),
        median(f"{operation.name}: processor time, bare httpx / checked", processor, RATIO),
        median(f"{operation.name}: bare httpx", bare_rates, "requests/s"),
        median(f"{operation.name}: checked", checked_rates, "requests/s"),
    ]


def _example(checked: Callable[[], object]) -> Callable[[], object]:
    def run() -> object:
        trial.current().begin({})
        holds = checked()
        assert holds
        return holds

    return run


def _loop(send: Callable[[], object], times: int) -> tuple[float, float]:
    trial.start("benchmarks", "files.upload.accepted")
    began, worked = time.perf_counter(), time.process_time()
    for _ in range(times):
        send()
    return time.perf_counter() - began, time.process_time() - worked


def _empty(api: Api, *, keep: int) -> None:
    """Delete the newest files until `keep` are left, so that every operation finds the same shelf."""
    while True:
        page = api.files.list(limit=100, order="asc", sort_by="created_at")["data"]
        if len(page) <= keep:
            return
        for file in page[keep:]:
            api.files.delete(file["id"])
