"""What the checks of videos share: one that was watched, and one that failed."""

from __future__ import annotations

import pytest

from conformance import trial
from conformance.suite.made import Made
from conformance.suite.videos.failing import failed_job
from conformance.suite.videos.watched import Watched, watch


@pytest.fixture(scope="session")
def watched_once(studio) -> Watched:
    """One short video with all its polls."""
    return watch(studio)


@pytest.fixture
def watched(watched_once) -> Watched:
    """The same for every check."""
    return watched_once.recall()


@pytest.fixture(scope="session")
def failed_once(studio) -> Made | None:
    """A job that did not come to be done, if any request could be found that is taken and fails."""
    return failed_job(studio)


@pytest.fixture
def failed(failed_once) -> Made | None:
    """The same for every check."""
    if failed_once is not None:
        trial.current().recall(failed_once.answer.exchange, failed_once.final.exchange)
    return failed_once
