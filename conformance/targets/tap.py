"""The wire of an emulator that writes down what it is asked: reading its log, planning its answers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from conformance.monitors.requests.sent import Sent
from conformance.outcomes import NoVerdict

LOG = "/.well-known/xai-conformance/wire"
_OURS = "xai-conformance"
_NOBODY = 10**12  # an entry of that number is never reached


class Tap:
    """The wire of the emulator at `base_url`. What the suite itself has asked is no concern of an SDK's."""

    def __init__(self, base_url: str) -> None:
        import httpx  # which takes a while, and most runs have no SDK

        self._http = httpx.Client(
            base_url=base_url, headers={"user-agent": _OURS}, trust_env=False, timeout=30
        )

    def mark(self) -> int:
        """The number of the newest entry; what comes later is `since` it."""
        number: int = self._get(_NOBODY)["next"]
        return number

    def since(self, mark: int, *, settled: float = 2.0) -> tuple[Sent, ...]:
        """What an SDK has sent since. Requests under way are waited for, up to so many seconds."""
        until = time.monotonic() + settled
        while True:
            entries = self._all(mark)
            if all(entry["ended"] is not None for entry in entries) or time.monotonic() > until:
                return tuple(Sent.of(entry) for entry in entries if not _ours(entry))
            time.sleep(0.02)

    def plan(self, operation: str, answer: Mapping[str, Any], times: int = 1) -> None:
        """Have the next requests of an operation answered so."""
        body = {"operation": operation, "times": times, "answer": dict(answer)}
        response = self._http.post(f"{LOG}/answers", json=body)
        if response.status_code != 200:
            raise NoVerdict(f"the emulator takes no plan for its answers: {response.text[:200]}")

    def clear(self) -> None:
        """Forget all plans."""
        self._http.delete(f"{LOG}/answers")

    def close(self) -> None:
        """Let the connection go."""
        self._http.close()

    def _all(self, mark: int) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = []
        more = True
        while more:
            page = self._get(mark)
            entries += page["entries"]
            mark, more = page["next"], page["more"]
        return entries

    def _get(self, after: int) -> dict[str, Any]:
        response = self._http.get(LOG, params={"after": after})
        if response.status_code != 200:
            raise NoVerdict("the emulator does not write down what it is asked")
        page: dict[str, Any] = response.json()
        return page


def _ours(entry: Mapping[str, Any]) -> bool:
    return bool(entry["headers"].get("user-agent", "").startswith(_OURS))
