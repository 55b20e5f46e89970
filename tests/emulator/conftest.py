"""An emulator of its own for each module, and clients for its teams."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from conformance.emulator.process import EmulatorProcess

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
CLOCK = "/.well-known/xai-conformance/clock"


@dataclass
class Team:
    """A team's client, with the operations in short."""

    http: httpx.Client
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def upload(self, content=PNG, name=None, media_type="image/png", **fields) -> dict[str, Any]:
        """The file that an upload stores."""
        response = self.try_upload(content, name, media_type, **fields)
        assert response.status_code == 200, response.text
        return response.json()

    def try_upload(self, content=PNG, name=None, media_type="image/png", **fields) -> httpx.Response:
        """The answer to an upload, whatever it is."""
        name = name or f"file-{next(self._numbers)}.png"
        texts = {key: str(value) for key, value in fields.items()}
        return self.http.post("/v1/files", data=texts, files={"file": (name, content, media_type)})

    def get(self, file_id) -> httpx.Response:
        """Retrieve."""
        return self.http.get(f"/v1/files/{file_id}")

    def content(self, file_id, **query) -> httpx.Response:
        """Read."""
        return self.http.get(f"/v1/files/{file_id}/content", params=query)

    def delete(self, file_id) -> httpx.Response:
        """Delete."""
        return self.http.delete(f"/v1/files/{file_id}")

    def create(self, file_id, **body) -> httpx.Response:
        """The answer to creating a URL."""
        return self.http.post(f"/v1/files/{file_id}/public-url", json=body)

    def url(self, file_id, **body) -> str:
        """The URL that a creation gives."""
        response = self.create(file_id, **body)
        assert response.status_code == 200, response.text
        return response.json()["public_url"]

    def revoke(self, file_id) -> httpx.Response:
        """Revoke."""
        return self.http.post(f"/v1/files/{file_id}/public-url/revoke")

    def page(self, **query) -> httpx.Response:
        """The answer to listing."""
        return self.http.get("/v1/files", params=query)

    def ids(self, **query) -> list[str]:
        """The ids on one page."""
        response = self.page(**query)
        assert response.status_code == 200, response.text
        return [file["id"] for file in response.json()["data"]]

    def named(self, name) -> list[str]:
        """The ids of all files that are called so."""
        return self.ids(filter=f'file_name = "{name}"')

    def image(self, **body) -> httpx.Response:
        """The answer to a generation of images."""
        return self.http.post("/v1/images/generations", json={"prompt": "a lighthouse", **body})

    def edit(self, **body) -> httpx.Response:
        """The answer to an edit of images."""
        return self.http.post("/v1/images/edits", json={"prompt": "at night", **body})

    def start(self, what="generations", **body) -> httpx.Response:
        """The answer to the start of a video."""
        return self.http.post(f"/v1/videos/{what}", json={"prompt": "waves", **body})

    def poll(self, request_id) -> httpx.Response:
        """The answer to one poll."""
        return self.http.get(f"/v1/videos/{request_id}")

    def finished(self, request_id) -> dict[str, Any]:
        """What a video's last poll shows."""
        while (answer := self.poll(request_id)).status_code == 202:
            time.sleep(0.01)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def video(self, what="generations", **body) -> dict[str, Any]:
        """What becomes of a video that is accepted."""
        response = self.start(what, **body)
        assert response.status_code == 200, response.text
        return self.finished(response.json()["request_id"])


def team(emulator: EmulatorProcess, name: str) -> Team:
    """A client of the emulator with the key of a team."""
    key = emulator.keys[name]
    headers = {"authorization": f"Bearer {key}"}
    return Team(httpx.Client(base_url=emulator.url, headers=headers, timeout=None))


@pytest.fixture(scope="module")
def emulator() -> Iterator[EmulatorProcess]:
    """One process for the module; whatever its tests do, it has nothing to log."""
    with EmulatorProcess() as process:
        yield process
        assert process.log == "", "nothing that a client does is worth a log line"


@pytest.fixture
def alpha_with() -> Callable[..., AbstractContextManager[Team]]:
    """The first team of an emulator of one's own, with settings."""

    @contextmanager
    def started(**settings: Any) -> Iterator[Team]:
        with EmulatorProcess(**settings) as process:
            found = team(process, "alpha")
            with found.http:
                yield found

    return started


@pytest.fixture(scope="module")
def alpha(emulator) -> Iterator[Team]:
    """The first team."""
    found = team(emulator, "alpha")
    with found.http:
        yield found


@pytest.fixture(scope="module")
def beta(emulator) -> Iterator[Team]:
    """The second team."""
    found = team(emulator, "beta")
    with found.http:
        yield found


@pytest.fixture(scope="module")
def anyone(emulator) -> Iterator[httpx.Client]:
    """A client without a key."""
    with httpx.Client(base_url=emulator.url, timeout=None) as client:
        yield client


@pytest.fixture(scope="module")
def advance(anyone) -> Callable[[float], float]:
    """Turn the clock by so many seconds."""

    def turn(seconds: float) -> float:
        return anyone.post(CLOCK, json={"advance": seconds}).raise_for_status().json()["now"]

    return turn


@pytest.fixture(scope="session")
def refused() -> Callable[..., bool]:
    """Whether a response is a refusal with a status, in the usual shape, that names what was wrong."""
    return _refused


def _refused(response: httpx.Response, status: int, *words: str) -> bool:
    body = response.json()
    return (
        response.status_code == status
        and set(body) == {"code", "error"}
        and isinstance(body["code"], str)
        and all(word in body["error"] for word in words)
        and "x-request-id" in response.headers
        and response.headers["content-type"] == "application/json"
    )
