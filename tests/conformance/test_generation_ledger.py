"""The account of generations: several files an entry, jobs, and what is not known yet."""

import pytest

from conformance.targets.ledger import Ledger

TAG = "xc-test"


@pytest.fixture
def account(tmp_path):
    ledger = Ledger(tmp_path / "ledger", tag=TAG)
    yield ledger
    ledger.close()


def test_one_generation_may_be_several_files(account):
    number = account.intend("second", "a.jpg", 5.0, slow=True)
    account.found(number, ["file_1", "file_2"])
    account.found(number, ["file_2"])
    account.ended(number, sure=True)
    assert account.outstanding == {"file_1": "second", "file_2": "second"}
    assert (account.created, account.unanswered) == (2, [])
    assert account.unverified("file_1") == 5.0
    account.verified("file_1", ours=True)
    account.verified("file_2", ours=False)
    assert (account.outstanding, account.created) == ({"file_1": "second"}, 1)
    assert account.is_foreign("file_2")
    assert account.unverified("file_1") is None


def test_a_file_that_is_gone_is_not_found_again(account):
    first, second = (account.intend("first", "a.mp4", 5.0) for _ in range(2))
    account.found(first, ["file_1"])
    account.gone("file_1")
    account.found(second, ["file_1"])
    account.adopt("first", ["file_1"], 5.0)
    assert account.outstanding == {}


def test_jobs_and_what_was_not_told_can_be_read_after_a_kill(account):
    for name in ("job", "found", "unclear", "in-flight", "ended"):
        account.intend("first", f"{name}.mp4", 7.0, slow=True)
    account.started(1, "request-1")
    account.found(2, ["file_2"])
    account.ended(2, sure=True)
    account.ended(3, sure=False)
    account.started(5, "request-5")
    account.ended(5, sure=True)
    account.adopt("second", ["file_9"], 8.0)
    again = Ledger.load(account.path)
    assert [(job.request_id, job.intent.name) for job in again.jobs] == [("request-1", "job.mp4")]
    assert again.outstanding == {"file_2": "first", "file_9": "second"}
    assert [(i.name, i.slow) for i in again.unanswered] == [("in-flight.mp4", True), ("unclear.mp4", False)]
    assert again.unverified("file_2") == 7.0
    assert again.numbers_of("request-1") == [1]
