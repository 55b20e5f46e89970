"""Python is parsed by many threads at once, and none of them is told that it is too deep."""

import ast
import gc
import sys
import threading

import pytest

from conformance.depth import steady

DEEP = ("f(" * 20 + "1" + ")" * 20 + "\n") * 60


@pytest.fixture
def hurried():
    """Threads change in the middle of what is parsed, as where Hypothesis looks at each collection of garbage."""
    switch, threshold = sys.getswitchinterval(), gc.get_threshold()

    def look(*_):
        sum(range(200))

    sys.setswitchinterval(0.00005)
    gc.set_threshold(50)
    gc.callbacks.append(look)
    yield
    gc.callbacks.remove(look)
    gc.set_threshold(*threshold)
    sys.setswitchinterval(switch)


def test_many_threads_parse(hurried):
    parse, limit, troubles = ast.parse, sys.getrecursionlimit(), []

    def work():
        for _ in range(25):
            try:
                ast.parse(DEEP)
            except SystemError as error:
                troubles.append(error)

    with steady():
        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert troubles == []
    assert (ast.parse, sys.getrecursionlimit()) == (parse, limit)
