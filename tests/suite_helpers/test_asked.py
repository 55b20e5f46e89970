"""What goes beyond the list keeps to the way of storing, and asks for it at other times."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings

import specs
from conformance.suite.asked import generated
from conformance.suite.storage_options import asking
from conformance.suite.studio import IMAGES, VIDEOS
from strategies.schemas.rules import broken_rules
from strategies.storage_options import file_seconds, own_url_seconds

FREE = SimpleNamespace(lean=False)
WAYS = [
    asking.expires,
    asking.of_the_url,
    asking.ends_first,
    asking.ends_together,
    asking.inherits,
    asking.both_end,
]


@pytest.mark.parametrize("where", WAYS)
def test_draws_are_of_the_same_ways_and_valid(where):
    asked = generated(FREE, where)
    schema = specs.load().schema("StorageOptions")

    @settings(max_examples=50, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(asked.strategy)
    def check(drawn):
        assert where(drawn.options)
        assert drawn.operation in IMAGES
        assert broken_rules(schema, {"filename": "a.jpg", **drawn.options}) == ()
        file, url = file_seconds(drawn.options), own_url_seconds(drawn.options)
        assert file is None or url is None or url <= file
        seen.add((file, url))

    seen = set()
    check()
    assert len(seen) > 10
    assert not asked.finite


@pytest.mark.parametrize("where", [asking.plain, asking.declined, asking.null_url])
def test_nothing_is_drawn_where_no_time_is_asked_for(where):
    assert generated(FREE, where).finite


def test_draws_are_of_what_there_is():
    asked = generated(FREE, asking.expires, VIDEOS)

    @settings(max_examples=20, database=None, derandomize=True)
    @given(asked.strategy)
    def check(drawn):
        assert drawn.operation in VIDEOS

    check()
