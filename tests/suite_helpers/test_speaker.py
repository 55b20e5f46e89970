"""The speaker asks once for all checks with the same wishes."""

import pytest

import specs
from conformance import trial
from conformance.checks import Untestable
from conformance.suite.speaker import Speaker
from conformance.targets.call import Answer
from strategies import speech
from strategies.near_misses import NearMiss

OPERATION = specs.load().operations[speech.OPERATION]


class Api:
    """A target that refuses what is too fast, and remembers what it was asked for."""

    def __init__(self):
        self.asked = []

    @property
    def speech(self):
        """The operations on speech."""
        return self

    def create(self, body):
        """The answer to a request."""
        self.asked.append(body)
        status = 400 if body.get("speed", 1) > 1.5 else 200
        return Answer(operation=OPERATION, status=status, headers={}, content=b"", sent=0, received=0)


@pytest.fixture
def speaker():
    trial.start("a check", "speech.accepted")
    return Speaker(api=Api())


def test_the_same_is_asked_for_once(speaker):
    first = speaker.tried(speed=1.2)

    assert speaker.tried(speed=1.2) is first
    assert speaker.tried(speed=1.3) is not first
    assert [body["speed"] for body in speaker.api.asked] == [1.2, 1.3]


def test_what_is_refused_is_kept_too(speaker):
    assert speaker.tried(speed=2).status == 400
    with pytest.raises(Untestable, match=r"speech\.accepted"):
        speaker.spoken(speed=2)
    assert len(speaker.api.asked) == 1


def test_what_was_drawn_is_not_kept(speaker):
    trial.current().drawn = True
    speaker.tried(speed=1.2)
    speaker.tried(speed=1.2)

    assert len(speaker.api.asked) == 2


def test_a_broken_request_is_sent_after_its_twin(speaker):
    miss = NearMiss({"speed": 2}, "maximum", "/speed", {"speed": 1.5})

    assert speaker.broken(miss).status == 400
    assert speaker.broken(miss).status == 400
    assert [body["speed"] for body in speaker.api.asked] == [1.5, 2, 2]


def test_nothing_is_broken_where_the_twin_is_refused(speaker):
    with pytest.raises(Untestable):
        speaker.broken(NearMiss({"speed": 3}, "maximum", "/speed", {"speed": 2}))
    assert len(speaker.api.asked) == 1
