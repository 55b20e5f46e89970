"""JSON in the types of messages: whatever a fault puts there, a message can be made of it."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xai_sdk.proto import files_pb2

from conformance.emulator.grpc import assets, files, images, told, videos
from conformance.emulator.grpc.requests import Answer

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["done", "1", "9" * 5000, "\ud800", "2e3"])
    | st.text(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(["video", "url"]), below),
    max_leaves=5,
)
NAMES = (
    *("id", "bytes", "created_at", "expires_at", "filename", "public_url"),
    *("data", "url", "b64_json", "mime_type", "file_output", "file_id", "storage_error"),
    *("status", "video", "duration", "error", "code", "message", "progress", "model"),
    *("usage", "cost_in_usd_ticks", "respect_moderation"),
)
ANSWERS = st.dictionaries(st.sampled_from(NAMES), VALUES)
NESTED = st.builds(
    lambda answer, name, inner: {**answer, name: inner},
    ANSWERS,
    st.sampled_from(["video", "error", "usage", "file_output"]),
    ANSWERS,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # no time limit: machines are busy
@given(fields=ANSWERS | NESTED)
def test_any_json_becomes_a_message(fields):
    """And one that can be written."""
    fields = json.loads(json.dumps(fields))
    for made in (
        files._file(fields),
        images._image(fields),
        assets.file_output(fields),
        assets.usage(fields),
        videos._response(fields),
    ):
        if made is not None:
            assert type(made).FromString(made.SerializeToString()) == made
    assert isinstance(videos._status(Answer(200, fields)), int)
    listed = fields.get("data")
    assert len([files._file(each) for each in told.parts(fields, "data")]) == (
        len(listed) if isinstance(listed, list) else 0
    )


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, 5),
        ("5", 5),
        (5.0, 5),
        (True, None),
        (None, None),
        ("five", None),
        ([], None),
        (2**63, None),
        (-(2**63), -(2**63)),
        (float("inf"), None),
        (float("nan"), None),
    ],
)
def test_numbers(value, number):
    """Those that are, also in a text."""
    assert told.whole({"n": value}, "n") == number


def test_times_are_unix_seconds():
    """Beyond the last year, too."""
    assert told.time({"at": 1_700_000_000}, "at").seconds == 1_700_000_000
    assert files_pb2.File(created_at=told.time({"at": 2**62}, "at")).created_at.seconds == 2**62
    assert told.time({"at": None}, "at") is None
