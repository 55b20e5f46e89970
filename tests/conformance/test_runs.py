"""Workers, seeds and examples: what changes how a run goes about it does not change what it finds."""

import json

import pytest

from conformance.emulator.process import EmulatorProcess

SCOPE = [
    word
    for glob in ("files.delete.*", "public-url.revoke.*", "public-url.expiry.dead", "access.team.*")
    for word in ("--requirement", glob)
]


@pytest.fixture(scope="module")
def faulty():
    """Has faults that are found by listed and by random inputs."""
    faults = ["revoke-again-true", "url-served-forever", "url-expiry-above-accepted", "filter-or-as-and"]
    with EmulatorProcess(faults=faults) as process:
        yield process


@pytest.fixture
def at(faulty):
    first, second = faulty.keys.values()
    return {"env": {"XAI_API_KEY": first, "XAI_SECOND_API_KEY": second}}, ["--target", faulty.url]


def test_two_workers_find_what_one_finds(run, at):
    keys, target = at
    verdicts = []
    for where in ([], target):
        for workers in (1, 2):
            ended = run(*SCOPE, *where, "--examples", "1", "--seed", "1", "--workers", workers, **keys)
            checks = {e["check"]: e["outcome"] for e in ended.events if e["event"] == "check-finished"}
            assert len([e for e in ended.events if e["event"] == "check-finished"]) == len(checks)
            verdicts.append((ended.code, ended.verdicts, checks))
    alone, together, alone_there, together_there = verdicts
    assert alone == together
    assert alone[0] == 0
    assert alone_there == together_there
    assert alone_there[0] == 1
    found = {id_ for id_, verdict in alone_there[1].items() if verdict == "deviates"}
    assert {"public-url.revoke.none-active", "public-url.expiry.dead"} <= found


def test_a_seed_makes_two_runs_alike(run, at):
    keys, target = at
    scope = ["--requirement", "public-url.expiry.bounds", "--requirement", "files.filter.logic"]
    found = []
    for seed in (7, 7, 8):
        ended = run(*target, *scope, "--examples", "15", "--seed", seed, **keys)
        found.append([
            (e["check"], e["outcome"], e["examples"], e["counterexample"])
            for e in ended.events if e["event"] == "check-finished"
        ])  # fmt: skip
    assert found[0] == found[1]
    # The listed inputs come first and are the same for every seed, so that the smallest finding is, too.
    assert {check: outcome for check, outcome, *_ in found[2]} == {c: o for c, o, *_ in found[0]}
    counterexamples = {check: example for check, _, _, example in found[0]}
    bounds = next(e for check, e in counterexamples.items() if "expiry_outside" in check or "bounds" in check)
    assert bounds["kind"] == "arguments"
    assert "NearMiss" in bounds["source"]


def test_without_random_examples_the_listed_ones_are_tried_all_the_same(run, at):
    keys, target = at
    ended = run(*target, "--requirement", "public-url.expiry.bounds", "--examples", "0", **keys)
    assert ended.code == 1
    assert ended.verdicts == {"public-url.expiry.bounds": "deviates"}
    assert ended.finished("public-url.expiry.bounds")["examples"] > 1


def test_nothing_of_the_users_is_touched(run, at, faulty, shelf):
    keys, target = at
    mine = [shelf(faulty.url, key) for key in faulty.keys.values()]
    ids = [files.put("a.png", b"\x89PNG\r\n\x1a\nmine") for files in mine]
    url = mine[0].share(ids[0])
    before = [files.all() for files in mine]
    ended = run(*SCOPE, *target, "--examples", "0", **keys)
    assert ended.code == 1
    assert [files.all() for files in mine] == before
    assert before[0][ids[0]]["public_url"] == url
    assert [files.content(id_)[-4:] for files, id_ in zip(mine, ids, strict=True)] == [b"mine", b"mine"]


def test_what_is_written_for_allure(run, at):
    keys, target = at
    ended = run(*target, "--requirement", "public-url.revoke.none-active", "--examples", "0", **keys)
    results = [json.loads(p.read_text()) for p in (ended.report / "allure-results").glob("*-result.json")]
    assert results
    failed = [result for result in results if result["status"] == "failed"]
    for result in results:
        labels = {label["name"]: label["value"] for label in result["labels"]}
        assert labels["requirement"] == "public-url.revoke.none-active"
        assert labels["area"] == "public-urls"
        assert labels["level"] == "MUST"
        assert labels["severity"] == "critical"
    (attached,) = [a for a in failed[0]["attachments"] if a["name"] == "exchanges"]
    exchanges = json.loads((ended.report / "allure-results" / attached["source"]).read_text())
    event = next(e for e in ended.events if e["event"] == "check-finished" and e["outcome"] == "deviates")
    assert exchanges in [e["exchanges"] for e in ended.events if e["event"] == "check-finished"]
    assert event["exchanges"][-1]["status"] == 200


def test_a_target_that_hangs_after_a_while_is_given_up(run, emulator, keys, twister_at, impatient):
    server = twister_at(emulator.url)
    seen = []

    def tire(request, reply):
        seen.append(request)
        yield 600.0 if len(seen) > 12 else reply.raw()

    server.twist = tire
    ended = run(
        "--target", server.url, "--profile", impatient, "--area", "files", "--examples", "5", env=keys
    )
    finished = [e for e in ended.events if e["event"] == "check-finished"]
    errors = [e for e in finished if e["outcome"] == "error"]
    assert ended.code in (1, 3)
    assert len(errors) > 50
    assert sum("the target stopped answering: " in e["message"] for e in errors) > 50
    # Not one time-out a check, let alone several.
    assert sum(e["seconds"] for e in errors) < 0.25 * len(errors)
    assert len(seen) < 60


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'{"id": 5, "data": 7}', b"[" * 100_000, b"null"],
    ids=["cut", "list", "numbers", "deep", "null"],
)
def test_nonsense_in_answers_is_a_finding_and_no_crash(run, emulator, keys, twister_at, body):
    server = twister_at(emulator.url)

    def spoil(request, reply):
        reply.body = body if request.target.startswith("/v1/files") and reply.status == 200 else reply.body
        yield reply.raw()

    server.twist = spoil
    scope = [
        "--requirement",
        "files.delete.*",
        "--requirement",
        "files.list.limit",
        "--requirement",
        "files.upload.a*",
    ]
    ended = run("--target", server.url, *scope, "--examples", "0", env=keys)
    assert ended.code in (1, 3)
    outcomes = {e["outcome"] for e in ended.events if e["event"] == "check-finished"}
    assert outcomes & {"deviates", "untestable"}
    assert "error" not in outcomes
