"""`run --plan`: a rehearsal tells what a run would ask for and cost, and no request reaches the target."""

import json

import pytest

SCOPE = [
    word
    for glob in ("files.delete.answer", "access.team.read", "videos.generate.accepted", "storage.accepted")
    for word in ("--requirement", glob)
]
GENERATIONS = {"generateImage", "editImage", "generateVideo", "editVideo", "extendVideo"}
PAID = """
name = "paid"
base_url = "{url}"

[prices]
"grok-imagine-image" = 0.02
"grok-imagine-video" = 0.05

[limits.requests_per_minute]
"grok-imagine-image" = 100

[timing]
poll = 0.05
"""


@pytest.fixture
def paid(profile):
    """A profile with prices for an address."""
    return lambda url, more="": profile(PAID.format(url=url) + more, "paid.toml")


def words(ended):
    return " ".join(ended.stdout.split())


def test_nothing_is_asked_of_the_target_and_no_key_is_needed(run, paid, twister):
    ended = run("--profile", paid(twister.url), "--plan", "--budget-usd", 0, *SCOPE)
    assert (ended.code, ended.stderr) == (0, "")
    assert "It does not fit into the budget of $0.00." in words(ended)
    assert twister.requests == []
    assert f"Plan of a run on paid ({twister.url})" in words(ended)
    assert "lean, since it is paid" in words(ended)
    assert [path.name for path in ended.report.iterdir()] == ["plan.json"]
    plan = json.loads((ended.report / "plan.json").read_text())
    assert plan["target"] == {"name": "paid", "base_url": twister.url}
    assert (plan["lean"], plan["examples"]) == (True, 0)
    assert plan["requests"]["generateVideo"] >= 1
    prices = {"image": 0.02, "video": 0.05}
    for row in plan["generated"]["by_operation"]:
        units = row["seconds"] if row["kind"] == "video" else row["assets"] + row["inputs"]
        assert row["dollars"] == pytest.approx(units * prices[row["kind"]])
    total = sum(row["dollars"] for row in plan["generated"]["by_operation"])
    assert plan["generated"]["dollars"] == pytest.approx(total)
    assert plan["least_budget"] >= plan["generated"]["dollars"] > 0
    # Without another team's key one requirement stays open, and it does with the target.
    assert plan["requirements"]["in_scope"] == 4
    assert plan["requirements"]["decided"] == 3
    assert set(plan["requirements"]["left"]) == {"access.team.read"}


@pytest.mark.parametrize("workers", [1, 2])
def test_the_run_generates_what_the_plan_says(run, paid, emulator, keys, workers):
    """Image for image and second for second, and asks as often; in one worker, however many there are."""
    options = ["--profile", paid(emulator.url), *SCOPE, "--workers", workers]
    run(*options, "--plan", env=keys)
    ended = run(*options, "--examples", 0, env=keys)
    assert ended.code == 0, ended.stdout
    plan = json.loads((ended.report / "plan.json").read_text())
    verdicts = json.loads((ended.report / "verdicts.json").read_text())
    for name in ("images", "videos", "video_seconds", "dollars"):
        assert plan["generated"][name] == verdicts["generated"][name]
    assert plan["generated"]["dollars"] > 0
    asked = [{o: n for o, n in each["requests"].items() if o in GENERATIONS} for each in (plan, verdicts)]
    assert asked[0] == asked[1]
    assert plan["requirements"] == {"in_scope": 4, "decided": 4, "left": {}}
    assert set(ended.verdicts.values()) == {"conforms"}
    assert verdicts["lean"] is True
    used = [event for event in ended.events if event["event"] == "used"]
    assert len(used) >= workers
    assert [bool(event["generated"]) for event in used].count(True) == 1
    assert f"for ${plan['generated']['dollars']:.2f} by the profile's prices" in words(ended)
    assert "What this run generates is paid for: --plan tells the price" in words(ended)


def test_a_plan_without_prices(run):
    ended = run("--plan", *SCOPE, "--examples", 1)
    assert ended.code == 0
    assert "Plan of a run on the emulator of the package" in words(ended)
    assert "The profile has no prices, so nothing is said of dollars." in words(ended)
    plan = json.loads((ended.report / "plan.json").read_text())
    assert (plan["lean"], plan["examples"], plan["generated"]["dollars"]) == (False, 1, None)
    assert plan["generated"]["images"] > 0
    assert plan["requirements"]["decided"] == 4


def test_what_the_profile_does_not_allow_is_left_in_the_plan_too(run, paid, twister):
    """The rehearsal can do no more than the target."""
    more = "\n[capabilities]\ngeneration = false\nclock = false\n"
    scope = ["--requirement", "videos.generate.accepted", "--requirement", "files.expiry.gone"]
    ended = run("--profile", paid(twister.url, more), "--plan", *scope)
    plan = json.loads((ended.report / "plan.json").read_text())
    assert set(plan["requirements"]["left"]) == {"videos.generate.accepted", "files.expiry.gone"}
    assert (plan["generated"]["videos"], plan["generated"]["dollars"]) == (0, 0)
