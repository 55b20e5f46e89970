"""What holds for all answers about custom voices, as the monitors have seen it."""

from __future__ import annotations

import pytest

from conformance.checks import requirement
from conformance.suite.monitored import verdict


@pytest.mark.last
@requirement("voices.answers.success-status")
def test_success_has_the_documented_status(session, seen):
    """Success has the documented status."""
    verdict(session, "voices.answers.success-status")


@pytest.mark.last
@requirement("voices.answers.fields")
def test_answers_have_the_documented_fields(session, seen):
    """Every answer has the documented fields with the documented types."""
    verdict(session, "voices.answers.fields")


@pytest.mark.last
@requirement("voices.answers.no-server-error")
def test_no_input_makes_the_server_fail(session, seen):
    """No documented input, and no clip at all, is answered with a server error."""
    verdict(session, "voices.answers.no-server-error")


@pytest.fixture
def seen(cast):
    """A voice that has been through every operation, so that there is something to judge in any run."""
    with cast.made() as made:
        if made.accepted and isinstance(made["voice_id"], str):
            cast.api.voices.get(made["voice_id"])
            cast.api.voices.update(made["voice_id"], {"tone": None})
            cast.api.voices.list()
            cast.api.voices.audio(made["voice_id"])
