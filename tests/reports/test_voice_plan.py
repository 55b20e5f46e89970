"""Speech and transcriptions in plans, summaries and `verdicts.json`."""

import io
import json

import pytest
from rich.console import Console

from reports import json_verdicts
from reports.console import print_summary
from reports.plan import Plan, document, print_plan

UPLOAD = "files.upload.accepted"
REQUESTS = {"createSpeech": 41, "openSpeech": 30, "transcribe": 20, "openTranscription": 12, "listVoices": 3}
PRICES = {"speech": 0.000015, "transcription": 0.00006}


def voice(make, operation, kind, dollars, **changes):
    """A record of what was spoken or transcribed."""
    return make.made(operation, kind=kind, model=kind, dollars=dollars, **changes)


@pytest.fixture
def run(make):
    """A run that spoke and transcribed."""
    made = [
        voice(make, "createSpeech", "speech", 0.015, assets=38, characters=1000),
        voice(make, "openSpeech", "speech", 1.35, assets=30, characters=90_000),
        voice(make, "transcribe", "transcription", 0.003, assets=18, seconds=50.5),
        voice(make, "openTranscription", "transcription", 0.0057, assets=12, seconds=95.25),
    ]
    return make.run(
        make.started([UPLOAD], lean=True),
        make.finished(UPLOAD),
        make.used(*made, requests=REQUESTS),
        make.ended(),
    )


def printed(show):
    """What is printed on a console of 100 columns."""
    console = Console(file=io.StringIO(), width=100, color_system=None, legacy_windows=False, _environ={})
    show(console)
    return console.file.getvalue()


@pytest.mark.parametrize("prices", [{}, PRICES])
def test_the_plan(run, prices, snapshot):
    """Requests, characters, seconds and dollars."""
    plan = Plan(rehearsal=run, prices=prices, rates={}, usual=20)

    assert printed(lambda console: print_plan(plan, console)) == snapshot
    assert json.dumps(document(plan)["generated"], indent=2) == snapshot


def test_the_summary(run, snapshot):
    """A sentence at the end of a run."""
    assert printed(lambda console: print_summary(run, console)) == snapshot


def test_the_verdicts(run):
    """Beside images and videos."""
    generated = json.loads(json_verdicts.text(run))["generated"]

    assert (generated["speech_characters"], generated["transcribed_seconds"]) == (91_000, 145.75)
