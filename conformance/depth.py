"""Parsing Python while several threads compute: lives are written in it, and Hypothesis reads its own tests.

Python 3.11 counts how deep a tree is in one place for all threads. When another thread parses meanwhile, or raises the
limit of recursion as Hypothesis does for each test, it takes that for an error of its own (`AST constructor recursion
depth mismatch`).
"""

from __future__ import annotations

import ast
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

#: As deep as Hypothesis lets its tests go.
_LIMIT = 3000


@contextmanager
def steady() -> Generator[None]:
    """Surrounds work in threads: one parses at a time, and the limit is what Hypothesis would raise it to."""
    change, before, parse = sys.setrecursionlimit, sys.getrecursionlimit(), ast.parse
    one_at_a_time = threading.RLock()

    def parse_alone(*arguments: Any, **more: Any) -> Any:
        with one_at_a_time:
            return parse(*arguments, **more)

    change(_LIMIT)
    sys.setrecursionlimit = lambda _: None
    ast.parse = parse_alone
    try:
        yield
    finally:
        ast.parse = parse
        sys.setrecursionlimit = change
        change(before)
