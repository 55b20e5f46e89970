"""Multipart forms under a name of the run's own."""

from __future__ import annotations

from dataclasses import replace

from conformance.client import Api
from conformance.targets.call import Answer
from strategies.multipart import Encoded, Form


def renamed(form: Form, name: str) -> Form:
    """The same form with its named part called `name`, so that what it stores can be found again."""
    parts = tuple(part if part.filename is None else replace(part, filename=name) for part in form.parts)
    return replace(form, parts=parts)


def send(api: Api, body: Form | Encoded, name: str) -> Answer:
    """Upload a form under `name`, or any other body as it stands."""
    if isinstance(body, Form):
        return api.files.upload_form(renamed(body, name))
    return api.files.upload_raw(body)
