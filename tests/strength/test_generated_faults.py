"""Generated faults for which inputs were added: each is caught by the requirement that promises it."""

import pytest

from conformance.emulator.generated import generated
from conformance.strength.job import Job
from conformance.strength.judges import Judges

CAUGHT = {
    "listFiles.answer.data.each.public_url_expires_at.presence-left-out": "public-url.metadata.expiry",
    "generateVideo.request.image.type-refused.null": "videos.fields.null",
    "generateImage.answer.usage.cost_in_usd_ticks.required-left-out": "images.answers.fields",
}


@pytest.fixture(scope="module")
def judged():
    """What came of each."""
    jobs = [Job(fault=name, requirements=(requirement,)) for name, requirement in CAUGHT.items()]
    with Judges(2) as judges:
        return {outcome.job.fault: outcome for outcome in judges.judge(jobs)}


@pytest.mark.parametrize("name", CAUGHT)
def test_it_is_caught_by_what_promises_it(judged, name):
    assert name in generated()
    assert {each.requirement for each in judged[name].deviations} == {CAUGHT[name]}
