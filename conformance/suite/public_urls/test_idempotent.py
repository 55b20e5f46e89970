"""Creating again."""

import pytest

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.inputs import rounds
from conformance.suite.opening import opened
from conformance.suite.times import due, same_time
from strategies import expiry, media
from strategies.near_misses import near_misses


@requirement("public-url.idempotent.same-url")
@given(content=media.eligible())
def test_creating_again_gives_the_same_url(api, store, content):
    """However often."""
    shared = store.shared(content)

    for _ in range(3):
        again = api.public_urls.create(shared.id)
        assert again.accepted
        assert again["public_url"] == shared.url, f"{again!r}: the active URL is {shared.url}"


@requirement("public-url.idempotent.update-in-place")
@given(change=expiry.changes())
def test_another_expiry_moves_the_end(api, store, change):
    """Longer or shorter, the URL stays the same."""
    first, second = change
    shared = store.shared(body={"expires_after": first})

    again = api.public_urls.create(shared.id, {"expires_after": second})

    assert again.accepted
    assert again["public_url"] == shared.url, f"{again!r}: the active URL is {shared.url}"
    assert due(api, again, again["expires_at"], seconds=second)
    shown = api.files.get(shared.id)["public_url_expires_at"]
    assert shown is None or same_time(api, shown, again["expires_at"]), (
        f"metadata still shows {shown}: {again!r}"
    )


@requirement("public-url.idempotent.refusal-keeps-url")
@given(miss=near_misses("CreatePublicUrl", rules=("minimum", "maximum")))
def test_a_refused_expiry_changes_nothing(api, store, miss):
    """URL and expiry are as they were."""
    shared = store.shared(body=miss.twin)
    before = api.files.get(shared.id).json

    answer = api.public_urls.create(shared.id, miss.value)

    if answer.accepted:
        raise Untestable(f"the expiry was not refused (public-url.expiry.bounds): {answer!r}")
    assert api.files.get(shared.id).json == before, "a refused creation changed the file's URL"
    assert opened(api, shared.url).accepted


@requirement("public-url.idempotent.gains-expiry")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_a_url_without_expiry_gains_one(api, store, seconds):
    """In place."""
    shared = store.shared()

    again = api.public_urls.create(shared.id, {"expires_after": seconds})

    assert again.accepted
    assert again["public_url"] == shared.url, f"{again!r}: the active URL is {shared.url}"
    assert due(api, again, again["expires_at"], seconds=seconds)


@pytest.mark.alone
@requirement("public-url.idempotent.same-expiry")
def test_the_same_expiry_again(api, store):
    """Kept, or counted anew: visible once the clock has moved, so only where it can be turned."""
    bounds = expiry.bounds("CreatePublicUrl")
    shared = store.shared(body={"expires_after": bounds.shortest})
    if api.clock.adjustable:
        api.clock.advance(bounds.shortest / 2)
        again = api.public_urls.create(shared.id, {"expires_after": bounds.shortest})
        kept = same_time(api, again["expires_at"], shared.answer["expires_at"])
        observe("the same expiry again", "is kept" if kept else "counts anew")
    again = api.public_urls.create(shared.id, {"expires_after": bounds.shortest})
    observe("the same expiry at once again", again.status)


@requirement("public-url.idempotent.omitted-expiry")
def test_an_omitted_expiry_again(api, store):
    """Kept, or reset to none."""
    shared = store.shared(body={"expires_after": expiry.bounds("CreatePublicUrl").shortest})

    again = api.public_urls.create(shared.id)
    observe("without an expiry, the one that was set is", "reset" if again["expires_at"] is None else "kept")


@requirement("public-url.idempotent.one-active")
@given(rounds=rounds())
def test_only_the_last_url_serves(api, store, rounds):
    """After any number of creations and revocations."""
    file, urls = store.file(), []
    for recreate in rounds:
        if recreate:
            api.public_urls.revoke(file.id)
        urls.append(store.shared(file=file).url)

    assert opened(api, urls[-1]).accepted
    for url in dict.fromkeys(urls):
        if url != urls[-1]:
            dead = api.eventually(lambda url=url: not api.public_urls.fetch(url).accepted)
            assert dead, f"{url} still serves although {urls[-1]} is the file's URL now"
