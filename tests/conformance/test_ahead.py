"""Videos that many checks will look at are begun side by side, and are the same as if each had been waited for."""

import pytest

from conformance.suite.asked import Asked
from conformance.suite.stored import Store
from conformance.suite.studio import Studio

OPERATION = "generateVideo"
WISHES = [Asked(OPERATION, {}, {"prompt": f"apple {number}"}) for number in range(12)]


@pytest.fixture
def studio_of(target_at, twisted):
    """A studio on the emulator, whose traffic `twisted` sees."""

    def make(*, lean=False):
        target = target_at(twisted.url, timeout=20)
        return Studio(
            api=target.api, tag="xc-test-made", library=Store(target.api, "xc-test-shared", set()), lean=lean
        )

    return make


def ahead(studio, wishes):
    studio.ahead((each.operation, each.options, each.fields) for each in wishes)


def tried(studio, asked):
    return studio.tried(asked.operation, storage_options=asked.options, **asked.fields)


def begun(twisted):
    return sum(r.method == "POST" and r.target.startswith("/v1/videos/") for r in twisted.requests)


def test_some_are_begun_at_once_and_each_is_asked_for_once(studio_of, twisted):
    studio = studio_of()
    first, *others = WISHES
    assert tried(studio, first).accepted
    ahead(studio, WISHES)
    assert 1 < begun(twisted) - 1 < len(others)
    made = [tried(studio, each) for each in WISHES]
    assert all(each.accepted for each in made)
    assert [each.body["prompt"] for each in made] == [each.fields["prompt"] for each in WISHES]
    assert begun(twisted) == len(WISHES)
    assert len({each.file_ids for each in made}) == len(WISHES)
    assert tried(studio, WISHES[3]) is made[3]


def test_nothing_is_begun_before_one_has_come_to_an_end(studio_of, twisted):
    studio = studio_of()
    ahead(studio, WISHES)
    assert begun(twisted) == 0
    tried(studio, Asked("editVideo", {}))
    ahead(studio, WISHES)
    assert begun(twisted) == 1


def test_nothing_is_begun_ahead_where_somebody_pays(studio_of, twisted):
    studio = studio_of(lean=True)
    tried(studio, WISHES[0])
    ahead(studio, WISHES)
    assert begun(twisted) == 1
