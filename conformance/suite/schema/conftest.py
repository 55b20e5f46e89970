"""One run of Schemathesis, which all checks of this folder share."""

from __future__ import annotations

import pytest

from conformance.suite.schema.asking import Explored


@pytest.fixture(scope="session")
def explored(session) -> Explored:
    """The findings; the run happens when the first check asks."""
    return Explored(session)
