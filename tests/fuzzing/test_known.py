"""What is asked of one file or voice is asked of one that is there."""

import json
from dataclasses import replace

import pytest

import specs
from conformance.fuzzing.known import known
from conformance.fuzzing.messages import Answered, Job, Refused

JOB = Job(base_url="http://fake", key="k", second_key="", timeout=5.0, seed=1, examples=0)
_MADE = {"/v1/files": {"id": "file_1"}, "/v1/custom-voices": {"voice_id": "abcd1234"}}


def _target(asked=None, **answers):
    """Makes what it is asked for, and keeps that in `asked`; `answers` come in the place of what it would say."""

    def answer(each):
        if asked is not None:
            asked.append(each)
        path = each.url.removeprefix("http://fake")
        said = answers.get(path.rsplit("/", 1)[-1].replace("-", "_"))
        return said or Answered(200, {}, json.dumps(_MADE[path]).encode(), 0.1)

    return answer


def test_one_of_each():
    requests = []
    assert known(JOB, _target(requests), "xc-1-known", ()) == {"file_id": "file_1", "voice_id": "abcd1234"}
    assert all(b"xc-1-known" in asked.body for asked in requests), "clean-up looks for the tag in names"
    assert {asked.headers["Authorization"] for asked in requests} == {"Bearer k"}


def test_what_nobody_speaks_of_is_not_made():
    """Where others explore the operations of voices, they have their own; and so have whole lives."""
    voices = tuple(name for name, each in specs.load().operations.items() if "{voice_id}" in each.path)
    assert known(replace(JOB, left_out=voices), _target(), "n", ()) == {"file_id": "file_1"}
    assert known(replace(JOB, by_itself=False), _target(), "n", ()) == {}


def test_what_may_not_be_asked_for_is_not():
    requests = []
    assert known(JOB, _target(requests), "n", ("createCustomVoice",)) == {"file_id": "file_1"}
    assert len(requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Refused("the budget is spent"),
        Answered(400, {}, b'{"id": "file_1"}', 0.1),
        Answered(200, {}, b"<html>", 0.1),
        Answered(200, {}, b"[]", 0.1),
        Answered(200, {}, b'{"id": 7}', 0.1),
    ],
    ids=["held back", "refused", "no JSON", "no object", "no id"],
)
def test_a_target_that_makes_none_is_asked_without(answer):
    assert known(JOB, _target(files=answer), "n", ()) == {"voice_id": "abcd1234"}
