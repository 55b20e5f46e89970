"""Fixtures of the checks of sockets."""

import pytest

from conformance.suite.sockets.booth import Booth


@pytest.fixture(scope="session")
def booth(api, session):
    """Where conversations are held."""
    return Booth(api, lean=session.lean)
