"""A quota that others of the team use, too, says nothing of its edge."""

import pytest

from conformance.outcomes import Untestable
from conformance.suite.full_quota import FullQuota


def test_what_is_active_was_there_or_was_made():
    assert FullQuota(2, 5, (None, None, None), None).active == 5


def test_urls_that_others_make_or_end_are_told():
    with pytest.raises(Untestable, match="nobody else changes meanwhile: 4 are active, where 2 and 3 more"):
        _ = FullQuota(2, 4, (None, None, None), None).active


def test_where_no_list_shows_urls_those_that_were_made_count():
    assert FullQuota(0, 0, (None, None, None), None).active == 3
