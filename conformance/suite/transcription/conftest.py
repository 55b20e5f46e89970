"""Fixtures of these checks alone."""

from __future__ import annotations

import pytest

from conformance.suite.transcription.listener import Listener


@pytest.fixture(scope="session")
def listener(api, session) -> Listener:
    """Has recordings transcribed, each once for all checks that send the same."""
    return Listener(api, lean=session.lean)
