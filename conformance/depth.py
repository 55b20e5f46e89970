"""How deep calls may go while several threads compute.

Hypothesis raises Python's limit for each test that it runs, and puts it back. Python 3.11 takes it for an error of its
own when another thread parses something meanwhile (`AST constructor recursion depth mismatch`).
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager

#: As deep as Hypothesis lets its tests go.
_LIMIT = 3000


@contextmanager
def steady() -> Generator[None]:
    """Surrounds work in threads: the limit is what Hypothesis would raise it to, and nobody changes it."""
    change, before = sys.setrecursionlimit, sys.getrecursionlimit()
    change(_LIMIT)
    sys.setrecursionlimit = lambda _: None
    try:
        yield
    finally:
        sys.setrecursionlimit = change
        change(before)
