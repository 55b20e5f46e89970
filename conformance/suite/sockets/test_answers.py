"""Answers about client secrets in general, judged over all traffic of the run."""

import pytest

from conformance.checks import requirement
from conformance.suite.monitored import verdict


@pytest.mark.last
@requirement("sockets.secret.fields")
def test_has_the_documented_fields(session, api):
    """The secret and its end stand side by side, as a text and as Unix seconds."""
    api.secrets.create({})
    verdict(session, "sockets.secret.fields")
