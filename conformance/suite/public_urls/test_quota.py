"""How many URLs a team may have at a time. Needs leave of the profile: it takes as many uploads."""

import pytest

from conformance.checks import Untestable, requirement
from conformance.suite.listing import walk
from conformance.suite.stored import Stored
from strategies import expiry, filters


@pytest.fixture(scope="module")
def full(api, library, sharing):
    """Files that together use up the quota, one more that has no URL, and the answer that refused it."""
    quota = api.spec.limit("public-urls-per-team")
    before = len(walk(api, filter=filters.Comparison("public_url", "!=", None).text))
    shared: list[Stored] = []
    refused = None
    while before + len(shared) <= quota:
        file = library.file()
        answer = api.public_urls.create(file.id)
        if not answer.accepted:
            refused = file, answer
            break
        shared.append(file)
    yield before, shared, refused
    for file in shared:
        api.files.delete(file.id)


@requirement("public-url.quota.limit")
def test_one_more_than_the_quota_is_refused(api, full):
    """All up to the quota are accepted."""
    quota = api.spec.limit("public-urls-per-team")
    before, shared, refused = full

    assert refused is not None, f"{before + len(shared)} URLs are active, where {quota} may be"
    assert before + len(shared) == quota, (
        f"refused with {before + len(shared)} active, where {quota} may be: {refused[1]!r}"
    )
    assert refused[1].refused("quota")


def _needs_enforcement(shared, refused):
    if not shared or refused is None or not refused[1].refused("quota"):
        raise Untestable("needs the quota to be enforced (public-url.quota.limit)")


@requirement("public-url.quota.update")
def test_at_the_quota_a_url_can_be_created_again(api, full):
    """It is not another one."""
    _, shared, refused = full
    _needs_enforcement(shared, refused)

    assert api.public_urls.create(shared[0].id).accepted
    assert api.public_urls.create(
        shared[0].id, {"expires_after": expiry.bounds("CreatePublicUrl").longest}
    ).accepted


@requirement("public-url.quota.freed")
def test_revoking_and_deleting_make_room(api, store, full):
    """One for one."""
    _, shared, refused = full
    _needs_enforcement(shared, refused)
    waiting, _ = refused
    api.public_urls.revoke(shared[-1].id)
    assert api.public_urls.create(waiting.id).accepted
    assert api.public_urls.create(store.file().id).refused("quota")
    api.files.delete(waiting.id)
    assert api.public_urls.create(shared[-1].id).accepted
