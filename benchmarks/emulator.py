"""The emulator: how fast it starts, answers and stores, beside a server of the same stack that only answers."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

import httpx

from benchmarks import memory
from benchmarks.effort import Effort
from benchmarks.figure import RATIO, Figure, Findings, figure, median
from benchmarks.servers import BareProcess
from conformance.emulator.process import EmulatorProcess
from strategies.media import Media
from strategies.multipart import Encoded, upload_form

_PAGE = 10


class _Raw:
    """One kept connection of the standard library, the leanest client that speaks HTTP properly."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url
        self.headers = {"authorization": f"Bearer {key}"}
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc)

    def send(
        self,
        method: str,
        path: str,
        body: Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        self._connection.request(method, path, body=body, headers={**self.headers, **(headers or {})})
        response = self._connection.getresponse()
        content = response.read()
        assert response.status == 200, content
        return content

    def upload(self, encoded: Encoded) -> bytes:
        headers = {"content-type": encoded.content_type or "", "content-length": str(encoded.length)}
        return self.send("POST", "/v1/files", encoded.chunks(), headers)

    def close(self) -> None:
        self._connection.close()


def measure(effort: Effort) -> Findings:
    """Start-up, requests a second, megabytes a second, memory."""
    figures = _starts(effort)
    with EmulatorProcess() as emulator, BareProcess() as bare:
        key = next(iter(emulator.keys.values()))
        ours, peer = _Raw(emulator.url, key), _Raw(bare.url, key)
        figures += _memory("when idle", emulator.pid)
        for number in range(_PAGE):
            ours.upload(_form(Media("png"), f"shelf-{number}.png"))
        listed = httpx.get(f"{emulator.url}/v1/files", headers=ours.headers).json()
        path = f"/v1/files/{listed['data'][0]['id']}"
        small = [
            ("GET metadata", "GET", path),
            ("list 10", "GET", f"/v1/files?limit={_PAGE}"),
            ("revoke", "POST", f"{path}/public-url/revoke"),
        ]
        for name, method, address in small:
            figures += _compared(
                f"{name} by http.client",
                lambda: ours.send(method, address),  # noqa: B023 - called before the next turn
                lambda: peer.send(method, address),  # noqa: B023
                effort,
            )
        small_file = _form(Media("png"), "small.png")
        figures += _compared(
            "upload small file by http.client",
            lambda: ours.upload(small_file),
            lambda: peer.upload(small_file),
            effort,
        )
        with httpx.Client(headers=ours.headers) as client:
            figures += _compared(
                "GET metadata by httpx",
                lambda: client.get(emulator.url + path),
                lambda: client.get(bare.url + path),
                effort,
            )
        figures += _throughput(ours, peer, effort)
        figures += _memory("after uploads", emulator.pid)
        ours.close()
        peer.close()
    return Findings(figures=tuple(figures), details={"upload_bytes": effort.upload})


def _form(media: Media, name: str) -> Encoded:
    return upload_form(media, name, content_type=media.content_type, purpose="assistants").encode()


def _starts(effort: Effort) -> list[Figure]:
    ours, peers = [], []
    for _ in range(min(3, effort.rounds)):
        began = time.perf_counter()
        with EmulatorProcess() as emulator:
            httpx.get(f"{emulator.url}/.well-known/xai-conformance")
            ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        with BareProcess() as bare:
            httpx.get(bare.url)
            peers.append(time.perf_counter() - began)
    ratios = [peer / own for own, peer in zip(ours, peers, strict=True)]
    return [
        median("start to first answer: bare server / emulator", ratios, RATIO),
        median("start to first answer: emulator", ours, "s"),
    ]


def _compared(
    name: str, ours: Callable[[], object], peer: Callable[[], object], effort: Effort
) -> list[Figure]:
    ratios, rates = [], []
    _seconds(ours, 2)
    for turn in range(effort.rounds):
        if turn % 2:
            own, other = _seconds(ours, effort.requests), _seconds(peer, effort.requests)
        else:
            other, own = _seconds(peer, effort.requests), _seconds(ours, effort.requests)
        ratios.append(other / own)
        rates.append(effort.requests / own)
    return [
        median(f"{name}: emulator / bare server", ratios, RATIO),
        median(f"{name}: emulator", rates, "requests/s"),
    ]


def _seconds(send: Callable[[], object], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        send()
    return time.perf_counter() - began


def _throughput(ours: _Raw, peer: _Raw, effort: Effort) -> list[Figure]:
    big = _form(Media("png", effort.upload), "big.png")
    ratios, rates = [], []
    for _ in range(effort.uploads):
        other = _seconds(lambda: peer.upload(big), 1)
        own = _seconds(lambda: ours.upload(big), 1)
        ratios.append(other / own)
        rates.append(big.length / own / 1e6)
    return [
        median("upload of a large file: emulator / bare server", ratios, RATIO),
        median("upload of a large file: emulator", rates, "MB/s"),
    ]


def _memory(when: str, pid: int) -> list[Figure]:
    sizes = {"holds": memory.now(pid), "held at most": memory.peak(pid)}
    return [
        figure(f"memory {when}: the emulator {what}", size, "MiB")
        for what, size in sizes.items()
        if size is not None
    ]
