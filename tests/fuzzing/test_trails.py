"""Requests that led to a finding, as they are written down and sent again."""

import json

import pytest

from conformance.fuzzing.trails import Packed, Step, renamed, trail_of
from conformance.targets.exchange import Exchange
from strategies.source import imports_for, source_of

BASE = "http://127.0.0.1:8080"
KEYS = {"first": "key-of-the-first", "second": "key-of-another", "wrong": "never-issued-key"}
MEDIA = bytes(range(256)) * 8


def _exchange(method, path, *, key=None, body=None, answer=None, **headers):
    if key is not None:
        headers["Authorization"] = f"Bearer {key}"
    return Exchange(
        operation="", identity="", method=method, url=f"{BASE}{path}", request_headers=headers,
        content=None if body is None else lambda: [body], status=200,
        response_body=None if answer is None else json.dumps(answer).encode(),
    )  # fmt: skip


def _trail(*exchanges):
    return trail_of("ST901", exchanges, KEYS, f"{BASE}/")


@pytest.mark.parametrize("identity", KEYS)
def test_a_key_is_named_and_not_written_down(identity):
    (step,) = _trail(_exchange("GET", "/v1/files", key=KEYS[identity], Accept="*/*")).steps
    assert (step.path, step.key, step.headers) == ("/v1/files", identity, {"Accept": "*/*"})


def test_what_is_no_key_of_ours_stays_as_it_was_sent():
    (step,) = _trail(_exchange("GET", "/v1/files", key="0")).steps
    assert (step.key, step.headers) == (None, {"Authorization": "Bearer 0"})


def test_what_an_answer_made_is_replaced_by_what_it_makes_now():
    """In addresses, headers and bodies, also where it is encoded."""
    made = "file/12345678"
    steps = _trail(
        _exchange("POST", "/v1/files", answer={"data": [{"id": made}], "other": "nobody names it"}),
        _exchange(
            "POST", "/v1/x/file%2F12345678", body=b'{"id": "file/12345678"}', answer={"id": made}, Name=made
        ),
    ).steps
    assert [step.made for step in steps] == [{made: "/data/0/id"}, {}]

    now = renamed(steps[1], {made: "file/new"})
    assert (now.path, now.headers, now.body) == (
        "/v1/x/file%2Fnew",
        {"Name": "file/new"},
        b'{"id": "file/new"}',
    )


def test_what_a_request_gave_itself_is_not_made_by_its_answer():
    steps = _trail(
        _exchange("POST", "/v1/files", body=b"a-name.txt", answer={"filename": "a-name.txt"}),
        _exchange("GET", "/v1/files/a-name.txt"),
    ).steps
    assert steps[0].made == {}


@pytest.mark.parametrize("body", [None, b"", b'{"prompt": "\\u00e9"}', b"\xff\xfe", MEDIA])
def test_its_source_makes_it_again(body):
    """Whatever was sent; what nobody can read is packed."""
    trail = _trail(_exchange("POST", "/v1/files", body=body))
    made = {}
    exec("\n".join(imports_for(trail)), made)
    assert eval(source_of(trail), made) == trail
    assert isinstance(trail.steps[0].body, Packed) == (body == MEDIA)
    assert renamed(trail.steps[0], {}).body == body


def test_names_do_not_change_what_is_sent_as_it_is():
    assert renamed(Step("GET", "/v1/files?a=%20+b"), {}) == Step("GET", "/v1/files?a=%20+b")
