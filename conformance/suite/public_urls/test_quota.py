"""How many URLs a team may have at a time. Needs leave of the profile: it takes as many uploads."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from conformance.checks import Untestable, requirement
from conformance.suite.listing import walk
from strategies import expiry

#: So many requests are under way at once while the quota is being filled, and so many places are left to fill
#: one by one, so that the edge is exact.
AT_ONCE = 8


@pytest.fixture(scope="module")
def full(api, library, sharing):
    """How many URLs there were, files that use up the rest of the quota, and the file that was one too many.

    The last is `None` where none was refused, else the file with the answer that refused its URL.
    """
    quota = api.spec.limit("public-urls-per-team")
    before = sum(
        1 for file in walk(api) if file.get("public_url")
    )  # whether filters work is another requirement

    def create(_):
        file = library.file()
        return file, api.public_urls.create(file.id)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = list(pool.map(create, range(quota - before - AT_ONCE)))
        while all(answer.accepted for _, answer in made) and before + len(made) <= quota:
            made.append(create(None))
        shared = [file for file, answer in made if answer.accepted]
        refused = next((each for each in made if not each[1].accepted), None)
        yield before, shared, refused
        list(pool.map(lambda file: api.files.delete(file.id), shared))


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
