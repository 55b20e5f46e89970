"""Judges that only look a verdict up, so that rounds and exit codes can be shown without servers."""

import pytest

import specs
from conformance.strength import matrix
from conformance.strength.job import Deviation, Outcome


def deviation(requirement, **changes):
    """A check of the requirement deviated."""
    return Deviation(
        **{
            "requirement": requirement,
            "check": f"suite/test_made_up.py::test_{requirement.replace('.', '_').replace('-', '_')}",
            "message": "it answered 200, where it had to refuse",
            "rule": "minimum",
            "seconds": 0.25,
            "requests": 7,
            "size": 30,
            **changes,
        }
    )


class StandIn:
    """Judges that hold that `deviating` (fault or None → requirements) deviate, if they are asked about them.

    `jobs` are those that were asked, `workers` is how many at a time. Whatever fault is in `meeting` is met by those
    requirements' checks.
    """

    def __init__(self):
        self.deviating = {}
        self.meeting = {}
        self.jobs = []
        self.interrupted_after = None

    def __call__(self, workers):
        """Be constructed."""
        self.workers = workers
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def judge(self, jobs):
        """The outcomes, in the order of the jobs."""
        for job in jobs:
            if self.interrupted_after is not None and len(self.jobs) >= self.interrupted_after:
                raise KeyboardInterrupt
            self.jobs.append(job)
            everything = specs.load().requirements
            asked = everything if job.requirements is None else job.requirements
            found = [name for name in self.deviating.get(job.fault, ()) if name in asked]
            yield Outcome(
                job=job,
                outcomes={name: ("deviates" if name in found else "conforms",) for name in asked},
                deviations=tuple(deviation(name) for name in (found[:1] if job.stop else found)),
                seconds=1.0,
                requests=10 * len(asked),
            )

    def of(self, fault):
        """Which requirements were asked about the fault, job by job; None is the whole catalogue."""
        return [job.requirements for job in self.jobs if job.fault == fault]


@pytest.fixture
def judges(monkeypatch):
    """The stand-in, in place of the judges."""
    standing = StandIn()
    monkeypatch.setattr(matrix, "Judges", standing)
    monkeypatch.setattr(matrix, "tripping", lambda *_: standing.meeting)
    return standing
