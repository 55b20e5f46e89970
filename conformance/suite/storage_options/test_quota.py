"""Storing with a public URL where the team may have no more of them. Needs leave of the profile to fill the quota."""

import pytest

from conformance.checks import Untestable, given, requirement
from conformance.suite.full_quota import full_quota
from conformance.suite.opening import opened
from conformance.suite.storage_options.stock import EXTENSION, public_used_up
from conformance.suite.studio import kind_of


@pytest.fixture(scope="module")
def full(api, library, sharing, stock):
    """The quota, used up after it was seen what can have a URL at all."""
    public_used_up(stock)
    with full_quota(api, library) as full:
        yield full


def _made(studio, operation):
    storage = studio.storage(EXTENSION[kind_of(operation)], public_url=True)
    return studio.send(operation, studio.body(operation, storage=storage))


@requirement("storage.url.error")
@given(operation=public_used_up)
def test_the_answer_says_why_there_is_no_url(api, studio, stock, full, operation):
    """The request succeeds, the file is stored, and in the place of the URL is a reason."""
    full.needs_enforcement()
    made = _made(studio, operation)

    assert made.accepted
    assert made.assets, f"{made!r}: nothing was generated"
    for asset in made.assets:
        assert asset.file_id, f"{made!r}: there is no file"
        assert asset.url, f"{made!r}: the ephemeral URL is gone, too"
        assert asset.output.get("public_url") is None, f"{made!r}: the quota is full"
        reason = asset.output.get("public_url_error")
        assert isinstance(reason, str), f"{made!r}: no reason is told"
        assert reason.strip(), f"{made!r}: no reason is told"
        assert api.files.get(asset.file_id).accepted


@requirement("storage.url.error-retried")
@given(operation=public_used_up)
def test_the_url_can_be_made_later(api, studio, stock, full, operation):
    """Once another was revoked."""
    shared = full.needs_enforcement()
    made = _made(studio, operation)
    (output, *_) = made.stored()
    if output.get("public_url"):
        raise Untestable(f"needs a generation whose URL could not be made (storage.url.error): {made!r}")
    api.public_urls.revoke(shared[-1].id)

    later = api.public_urls.create(output["file_id"])
    assert later.accepted
    assert opened(api, later["public_url"]).accepted

    api.files.delete(output["file_id"])
    api.public_urls.create(shared[-1].id)
