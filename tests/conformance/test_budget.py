"""A budget: what does not fit is refused before it is begun, and what would exceed it is not sent."""

import json

import pytest

from conformance import running
from conformance.budget import BudgetError, check_budget
from conformance.running import Plan
from conformance.selection import Selection, generates
from conformance.workers import Worker
from specs import load

PAID = 'name = "paid"\nbase_url = "{url}"\n[timing]\npoll = 0.05\n[prices]\n{prices}\n'
PRICES = '"grok-imagine-image" = 0.02\n"grok-imagine-video" = 0.05'
IMAGE, EDIT, FREE = "inputs.image-edit", "inputs.video-edit", "files.delete.answer"


@pytest.fixture
def paid(profile):
    """A profile with prices for an address."""
    return lambda url, prices=PRICES: profile(PAID.format(url=url, prices=prices), "paid.toml")


# --- before the run


def test_what_does_not_fit_is_refused_before_anything_is_sent(run, paid, twister, keys):
    ended = run("--profile", paid(twister.url), "--requirement", IMAGE, "--budget-usd", 0.001, env=keys)
    assert (ended.code, ended.stdout) == (2, "")
    assert twister.requests == []
    assert ended.stderr.startswith("Error: the run would cost 0.")
    assert ended.stderr.endswith(" dollars by the profile's prices, and 0.001 are allowed\n")
    assert ended.stderr.count("\n") == 1
    assert not ended.report.exists()


def test_a_model_without_a_price_cannot_be_kept_within_a_budget(run, paid, twister, keys):
    only_videos = paid(twister.url, '"grok-imagine-video" = 0.05')
    ended = run("--profile", only_videos, "--requirement", IMAGE, "--budget-usd", 100, env=keys)
    assert (ended.code, ended.stdout, twister.requests) == (2, "", [])
    assert "the profile has no price for 'grok-imagine-image', which inputs.image-edit uses" in ended.stderr
    assert "add it under [prices]" in ended.stderr


def test_what_generates_nothing_fits_any_budget(run, paid, emulator, keys):
    ended = run("--profile", paid(emulator.url), "--requirement", FREE, "--budget-usd", 0, env=keys)
    assert (ended.code, ended.verdicts) == (0, {FREE: "conforms"})
    assert "is paid for" not in ended.stdout


def test_what_fits_is_run_and_stays_within(run, paid, emulator, keys):
    """Also what is set aside for a while: an edit is dear until its length is known."""
    options = ["--profile", paid(emulator.url), "--requirement", EDIT, "--examples", 0]
    plan = json.loads((run(*options, "--plan").report / "plan.json").read_text())
    ended = run(*options, "--budget-usd", plan["least_budget"], env=keys)
    assert (ended.code, ended.verdicts) == (0, {EDIT: "conforms"})
    verdicts = json.loads((ended.report / "verdicts.json").read_text())
    # Nothing was held back: all that was planned was made.
    assert verdicts["generated"]["dollars"] == plan["generated"]["dollars"] < plan["least_budget"]
    assert "is paid for" not in ended.stdout


@pytest.mark.parametrize(
    ("dollars", "needed", "unpriced", "sentence"),
    [
        (1, 1, {}, None),
        (1.5, 2, {}, "the run would cost 1.50 dollars by the profile's prices, and 1.00 are allowed"),
        (0.8, 1.001, {}, "so 1.001 have to be allowed, and 1.00 are"),
        (0, 0, {"m": "editImage"}, "the profile has no price for 'm', which editImage uses"),
    ],
)
def test_the_sentences(dollars, needed, unpriced, sentence):
    if sentence is None:
        check_budget(dollars, needed, unpriced, 1)
        return
    with pytest.raises(BudgetError) as caught:
        check_budget(dollars, needed, unpriced, 1)
    assert sentence in str(caught.value)


# --- during the run


def test_a_worker_stops_at_its_allowance(paid, emulator, keys, tmp_path):
    """As it would where a target accepts what it has to refuse, and the plan did not know."""
    arguments = [
        f"--conformance-profile={paid(emulator.url)}",
        "--conformance-requirement=videos.generate.accepted",
    ]
    worker = Worker.start("1", tmp_path, [*arguments, "--conformance-budget=0.01"], keys, allure=None)
    worker.process.wait()
    events = [json.loads(line) for line in worker.lines()]
    worker.end()
    finished = next(event for event in events if event["event"] == "check-finished")
    assert finished["outcome"] == "untestable"
    assert "budget of 0.01 dollars is spent" in finished["message"]
    (used,) = [event for event in events if event["event"] == "used"]
    assert used["generated"] == []
    assert "generateVideo" not in used["requests"]


def test_each_phase_gets_what_is_left():
    spent = []
    lines = []
    count = running._counting(lines.append, spent)
    made = [{"dollars": 0.25}, {"dollars": None}, {}]
    for event in (
        {"event": "check-started"},
        {"event": "used", "generated": made},
        {"event": "used", "generated": []},
    ):
        count(json.dumps(event).encode())
    assert len(lines) == 3
    assert running._allowance(None, spent) == []
    assert running._allowance(1.0, spent) == ["--conformance-budget=0.750000"]
    assert running._allowance(0.1, spent) == ["--conformance-budget=0.000000"]


def test_lean_keeps_together_what_generates():
    """One shard has all of it, and one phase; where nobody pays, it is spread like everything else."""
    requirements = [r for r in load().requirements.values() if r.excluded is None]
    paid = [r for r in requirements if generates(r)]
    assert {r.area for r in paid} >= {"images", "videos", "storage-options", "file-inputs", "access"}
    for lean in (True, False):
        shards = [Selection(shard=(k, 4), lean=lean) for k in range(1, 5)]
        homes = {r.id: [s.shard[0] for s in shards if s.has(f"{r.area}::{r.id}", r)] for r in requirements}
        assert all(len(found) == 1 for found in homes.values())
        assert (len({homes[r.id][0] for r in paid}) == 1) == lean
        phases = [Selection(phase=phase, lean=lean) for phase in ("parallel", "serial")]
        for r in requirements:
            there = [p.phase for p in phases if p.has("check", r)]
            late = (lean and generates(r)) or {"clock", "quota"} & set(r.needs)
            assert there == ["serial" if late else "parallel"]


def test_a_rehearsal_has_the_phases_of_the_run_and_neither_its_address_nor_its_keys():
    plan = Plan(
        selection=Selection(areas=("images",)), requirements=[], seed=1, examples=20, workers=2, target="http://t",
        profile="xai", keys={"XAI_API_KEY": "k"}, budget=1.0,
    )  # fmt: skip
    rehearsed = plan.rehearsed(teams=1, examples=0)
    assert list(rehearsed.phases()) == list(plan.phases())
    assert (rehearsed.keys, rehearsed.budget) == ({}, None)
    assert "--conformance-target=http://t" in plan.options()
    options = rehearsed.options()
    assert "--conformance-rehearsal=1" in options
    assert "--conformance-examples=0" in options
    assert "--conformance-profile=xai" in options
    assert not any("http" in option for option in options)
