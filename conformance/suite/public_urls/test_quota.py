"""How many URLs a team may have at a time. Needs leave of the profile: it takes as many uploads."""

import pytest

from conformance.checks import requirement
from conformance.suite.full_quota import full_quota
from strategies import expiry


@pytest.fixture(scope="module")
def full(api, library, sharing):
    """The quota, used up."""
    with full_quota(api, library) as full:
        yield full


@requirement("public-url.quota.limit")
def test_one_more_than_the_quota_is_refused(api, full):
    """All up to the quota are accepted."""
    quota = api.spec.limit("public-urls-per-team")
    active = full.active

    assert full.refused is not None, f"{active} URLs are active, where {quota} may be"
    _, refusal = full.refused
    assert active == quota, f"refused with {active} active, where {quota} may be: {refusal!r}"
    assert refusal.refused("quota")


@requirement("public-url.quota.update")
def test_at_the_quota_a_url_can_be_created_again(api, full):
    """It is not another one."""
    shared = full.needs_enforcement()

    assert api.public_urls.create(shared[0].id).accepted
    assert api.public_urls.create(
        shared[0].id, {"expires_after": expiry.bounds("CreatePublicUrl").longest}
    ).accepted


@requirement("public-url.quota.freed")
def test_revoking_and_deleting_make_room(api, store, full):
    """One for one."""
    shared = full.needs_enforcement()
    waiting, _ = full.refused
    api.public_urls.revoke(shared[-1].id)
    assert api.public_urls.create(waiting.id).accepted
    assert api.public_urls.create(store.file().id).refused("quota")
    api.files.delete(waiting.id)
    assert api.public_urls.create(shared[-1].id).accepted
