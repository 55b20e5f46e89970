"""Lives against a service in memory: rightly lived they pass, however the silent points are read; each fault shows."""

import pytest

from conformance import trial
from conformance.checks import Untestable
from conformance.suite.programs import ProgramError
from conformance.suite.public_urls import test_lives as lives
from conformance.suite.public_urls.lives import Life, replay_program

FAULTS = [
    "a token for life",
    "an expired URL comes back",
    "expiry never moves",
    "another expiry is another URL",
    "revokes twice",
    "revokes all",
    "revoking the deleted is refused",
    "revoked URLs serve",
    "a new URL revives the old",
    "delete does nothing",
    "delete leaves the URL",
    "deletes twice",
    "deleted is readable",
    "URLs for deleted files",
    "refusal makes a URL",
    "refusal ends the URL",
    "null is refused",
    "lower bound off by one",
    "upper bound off by one",
    "milliseconds",
    "nothing is inherited",
    "expiry is clamped",
    "URLs outlive files",
    "the file expires with its URL",
    "tells another expiry than it keeps",
    "URLs never expire",
    "files never expire",
    "metadata keeps an expired URL",
    "metadata keeps a revoked URL",
    "content of the first file",
    "list keeps deleted files",
    "list shows a file twice",
    "filter forgets revocations",
]
#: What only shows when time passes.
OF_TIME = {
    "an expired URL comes back",
    "URLs never expire",
    "files never expire",
    "metadata keeps an expired URL",
}
READINGS = [
    "omitted resets",
    "the same counts anew",
    "URL expiry is not shown",
    "revoking the unknown is refused",
    "an expired URL can be revoked",
    "rounds up",
]


@pytest.mark.parametrize("fault", FAULTS)
def test_fixed_sequences_catch_the_fault(target, fault):
    with pytest.raises(AssertionError, match=r"^step \d+, .*: ") as caught:
        lives.test_lives_follow_the_rules(**target(fault), sharing=None)

    assert "\n" not in str(caught.value)
    failure = trial.current().failure
    assert failure.program[-1] in str(caught.value)


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault not in OF_TIME])
def test_faults_that_need_no_clock_show_without_one(target, fault):
    with pytest.raises(AssertionError, match=r"^step "):
        lives.test_lives_follow_the_rules(**target(fault, adjustable=False), sharing=None)


@pytest.mark.parametrize("readings", [(), *((reading,) for reading in READINGS), tuple(READINGS)], ids=str)
def test_every_reading_of_a_silent_point_passes(target, effort, readings):
    effort.examples = 15
    lives.test_lives_follow_the_rules(**target(*readings), sharing=None)


@pytest.mark.parametrize("fault", ["a token for life", "expiry never moves"])
def test_random_lives_catch_the_fault_and_shrink(target, effort, monkeypatch, fault):
    monkeypatch.setattr(lives, "SEQUENCES", {})
    monkeypatch.setattr("hypothesis.core.global_force_seed", 7)
    effort.examples = 100
    with pytest.raises(AssertionError, match=r"^step "):
        lives.test_lives_follow_the_rules(**target(fault), sharing=None)

    # What is left after shrinking fits on a few lines, and lived again it fails again.
    program = trial.current().failure.program
    assert len(program) <= 6
    with pytest.raises(AssertionError, match=r"^step "):
        replay_program(**target(fault), program="\n".join(program))
    replay_program(**target(), program="\n".join(program))


def test_a_program_is_what_was_lived(target):
    life = Life(**target())
    file = life.upload(expires_after=7200)
    life.create_url(file)
    life.create_url(file, expires_after=None)
    life.create_url(file, expires_after=3600)
    life.advance(3601 + 60)
    life.fetch(file)
    life.get("file_unknown")
    life.find(with_url=False)
    life.revoke(file)
    life.delete(file)

    assert life.program == [
        "f1 = life.upload(expires_after=7200)",
        "life.create_url(f1)",
        "life.create_url(f1, expires_after=None)",
        "life.create_url(f1, expires_after=3600)",
        "life.advance(3661)",
        "life.fetch(f1, url=0)",
        "life.get('file_unknown')",
        "life.find(with_url=False)",
        "life.revoke(f1)",
        "life.delete(f1)",
    ]
    again = trial.current
    replay_program(**target(), program="\n".join(life.program))
    assert again().program == life.program


def test_a_life_deletes_what_it_leaves(target):
    made = target()
    replay_program(**made, program="f1 = life.upload()\nf2 = life.upload()\nlife.delete(f1)")

    assert all(file.deleted for file in made["api"].transport.service.files.values())


def test_time_needs_a_clock(target):
    with pytest.raises(Untestable, match="clock"):
        replay_program(**target(adjustable=False), program="life.advance(1)")


def test_a_url_that_never_was_made_cannot_be_opened(target):
    with pytest.raises(Untestable, match="gets 2 URLs"):
        replay_program(**target(), program="f1 = life.upload()\nlife.create_url(f1)\nlife.fetch(f1, url=1)")


@pytest.mark.parametrize(
    "program",
    [
        "import os",
        "life.end()",
        "life.upload(",
        "life.upload(__import__('os').getpid())",
        "life = life.upload()",
        "life.get(f1)",
        "life.world.files",
        "life.upload().name",
        "print(life)",
        "[life.upload() for _ in ()]",
        "f1, f2 = life.upload()",
    ],
)
def test_programs_hold_nothing_but_steps(target, program):
    made = target()
    with pytest.raises(ProgramError, match=r"^line 1: "):
        replay_program(**made, program=program)

    assert not made["api"].transport.service.files
