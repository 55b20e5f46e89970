"""Client secrets of the emulator: their form, their end, and whose they are."""

import time

import pytest

from conformance.emulator.state import State
from conformance.emulator.voice.records import Secret
from conformance.emulator.voice.secrets_routes import secret_team

PATH = "/v1/realtime/client_secrets"


def test_a_secret_lives_as_long_as_it_was_asked_to(alpha):
    for body, seconds in (
        ({}, 600),
        ({"expires_after": {"seconds": 60}}, 60),
    ):
        answer = alpha.http.post(PATH, json=body)
        assert answer.status_code == 200
        assert answer.json()["value"].startswith("xai-realtime-client-secret-")
        assert abs(answer.json()["expires_at"] - time.time() - seconds) < 5
    assert alpha.http.post(PATH).status_code == 200


@pytest.mark.parametrize("seconds", [0, -1, 3601, 2**64])
def test_a_lifetime_out_of_bounds_is_refused(alpha, refused, seconds):
    assert refused(alpha.http.post(PATH, json={"expires_after": {"seconds": seconds}}), 400, "seconds")


@pytest.mark.parametrize("wrong", [{"seconds": "60"}, {"seconds": None}, {"seconds": True}, [], 60])
def test_a_lifetime_of_another_type_is_refused(alpha, refused, wrong):
    assert refused(alpha.http.post(PATH, json={"expires_after": wrong}), 422, "expires_after")


def test_it_takes_a_key(anyone):
    assert anyone.post(PATH).status_code == 401


def test_it_speaks_for_its_team_until_it_ends():
    state = State.open(None)
    state.store.secrets.add(Secret("s", "alpha", state.clock.now() + 60))
    assert (secret_team(state, "s"), secret_team(state, "another")) == ("alpha", None)
    state.advance(61)
    assert secret_team(state, "s") is None
    state.close()
