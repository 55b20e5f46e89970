"""What a run has created is known whatever happens, and nothing else is ever deleted."""

import json
from dataclasses import replace

import pytest

from conformance import trial
from conformance.outcomes import NoVerdict, Untestable
from conformance.targets.cleanup import clean_up
from conformance.targets.ledger import Ledger

TAG = "xc-test"


@pytest.fixture
def account(tmp_path):
    ledger = Ledger(tmp_path / "ledger", tag=TAG)
    yield ledger
    ledger.close()


def test_a_file_is_open_until_it_is_gone(account):
    number = account.intend("second", "a.png", 5.0)
    assert [(i.identity, i.name, i.at) for i in account.unanswered] == [("second", "a.png", 5.0)]
    account.settle(number, "file_1")
    assert (account.outstanding, account.unanswered, account.created) == ({"file_1": "second"}, [], 1)
    assert account.owner("file_1") == "second"
    account.gone("file_1")
    account.gone("file_1")
    account.gone("file_of_others")
    assert (account.outstanding, account.created, account.owner("file_1")) == ({}, 1, None)


def test_it_is_written_down_before_anything_is_sent_and_can_be_read_after_a_kill(account):
    for name in ("answered", "deleted", "refused", "lost", "older"):
        account.intend("first", f"{name}.png", 7.0)
    account.settle(1, "file_1")
    account.settle(2, "file_2")
    account.settle(3, None)
    account.disown(5, "file_5")
    account.gone("file_2")
    with account.path.open("a") as file:
        file.write('{"event": "intend", "num')  # the kill came here
    again = Ledger.load(account.path)
    assert (again.tag, again.outstanding, again.created) == (TAG, {"file_1": "first"}, 2)
    assert [intent.name for intent in again.unanswered] == ["lost.png"]
    assert again.is_foreign("file_5")


def test_a_ledger_full_of_nonsense_is_empty(tmp_path):
    path = tmp_path / "ledger"
    path.write_bytes(b'\xff\n[]\n{}\n"x"\n{"event": "settle", "number": 9, "file": "x"}\n{"event": "gone"}\n')
    assert Ledger.load(path).outstanding == {}


# --- on a target


@pytest.fixture
def mine(emulator, shelf):
    """Files of the user's own, one of them under a name like those of runs."""
    files = shelf(emulator.url, "emulator-key-alpha")
    if not files.all():
        files.put("a.png", b"mine")
        files.put(f"{TAG}-1.txt", b"mine, too: from an earlier run, say")
    return files


def lose_the_answer(request, reply):
    """The upload is carried out, and nobody hears of it."""
    yield "reset" if request.method == "POST" and request.target == "/v1/files" else reply.raw()


def test_uploads_that_were_never_answered_are_found_by_name(target_at, twisted, mine):
    before = mine.all()
    target = target_at(twisted.url, timeout=10)
    twisted.twist = lose_the_answer
    for name in (f"{TAG}-7.txt", f"{TAG}-8.txt"):
        with pytest.raises(NoVerdict):
            target.api.files.upload(b"x", name, purpose="assistants")
    assert len(mine.all()) == len(before) + 2

    result = clean_up(target)
    assert (result.created, result.deleted, result.left, result.message) == (2, 2, (), "")
    assert mine.all() == before


def test_what_others_may_have_named_alike_is_told_and_left_alone(target_at, twisted, mine):
    before = mine.all()
    target = target_at(twisted.url, timeout=10)
    twisted.twist = lose_the_answer
    with pytest.raises(NoVerdict):
        target.api.files.upload(b"x", "a.png", purpose="assistants")
    result = clean_up(target)
    assert result.left == ()
    assert "no answer told" in result.message
    assert "'a.png'" in result.message
    assert before.items() <= mine.all().items()


@pytest.mark.parametrize("status", [500, 301])
def test_an_upload_that_was_answered_with_an_error_may_have_made_a_file(target_at, twisted, mine, status):
    before = set(mine.all())
    target = target_at(twisted.url, timeout=10)

    def fail(request, reply):
        wrong = request.method == "POST" and request.target == "/v1/files"
        yield (replace(reply, status=status) if wrong else reply).raw()

    twisted.twist = fail
    target.api.files.upload(b"x", f"{TAG}-9.txt", purpose="assistants")
    assert clean_up(target).deleted == 1
    assert set(mine.all()) == before


def test_a_file_that_was_there_before_is_never_changed(target_at, twisted, mine):
    """A target that keeps equal content once answers an upload with somebody's file."""
    older = next(file for file in mine.all().values() if mine.content(file["id"]) == b"mine")
    older = {**older, "created_at": older["created_at"] - 1000}
    target = target_at(twisted.url, timeout=10)

    def once(request, reply):
        wrong = request.method == "POST" and request.target == "/v1/files"
        yield (replace(reply, body=json.dumps(older).encode()) if wrong else reply).raw()

    twisted.twist = once
    for name in ("a.png", f"{TAG}-10.txt"):
        assert target.api.files.upload(b"mine", name, purpose="assistants")["id"] == older["id"]
    for act in (target.api.files.delete, target.api.public_urls.create, target.api.public_urls.revoke):
        with pytest.raises(Untestable, match="was there before"):
            act(older["id"])
    assert target.api.files.get(older["id"]).accepted
    clean_up(target)
    assert mine.content(older["id"]) == b"mine"


def test_a_deletion_by_somebody_else_settles_nothing(target_at, twisted, mine):
    before = set(mine.all())
    target = target_at(twisted.url, timeout=10)
    file_id = target.api.files.upload(b"x", f"{TAG}-11.txt", purpose="assistants")["id"]
    twisted.twist = lambda _request, reply: [replace(reply, status=200).raw()]  # says yes, and does not do it
    assert target.api.as_("second").files.delete(file_id).accepted
    assert target.ledger.owner(file_id) == "first"
    twisted.twist = lambda _request, reply: [reply.raw()]
    assert clean_up(target).left == ()
    assert set(mine.all()) == before


def test_what_cannot_be_deleted_is_named(target_at, twisted, mine):
    target = target_at(twisted.url, timeout=10)
    file_id = target.api.files.upload(b"x", f"{TAG}-12.txt", purpose="assistants")["id"]
    twisted.twist = lambda request, reply: [
        (replace(reply, status=500) if request.method == "DELETE" else reply).raw()
    ]
    result = clean_up(target)
    assert (result.created, result.deleted, result.left) == (1, 0, (file_id,))
    assert result.message.startswith("deleteFile answered 500")


def test_clean_up_tries_a_target_that_stopped_answering_once_more(target_at, twisted, mine):
    before = set(mine.all())
    target = target_at(twisted.url, timeout=0.5)
    target.api.files.upload(b"x", f"{TAG}-13.txt", purpose="assistants")
    twisted.twist = lambda _request, _reply: [600.0]
    for number in range(9):
        trial.start(f"check {number}", "")
        with pytest.raises(NoVerdict):
            target.api.files.list()
    twisted.twist = lambda _request, reply: [reply.raw()]
    assert clean_up(target).left == ()
    # What the emulator was asked for while nobody listened changed nothing.
    assert set(mine.all()) <= before | set(target.ledger.outstanding)


def test_a_search_without_end_ends(target_at, twisted, mine):
    """A list that goes in circles, and one that is no list."""
    target = target_at(twisted.url, timeout=10)
    twisted.twist = lose_the_answer
    with pytest.raises(NoVerdict):
        target.api.files.upload(b"x", f"{TAG}-14.txt", purpose="assistants")
    page = {"data": [{"id": "x", "filename": "y"}] * 100, "pagination_token": "again"}
    for body in (
        page,
        [],
        {"data": 5},
        {"data": [5, None]},
        {"data": [{"id": 5, "filename": f"{TAG}-14.txt"}]},
    ):
        twisted.twist = lambda _request, reply, body=body: [
            replace(reply, body=json.dumps(body).encode()).raw()
        ]
        sent = len(twisted.requests)
        assert clean_up(target).left == ()
        assert len(twisted.requests) - sent <= 3
    twisted.twist = lambda _request, reply: [reply.raw()]
    assert clean_up(target).deleted == 1
