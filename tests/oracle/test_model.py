"""The reference model's rules, one by one."""

import dataclasses
import json

import pytest

import specs
from conformance.oracle import (
    CreateUrl,
    Delete,
    FetchUrl,
    FileState,
    Moment,
    ReadContent,
    Retrieve,
    RevokeUrl,
    Upload,
    Url,
    World,
    bounds,
    members,
    step,
)
from conformance.targets.call import Answer, Malformed

SPEC = specs.load()
NOW = 2_000_000_000
DURING = Moment.during(NOW, NOW + 1, 5)
LOW, HIGH = bounds.of_urls().low, bounds.of_urls().high
CONTENT = b"the stored bytes"
PLAIN = FileState(id="f", name="a.png", content=CONTENT, created_at=NOW - 10)
OPERATIONS = {
    Upload: "uploadFile",
    Retrieve: "retrieveFile",
    ReadContent: "retrieveFileContent",
    Delete: "deleteFile",
    CreateUrl: "createPublicUrl",
    RevokeUrl: "revokePublicUrl",
    FetchUrl: "fetchPublicUrl",
}


def answer(operation, status=200, content=b"", **fields):
    name = OPERATIONS[type(operation)]
    body = content or json.dumps(fields).encode()
    return Answer(
        operation=SPEC.operations[name], status=status, headers={}, content=body, sent=NOW, received=NOW + 1
    )


def with_url(*ends, asked=None, **changes):
    changes = {"url": Url(address="u", ends=ends or (None,), asked=asked), **changes}
    return dataclasses.replace(PLAIN, **changes)


def after(file, operation, given, now=DURING):
    """The file after `operation` was answered with `given`; `None` if that is not allowed."""
    outcome = step(World((file,)), operation, now).match(given)
    return None if outcome is None else outcome.then(given).file(file.id)


def created(file, seconds=None, now=DURING, **answered):
    operation = CreateUrl(file.id, seconds)
    return after(file, operation, answer(operation, **answered), now)


# --- The file's expiry and what is asked for give the URL's expiry, or a refusal.

FILE = NOW + 10 * LOW

ROWS = [
    # file's expiry, asked for, expiry that has to be answered ("refused" for none)
    ("never", None, None, None),
    ("own", None, LOW, NOW + LOW),
    ("own", None, HIGH, NOW + HIGH),
    ("inherited", FILE, None, FILE),
    ("within-file", FILE, LOW, NOW + LOW),
    ("within-file", FILE, 9 * LOW, NOW + 9 * LOW),
    ("beyond-file", FILE, 11 * LOW, "refused"),
    ("beyond-file", FILE, HIGH, "refused"),
    ("bounds", None, LOW - 1, "refused"),
    ("bounds", None, HIGH + 1, "refused"),
    ("bounds", FILE, 0, "refused"),
    ("bounds", FILE, -1, "refused"),
    ("short-lived", NOW + LOW - 60, LOW, "refused"),
    ("short-lived", NOW + LOW - 60, None, NOW + LOW - 60),
]


@pytest.mark.parametrize(("row", "file_ends", "seconds", "ends"), ROWS)
def test_as_documented(row, file_ends, seconds, ends):
    file = dataclasses.replace(PLAIN, expires_at=file_ends)
    answered = {} if ends in (None, "refused") else {"expires_at": ends}
    granted = created(file, seconds, public_url="u", **answered)
    refused = created(file, seconds, status=400)

    if ends == "refused":
        assert granted is None
        assert refused == file
    else:
        assert refused is None
        assert granted.url == Url(address="u", ends=(ends,), asked=seconds)
        assert granted.expires_at == file_ends


@pytest.mark.parametrize(("row", "file_ends", "seconds", "ends"), ROWS)
@pytest.mark.parametrize(
    "wrong", [NOW, NOW + LOW // 2, NOW + 5 * LOW, NOW + 2 * HIGH, (NOW + LOW) * 1000, True, "x"]
)
def test_no_other_expiry(row, file_ends, seconds, ends, wrong):
    file = dataclasses.replace(PLAIN, expires_at=file_ends)
    assert created(file, seconds, public_url="u", expires_at=wrong) is None
    if ends is not None:
        assert created(file, seconds, public_url="u") is None


def test_at_the_very_end_both_are_allowed():
    file = dataclasses.replace(PLAIN, expires_at=NOW + LOW)

    assert created(file, LOW, public_url="u", expires_at=NOW + LOW)
    assert created(file, LOW, status=400)
    assert not created(file, LOW, public_url="u", expires_at=NOW + LOW + 1), "it would outlive its file"


def test_bounds_and_statuses_come_from_the_spec():
    schema = SPEC.schema("CreatePublicUrl")["properties"]["expires_after"]
    assert (schema["minimum"], schema["maximum"]) == (LOW, HIGH)
    assert created(PLAIN, LOW - 1, status=422) is None
    assert created(PLAIN, LOW - 1, status=500) is None


# --- Creating where a URL is active.


def test_never_another_url():
    assert created(with_url(), public_url="v") is None
    assert created(with_url(), public_url="u") == with_url()


@pytest.mark.parametrize("seconds", [LOW, 2 * LOW, HIGH])
def test_another_expiry_moves_the_end(seconds):
    file = with_url(NOW + 5 * LOW, asked=5 * LOW + 60)

    assert created(file, seconds, public_url="u", expires_at=NOW + seconds).url.ends == (NOW + seconds,)
    assert created(file, seconds, public_url="u", expires_at=NOW + 5 * LOW) is None
    assert created(file, seconds, public_url="u") is None


def test_the_same_expiry_is_kept_or_counts_anew():
    file = with_url(NOW + 100, asked=LOW)

    assert created(file, LOW, public_url="u", expires_at=NOW + 100).url.ends == (NOW + 100,)
    assert created(file, LOW, public_url="u", expires_at=NOW + LOW).url.ends == (NOW + LOW,)
    assert created(file, LOW, public_url="u", expires_at=NOW + 2 * LOW) is None


def test_the_same_expiry_that_no_longer_fits_is_kept_or_refused():
    file = with_url(NOW + 100, asked=LOW, expires_at=NOW + 200)

    assert created(file, LOW, public_url="u", expires_at=NOW + 100) == file
    assert created(file, LOW, status=400) == file
    assert created(file, LOW, public_url="u", expires_at=NOW + LOW) is None


def test_leaving_the_expiry_out_keeps_or_resets_it():
    file = with_url(NOW + 100, asked=LOW, expires_at=NOW + HIGH)

    assert created(file, public_url="u", expires_at=NOW + 100).url.ends == (NOW + 100,)
    assert created(file, public_url="u", expires_at=NOW + HIGH).url.ends == (NOW + HIGH,)
    assert created(file, public_url="u", expires_at=NOW + 500) is None
    untold = created(file, public_url="u")
    assert set(untold.url.ends) == {NOW + 100, NOW + HIGH}, "an answer without a time leaves both open"


def test_what_was_inherited_stays():
    file = with_url(NOW + HIGH, expires_at=NOW + HIGH)

    assert created(file, public_url="u", expires_at=NOW + HIGH) == file
    assert created(file, public_url="u") is None


def test_an_expiry_that_never_was_may_be_gained():
    assert created(with_url(), LOW, public_url="u", expires_at=NOW + LOW).url.ends == (NOW + LOW,)
    # That it has to be is a SHOULD, judged by a check of its own.
    assert created(with_url(), LOW, public_url="u").url.ends == (None,)


def test_a_refusal_changes_nothing():
    file = with_url(NOW + 500, asked=LOW)
    assert created(file, HIGH + 1, status=400) == file
    assert created(file, HIGH + 1, public_url="u", expires_at=NOW + 500) is None


# --- Ended URLs stay dead, and the next one is another.


def test_after_a_revocation():
    operation = RevokeUrl("f")
    revoked = after(with_url(), operation, answer(operation, id="f", revoked=True, public_url="u"))

    assert revoked.url is None
    assert revoked.dead == ("u",)
    assert created(revoked, public_url="u") is None
    assert created(revoked, public_url="v").dead == ("u",)


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "f", "revoked": False},
        {"id": "f", "revoked": True},
        {"id": "f", "revoked": True, "public_url": "v"},
        {"id": "g", "revoked": True, "public_url": "u"},
        {"id": "f", "revoked": 1, "public_url": "u"},
        {},
    ],
)
def test_a_revocation_says_what_it_ended(fields):
    operation = RevokeUrl("f")
    assert after(with_url(), operation, answer(operation, **fields)) is None


def test_nothing_to_revoke():
    operation = RevokeUrl("f")
    nothing = answer(operation, id="f", revoked=False, public_url=None)
    assert after(PLAIN, operation, nothing) == PLAIN
    assert after(PLAIN, operation, answer(operation, id="f", revoked=True, public_url="u")) is None


def test_deleted():
    deleted = after(with_url(), Delete("f"), answer(Delete("f"), id="f", deleted=True))

    assert deleted.deleted
    assert after(deleted, FetchUrl("u"), answer(FetchUrl("u"), content=CONTENT)) is None
    assert after(deleted, FetchUrl("u"), answer(FetchUrl("u"), status=410)) == deleted
    assert after(deleted, Delete("f"), answer(Delete("f"), id="f", deleted=True)) is None
    assert created(deleted, public_url="v") is None
    assert created(deleted, status=404) == deleted
    operation = RevokeUrl("f")
    assert after(deleted, operation, answer(operation, id="f", revoked=False)) == deleted
    assert after(deleted, operation, answer(operation, status=404)) is None


def test_expired():
    expired = with_url(NOW - 100, asked=LOW)

    assert after(expired, FetchUrl("u"), answer(FetchUrl("u"), content=CONTENT)) is None
    assert after(expired, FetchUrl("u"), answer(FetchUrl("u"), status=404)) == expired
    assert after(expired, FetchUrl("u"), answer(FetchUrl("u"), status=403)) is None, "the docs say 404"
    assert created(expired, public_url="u") is None
    assert created(expired, public_url="v").dead == ("u",)


@pytest.mark.parametrize("seconds", [-4, -1, 0, 1, 4])
def test_close_to_the_end_both_are_allowed(seconds):
    file = with_url(NOW + seconds, asked=LOW)
    for seen in (answer(FetchUrl("u"), content=CONTENT), answer(FetchUrl("u"), status=404)):
        assert after(file, FetchUrl("u"), seen) == file
    assert created(file, public_url="u", expires_at=NOW + seconds)
    assert created(file, public_url="v")


def test_the_end_of_the_file_ends_all():
    gone = with_url(NOW - 100, expires_at=NOW - 100)
    for operation in (Retrieve("f"), ReadContent("f")):
        assert after(gone, operation, answer(operation, status=404)) == gone
        assert after(gone, operation, answer(operation, content=CONTENT)) is None
    assert created(gone, public_url="u") is None
    assert created(gone, status=404) == gone


def metadata(**changes):
    shown = {"id": "f", "filename": "a.png", "bytes": len(CONTENT), "created_at": NOW - 10, **changes}
    return answer(Retrieve("f"), **shown)


# --- What retrieval and list have to show.


def test_the_file_as_it_was_stored():
    assert after(PLAIN, Retrieve("f"), metadata())
    for name, value in {
        "id": "g",
        "filename": "b.png",
        "bytes": 1,
        "created_at": NOW,
        "expires_at": NOW,
    }.items():
        assert after(PLAIN, Retrieve("f"), metadata(**{name: value})) is None, name


def test_the_url_while_there_is_one():
    assert after(with_url(), Retrieve("f"), metadata(public_url="u"))
    assert after(with_url(), Retrieve("f"), metadata()) is None
    assert after(with_url(), Retrieve("f"), metadata(public_url="v")) is None
    assert after(PLAIN, Retrieve("f"), metadata(public_url="u")) is None


def test_its_expiry_if_it_is_shown():
    file = with_url(NOW + LOW, asked=LOW)
    assert after(file, Retrieve("f"), metadata(public_url="u", public_url_expires_at=NOW + LOW))
    assert after(file, Retrieve("f"), metadata(public_url="u")), "whether it is shown is no MUST"
    assert after(file, Retrieve("f"), metadata(public_url="u", public_url_expires_at=NOW)) is None
    assert after(with_url(), Retrieve("f"), metadata(public_url="u", public_url_expires_at=NOW)) is None


def test_lists_and_filters():
    gone = dataclasses.replace(PLAIN, id="gone", deleted=True)
    bare = dataclasses.replace(PLAIN, id="bare")
    world = World((with_url(), bare, gone))
    url, none = metadata(public_url="u").json, metadata(id="bare").json
    others = {"id": "somebody else's"}

    assert members(world, DURING).complaint([url, none, others]) == ""
    assert members(world, DURING, with_url=True).complaint([url]) == ""
    assert members(world, DURING, with_url=False).complaint([none]) == ""
    assert "f is missing" in members(world, DURING).complaint([none])
    assert "twice" in members(world, DURING).complaint([none, url, url]).replace("2 times", "twice")
    assert "bare is listed" in members(world, DURING, with_url=True).complaint([url, none])
    assert "gone is listed" in members(world, DURING).complaint([url, none, metadata(id="gone").json])
    assert "public_url is None" in members(world, DURING).complaint([metadata().json, none])


def test_ids_that_never_were():
    world = World()
    for operation in (Retrieve("x"), ReadContent("x"), Delete("x"), CreateUrl("x"), CreateUrl("x", LOW)):
        expectation = step(world, operation, DURING)
        assert expectation.match(answer(operation, status=404))
        assert expectation.match(answer(operation, id="x", deleted=True, public_url="u")) is None
    revoke = step(world, RevokeUrl("x"), DURING)
    assert revoke.match(answer(RevokeUrl("x"), id="x", revoked=False))
    assert revoke.match(answer(RevokeUrl("x"), status=404))
    assert revoke.match(answer(RevokeUrl("x"), id="x", revoked=True, public_url="u")) is None


def test_uploads():
    operation = Upload(name="n", content=b"xy", expires_after=LOW)
    shown = {"id": "n1", "filename": "n", "bytes": 2, "created_at": NOW, "expires_at": NOW + LOW}
    allowed = step(World((PLAIN,)), operation, DURING)

    outcome = allowed.match(answer(operation, **shown))
    assert outcome.then(answer(operation, **shown)).file("n1").expires_at == NOW + LOW
    for wrong in (
        {"id": "f"}, {"id": ""}, {"filename": "m"}, {"bytes": 3}, {"created_at": NOW - 60},
        {"created_at": NOW * 1000}, {"expires_at": None}, {"expires_at": NOW + LOW + 60}, {"public_url": "u"},
    ):  # fmt: skip
        assert allowed.match(answer(operation, **{**shown, **wrong})) is None, wrong
    for seconds in (LOW - 1, HIGH + 1):
        refused = step(World(), Upload(name="n", content=b"", expires_after=seconds), DURING)
        assert refused.match(answer(operation, status=400))
        assert refused.match(answer(operation, **shown)) is None


def test_complaints_are_one_line_and_name_the_requirement():
    operation = CreateUrl("f", 2 * LOW)
    expectation = step(World((with_url(NOW + LOW, asked=LOW),)), operation, DURING)
    said = expectation.complaint(answer(operation, public_url="u", expires_at=NOW + LOW))

    assert said == (
        "expected the same URL as before (public-url.idempotent.same-url), got: createPublicUrl answered 200 "
        f'{{"public_url": "u", "expires_at": {NOW + LOW}}}; expires_at is {NOW + LOW}, where {2 * LOW} s from now '
        "was due (public-url.idempotent.update-in-place)"
    )


def test_no_json_where_json_was_promised():
    with pytest.raises(Malformed):
        step(World((PLAIN,)), Retrieve("f"), DURING).match(answer(Retrieve("f"), content=b"<html>"))
