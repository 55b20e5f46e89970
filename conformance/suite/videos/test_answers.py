"""What holds for every answer about videos: monitors have watched the whole run, and are asked for their verdicts."""

import pytest

from conformance.checks import observe, requirement
from conformance.suite.monitored import verdict
from conformance.suite.videos.outcomes import available


@pytest.fixture(scope="module")
def traffic(api, studio):
    """A video and a request that is refused, whatever else the run has done; of a target that makes videos at all."""
    available(studio)
    api.videos.generate({})


@pytest.mark.last
@requirement("videos.answers.fields")
def test_answers_have_the_documented_fields(session, traffic):
    """With the documented types."""
    verdict(session, "videos.answers.fields")


@requirement("videos.answers.told")
def test_what_answers_tell(watched):
    """Beside the video itself."""
    assert watched.video

    for name in ("progress", "usage"):
        observe(f"{name} of a video that is done", "left out" if watched.final[name] is None else "told")


@pytest.mark.last
@requirement("videos.answers.refusal-empty")
def test_refusals_give_nothing(session, traffic):
    """No request to poll, no video."""
    verdict(session, "videos.answers.refusal-empty")


@pytest.mark.last
@requirement("videos.answers.retention-header")
def test_answers_tell_of_retention(session, traffic):
    """In a header, whether anything was refused or not."""
    verdict(session, "videos.answers.retention-header")
