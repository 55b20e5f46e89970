"""Fixtures of the checks, and the door through which the pytest side of a run comes in."""

from __future__ import annotations

import pytest

from conformance.client import Api
from conformance.session import Session
from conformance.suite.cast import Cast
from conformance.suite.speaker import Speaker
from conformance.suite.stored import Store
from conformance.suite.studio import Studio


def pytest_configure(config: pytest.Config) -> None:
    """Register the session and the marks that checks carry."""
    config.addinivalue_line(
        "markers", "requirement(id): the requirement of the catalogue that a check judges"
    )
    config.addinivalue_line(
        "markers", "last: judges all traffic of the run, so it runs last and in every shard"
    )
    config.addinivalue_line(
        "markers", "alone: turns the clock where it can, so on a shared target it runs alone"
    )
    if not config.pluginmanager.has_plugin("conformance-session"):
        config.pluginmanager.register(Session(config), "conformance-session")


@pytest.fixture(scope="session")
def session(pytestconfig) -> Session:
    """The run at hand."""
    found = pytestconfig.pluginmanager.get_plugin("conformance-session")
    assert isinstance(found, Session)
    return found


@pytest.fixture(scope="session")
def api(session) -> Api:
    """The target, as the team under test sees it."""
    assert session.target is not None
    return session.target.api


@pytest.fixture(scope="session")
def other_team(api) -> Api:
    """The target, as another team sees it; checks that use it need `second-team`."""
    return api.as_("second")


@pytest.fixture(scope="session")
def store(api, session) -> Store:
    """Makes files and URLs for one check; what the target refuses makes the check untestable."""
    return Store(api, session.tag)


@pytest.fixture(scope="session")
def sharing(store) -> None:
    """The target makes public URLs at all; for checks that create one in a way of their own.

    The file goes at once: left to the end of the check that happened to ask first, it would free a place in the
    middle of a check that counts them.
    """
    store.api.files.delete(store.shared().id)


@pytest.fixture(scope="session")
def library(api, session) -> Store:
    """Makes files that several checks share and none of them harms."""
    return Store(api, f"{session.tag}-shared", session.lasting)


@pytest.fixture(scope="session")
def studio(api, session, library) -> Studio:
    """Has images and videos made, for one check or for all that look at the same."""
    return Studio(
        api=api,
        tag=f"{session.tag}-made",
        library=library,
        lean=session.lean,
        able="generation" in session.target.capabilities,
    )


@pytest.fixture(scope="session")
def speaker(api, session) -> Speaker:
    """Has texts spoken, the same once for all checks."""
    return Speaker(api=api, lean=session.lean)


@pytest.fixture(scope="session")
def cast(api, session) -> Cast:
    """Makes custom voices; where the team may make none, the check is untestable."""
    return Cast(api=api, tag=session.tag, lasting=session.lasting)
