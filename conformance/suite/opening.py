"""Opening public URLs that should serve: a CDN may take the time that the profile grants to do so."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.client import Api
from conformance.targets.call import Answer


def opened(api: Api, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
    """The first answer with which the URL serves, or the last one without."""
    answers: list[Answer] = []

    def serves() -> bool:
        answers[:] = [api.public_urls.fetch(url, headers=headers)]
        return bool(answers[0].accepted)

    api.eventually(serves)
    return answers[0]
