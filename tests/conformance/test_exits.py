"""Exit codes: 0 conforms, 1 deviates, 3 not judged; 2, a run that cannot start, has tests of its own."""

import datetime as dt

import pytest

from conformance.emulator.process import EmulatorProcess

MUST, SHOULD = "public-url.revoke.none-active", "files.list.filename-order"
FAULTS = ["revoke-again-true", "filename-order-ignores-case"]


@pytest.fixture(scope="module")
def faulty():
    with EmulatorProcess(faults=FAULTS) as process:
        yield process


@pytest.fixture
def at(run, faulty):
    """Judges some requirements of the faulty emulator; gives the exit code and the last lines."""
    first, second = faulty.keys.values()
    env = {"XAI_API_KEY": first, "XAI_SECOND_API_KEY": second}

    def call(*ids, options=(), env=env):
        scope = [word for id_ in ids for word in ("--requirement", id_)]
        return run("--target", faulty.url, "--examples", "0", *scope, *options, env=env)

    return call


def test_a_must_decides_and_a_should_only_where_asked(at):
    assert at(MUST).code == 1
    assert at("files.delete.*").code == 0
    assert at(SHOULD).code == 0
    strict = at(SHOULD, options=["--strict"])
    assert (strict.code, strict.verdicts) == (1, {SHOULD: "deviates"})


def test_a_must_that_was_not_judged(at, faulty):
    one_key = {"XAI_API_KEY": next(iter(faulty.keys.values()))}
    ended = at("access.team.create-url", env=one_key)
    assert (ended.code, ended.verdicts) == (3, {"access.team.create-url": "untestable"})
    assert "a second team's key" in " ".join(ended.stdout.split())
    assert at("access.team.create-url", env=one_key, options=["--allow-incomplete"]).code == 0
    # A deviation weighs more than what is missing.
    assert at("access.team.create-url", MUST, env=one_key, options=["--allow-incomplete"]).code == 1


def entry(requirement, message, days):
    expires = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)
    return f'[[known]]\nrequirement = "{requirement}"\nmessage = "{message}"\nreason = "r"\nexpires = {expires}\n'


@pytest.mark.parametrize(
    ("requirement", "message", "days", "code", "said"),
    [
        (MUST, "*", 5, 0, "except 1 known failure"),
        (MUST, "*", -1, 1, "expired on"),
        (MUST, "something else entirely", 5, 1, "changed"),
        ("files.delete.answer", "*", 5, 1, "is stale"),
        ("no.such.requirement", "*", 5, 1, "names no requirement"),
    ],
)
def test_known_failures(at, profile, requirement, message, days, code, said):
    known = profile(entry(requirement, message, days), "known.toml")
    ended = at(MUST, "files.delete.answer", options=["--known-failures", known])
    assert ended.code == code
    assert said in " ".join(ended.stdout.split())


def test_a_list_of_known_failures_is_written_by_a_whole_run(run, faulty, profile, tmp_path):
    """A lean one will do."""
    first, second = faulty.keys.values()
    env = {"XAI_API_KEY": first, "XAI_SECOND_API_KEY": second}
    known = tmp_path / "known.toml"
    lean = profile(
        '[prices]\n"grok-imagine-image" = 1\n[capabilities]\nquota = true\n[timing]\npoll = 0.05\n'
    )
    whole = [
        "--target",
        faulty.url,
        "--profile",
        lean,
        "--examples",
        "0",
        "--workers",
        "2",
        "--known-failures",
        known,
    ]
    ended = run(*whole, "--update-known-failures", "--allow-incomplete", env=env)
    assert ended.code == 0, ended.stdout
    assert f'requirement = "{MUST}"' in known.read_text()
    assert not [id_ for id_, verdict in ended.verdicts.items() if verdict == "error"]
    (cleaned,) = {
        (e["created"] - e["deleted"], tuple(e["left"])) for e in ended.events if e["event"] == "cleaned-up"
    }
    assert cleaned == (0, ())
