"""Monitors judge every answer by the surface that it belongs to, and no answer by what is promised of another."""

import json

import pytest

import specs
from conformance import trial
from conformance.monitors import monitors
from conformance.targets.exchange import Exchange

SPEC = specs.load()
IMAGE = {"data": [{"url": "u"}]}
#: What breaks nothing at all.
GOOD = {"content-type": "application/json", "x-zero-data-retention": "False"}


@pytest.fixture(autouse=True)
def _a_trial():
    trial.start("a check", "images.generate.accepted")


def broken(operation, status, body=None, *, headers=GOOD, identity="first"):
    """The requirements that one exchange breaks."""
    described = SPEC.operations[operation]
    watching = monitors(SPEC)
    exchange = Exchange(
        operation=operation,
        identity=identity,
        method=described.method,
        url=f"http://target{described.path}",
        request_headers={},
        status=status,
        response_headers=headers,
        response_body=body if isinstance(body, bytes) else json.dumps(body).encode(),
    )
    for monitor in watching:
        monitor.watch(exchange, described)
    return {monitor.requirement for monitor in watching if monitor.violations}


@pytest.mark.parametrize(
    ("operation", "status", "body"),
    [
        ("generateImage", 200, {**IMAGE, "usage": {"cost_in_usd_ticks": 5}, "more": 1}),
        ("editImage", 200, {"data": [{"url": None, "b64_json": "x", "file_output": None}], "usage": None}),
        ("generateVideo", 200, {"request_id": "r"}),
        ("getVideo", 200, {"status": "done", "progress": 100, "video": {"url": "u", "duration": 1.5}}),
        ("getVideo", 202, {"status": "pending", "progress": 5}),
        ("getVideo", 404, {"error": "no", "code": "not-found"}),
        ("generateImage", 400, {"error": "no", "data": None, "file_output": {}}),
        ("generateImage", 400, {"error": "no", "data": []}),
        ("generateImage", 400, {"error": "no", "request_id": "of the request itself"}),
        ("generateImage", 500, {"error": "no"}),
    ],
)
def test_what_is_documented_breaks_nothing(operation, status, body):
    assert broken(operation, status, body) - {"files.answers.no-server-error"} == set()


@pytest.mark.parametrize("body", [b"", b" ", b"{}", b"null"])
def test_a_poll_that_is_pending_may_say_nothing(body):
    assert broken("getVideo", 202, body, headers={"x-zero-data-retention": "true"}) == set()


@pytest.mark.parametrize("status", [415, 422])
@pytest.mark.parametrize("operation", ["generateImage", "extendVideo", "createPublicUrl", "listFiles"])
def test_requests_that_nobody_read_may_be_refused_in_any_words(operation, status):
    assert broken(operation, status, b"Unsupported") == set()
    assert broken(operation, 400, b"Bad") == {"files.answers.error-shape"}


@pytest.mark.parametrize(
    ("operation", "body", "requirement"),
    [
        ("generateImage", {"data": {}}, "images.answers.fields"),
        ("editImage", {"data": [{"file_output": {"file_id": "x"}}]}, "images.answers.fields"),
        ("generateImage", {**IMAGE, "usage": {"cost_in_usd_ticks": -1}}, "images.answers.fields"),
        ("generateImage", {**IMAGE, "usage": {"cost_in_usd_ticks": 1.5}}, "images.answers.fields"),
        ("generateVideo", {}, "videos.answers.fields"),
        ("extendVideo", {"request_id": 5}, "videos.answers.fields"),
        ("getVideo", {}, "videos.answers.fields"),
        ("getVideo", {"status": "done", "progress": 101}, "videos.answers.fields"),
        ("getVideo", {"status": "failed", "error": {"code": "x"}}, "videos.answers.fields"),
        ("retrieveFile", {}, "files.object.fields"),
        ("createPublicUrl", {}, "files.object.fields"),
    ],
)
def test_fields_are_a_matter_of_their_surface(operation, body, requirement):
    assert broken(operation, 200, body) == {requirement}


def test_a_poll_that_is_pending_and_says_something_says_it_right():
    assert broken("getVideo", 202, {"status": 5}) == {"videos.answers.fields"}


@pytest.mark.parametrize(
    ("operation", "body", "surface"),
    [
        ("generateImage", {"error": "x", "data": [{"url": "u"}]}, "images"),
        ("editImage", {"error": "x", "file_output": {"file_id": "f"}}, "images"),
        ("generateVideo", {"error": "x", "request_id": "r"}, "videos"),
        ("getVideo", {"error": "x", "video": {"url": "u"}}, "videos"),
    ],
)
@pytest.mark.parametrize("status", [400, 404, 422])
def test_a_refusal_gives_nothing(operation, body, surface, status):
    assert broken(operation, status, body) == {f"{surface}.answers.refusal-empty"}


@pytest.mark.parametrize("value", [None, "", "yes", "1"])
@pytest.mark.parametrize("status", [200, 400])
def test_the_word_on_retention_is_true_or_false(value, status):
    headers = {"content-type": "application/json"} | (
        {} if value is None else {"x-zero-data-retention": value}
    )
    refusal = {"error": "x"}
    assert broken("generateImage", status, IMAGE if status == 200 else refusal, headers=headers) == {
        "images.answers.retention-header"
    }
    assert broken("getVideo", 404, refusal, headers=headers) == {"videos.answers.retention-header"}
    assert broken("retrieveFile", 404, refusal, headers=headers) == set()


@pytest.mark.parametrize("identity", ["none", "wrong"])
def test_nobody_is_told_whose_key_is_unknown(identity):
    headers = {"content-type": "application/json"}
    assert broken("generateImage", 401, {"error": "x"}, headers=headers, identity=identity) == set()


def test_what_is_only_observed_is_not_judged():
    trial.start("a check", "images.prompt.empty")
    assert broken("generateImage", 200, {}) == set()
