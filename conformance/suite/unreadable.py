"""Requests that a server cannot read, or for which there is no method: what has to become of them for any operation."""

from __future__ import annotations

import json
from typing import Any

from conformance.client import Api
from conformance.targets.call import Judgement
from strategies.multipart import Encoded

_JSON = "application/json"
#: What a body that is JSON may not be said to be; or nothing is said.
OTHER_TYPES = (None, "text/plain", "application/x-www-form-urlencoded")
#: What is no JSON, although it begins or ends like an ordinary request, which stands in the braces.
BROKEN = ("", "not JSON", "{body", "{body}{", "[{body}", "{body} and more")
#: Methods that no operation that generates has. Never one that could delete.
OTHER_METHODS = ("PUT", "PATCH")


def refuses_nothing(api: Api, operation: str) -> Judgement:
    """Whether a request without a body is refused, by any 4xx."""
    answer = api.call(operation)
    return Judgement(answer.is_refusal, lambda: f"{answer!r} without a body, where any 4xx had to refuse it")


def refuses_type(api: Api, operation: str, body: Any, content_type: str | None) -> Judgement:
    """Whether `body`, which is right, is refused where it is said to be of another type, or nothing is said."""
    answer = api.call(operation, raw=Encoded(content_type, (json.dumps(body).encode(),)))
    return Judgement(
        answer.is_refusal,
        lambda: f"{answer!r} to a body of the type {content_type}, where any 4xx had to refuse it",
    )


def refuses_broken(api: Api, operation: str, body: Any, form: str) -> Judgement:
    """Whether `body` is refused when it is made into one of `BROKEN`."""
    text = form.replace("{body", json.dumps(body)[:-1])
    answer = api.call(operation, raw=Encoded(_JSON, (text.encode(),)))
    return Judgement(
        answer.is_refusal, lambda: f"{answer!r} to what is no JSON, where any 4xx had to refuse it"
    )


def knows_no(api: Api, operation: str, method: str) -> Judgement:
    """Whether `method` on the path of `operation` is answered with the status that is documented for it."""
    described = api.spec.operations[operation]
    answer = api.transport.plain(method, described.path, identity=api.identity)
    return Judgement(
        answer.status in described.refusals["wrong-method"],
        lambda: f"{method} {described.path} answered {answer.status}",
    )
