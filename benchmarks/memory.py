"""Memory of processes, where the system tells it (Linux)."""

from __future__ import annotations

from pathlib import Path


def peak(pid: int | str) -> float | None:
    """The most that the process has held at once (resident), in MiB; `None` where that cannot be had."""
    return _kept("VmHWM", pid)


def now(pid: int | str) -> float | None:
    """What the process holds (resident), in MiB; `None` where that cannot be had."""
    return _kept("VmRSS", pid)


def children(pid: int) -> list[int]:
    """The processes that the main thread of `pid` has started and not yet seen end."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(number) for number in text.split()]


def _kept(name: str, pid: int | str) -> float | None:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith(f"{name}:"):
            return round(int(line.split()[1]) / 1024, 1)
    return None
