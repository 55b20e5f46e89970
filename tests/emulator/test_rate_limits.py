"""The documented requests a minute, when they are switched on."""

import httpx
import pytest

import specs
from conformance.emulator.process import EmulatorProcess

SPEC = specs.load()
CLOCK = "/.well-known/xai-conformance/clock"
MODELS = [("images", model) for model in SPEC.limit("image-models")]
MODELS += [("videos", model) for model in SPEC.limit("video-models")]


def most(model):
    """Requests a minute."""
    return SPEC.limit(f"{model}-requests-per-minute")


@pytest.fixture(scope="module")
def limited():
    """An emulator that keeps them."""
    with EmulatorProcess(rate_limits=True) as process:
        yield process
        assert process.log == ""


def client(emulator, team):
    """A client of a team."""
    headers = {"authorization": f"Bearer {emulator.keys[team]}"}
    return httpx.Client(base_url=emulator.url, headers=headers, timeout=None)


def ask(http, kind, model):
    """A request that counts, and makes nothing."""
    return http.post(f"/v1/{kind}/generations", json={"model": model})


@pytest.mark.parametrize(("kind", "model"), MODELS)
def test_the_limit(limited, refused, kind, model):
    """One more is put off; other teams and models are not; with time, there is room again."""
    other = next(name for each, name in MODELS if each == kind and name != model)
    with client(limited, "alpha") as alpha, client(limited, "beta") as beta:
        alpha.post(CLOCK, json={"advance": 60})
        assert {ask(alpha, kind, model).status_code for _ in range(most(model))} == {422}
        answer = ask(alpha, kind, model)
        assert refused(answer, 429, model)
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        assert alpha.post(f"/v1/{kind}/edits", json={"model": model}).status_code == 429
        assert ask(alpha, kind, other).status_code == 422
        assert ask(beta, kind, model).status_code == 422
        alpha.post(CLOCK, json={"advance": int(answer.headers["retry-after"])})
        assert ask(alpha, kind, model).status_code == 422


def test_the_minute_slides(limited):
    """What was asked half a minute ago counts, what was asked a minute ago does not."""
    kind, model = MODELS[-1]
    with client(limited, "alpha") as http:
        http.post(CLOCK, json={"advance": 61})
        first = most(model) // 2
        for _ in range(first):
            ask(http, kind, model)
        http.post(CLOCK, json={"advance": 30})
        for _ in range(most(model) - first):
            assert ask(http, kind, model).status_code == 422
        assert ask(http, kind, model).status_code == 429
        http.post(CLOCK, json={"advance": 30})
        assert {ask(http, kind, model).status_code for _ in range(first)} == {422}
        assert ask(http, kind, model).status_code == 429


def test_polls_do_not_count(limited):
    """However many."""
    kind, model = MODELS[-1]
    with client(limited, "alpha") as http:
        http.post(CLOCK, json={"advance": 60})
        body = {"model": model, "prompt": "a", "duration": 1}
        request_id = http.post("/v1/videos/generations", json=body).json()["request_id"]
        statuses = {http.get(f"/v1/videos/{request_id}").status_code for _ in range(most(model) + 1)}
        assert statuses <= {200, 202}
        assert ask(http, kind, model).status_code == 422


def test_off_by_default(emulator):
    """As many as one likes."""
    kind, model = MODELS[-1]
    with client(emulator, "alpha") as http:
        assert {ask(http, kind, model).status_code for _ in range(most(model) + 1)} == {422}
