"""Schemathesis works in a process of its own, which ends with whoever it works for."""

import os
import signal
import subprocess
import sys

import pytest

from conformance.fuzzing.messages import Answered, Asked, Job, Refused
from conformance.fuzzing.process import EngineError, EngineProcess

JOB = Job(base_url="http://127.0.0.1:9", key="k", second_key="", timeout=5.0, seed=1, examples=0)


def _stopped_by(error):
    def carry(asked):
        assert isinstance(asked, Asked)
        raise error

    return carry


def test_whoever_has_it_explore_does_not_import_it():
    """All its memory is in the other process."""
    code = "import conformance.suite.schema.asking, sys; print('schemathesis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_an_interruption_ends_it():
    """Its own Ctrl-C does nothing: the connection and the clean-up are this side's."""
    engine = EngineProcess(JOB)
    with pytest.raises(KeyboardInterrupt), engine:
        next(engine.told(_stopped_by(KeyboardInterrupt())))
    assert engine._process.returncode == -signal.SIGKILL


def test_it_does_not_heed_ctrl_c_and_ends_when_nobody_listens():
    """Whatever ended the other side."""
    seen = []

    def carry(asked):
        seen.append(asked)
        os.kill(engine._process.pid, signal.SIGINT)
        if len(seen) == 3:
            engine._connection.close()
            raise KeyboardInterrupt
        return Refused("not now")

    with EngineProcess(JOB) as engine:
        with pytest.raises(KeyboardInterrupt):
            list(engine.told(carry))
        assert engine._process.wait() == 1


def test_its_end_in_the_middle_is_told():
    """In a sentence, with how it ended."""

    def carry(asked):
        engine._process.kill()
        return Answered(200, {}, b"{}", 0.0)

    with (
        EngineProcess(JOB) as engine,
        pytest.raises(EngineError, match=r"ended by itself \(exit -9\)"),
    ):
        list(engine.told(carry))


def test_what_breaks_it_is_told():
    """With the trace beside it."""
    job = Job(base_url="no address", key="k", second_key="", timeout=5.0, seed=1, examples=-1, left_out=(1,))
    with (
        EngineProcess(job) as engine,
        pytest.raises(EngineError, match="Schemathesis broke down: ") as caught,
    ):
        list(engine.told(_stopped_by(AssertionError())))
    assert "Traceback" in caught.value.__notes__[0]
