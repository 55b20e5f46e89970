"""Finding files by whether they have a URL."""

import pytest

from conformance.checks import given, requirement
from conformance.suite.listing import own, undisturbed, walk
from conformance.suite.times import tolerance
from strategies import expiry, filters

HAS_URL = filters.Comparison("public_url", "!=", None)
HAS_NONE = filters.Comparison("public_url", "=", None)


def _split(api, files):
    """Ids of `files` that the two filters give: those with a URL, those without."""
    present, absent = HAS_URL, HAS_NONE
    return own(walk(api, filter=present.text), files), own(walk(api, filter=absent.text), files)


def _settled(api, files, holds):
    """What the two filters give, as soon as `holds` of them, or at last."""
    found: list[tuple[list[str], list[str]]] = []

    def settled():
        found[:] = [_split(api, files)]
        return holds(*found[0])

    def shown():
        api.eventually(settled)
        return found[0]

    return undisturbed(api, shown, lambda split: holds(*split))


def _mixture(store, *, inheriting=False):
    """Files whose URL never expires, or does; one that had a URL, and two that never did.

    With `inheriting`, there is one more that has a URL, whose expiry is the file's.
    """
    bounds = expiry.bounds("CreatePublicUrl")
    shared = [store.shared(), store.shared(body={"expires_after": bounds.shortest})]
    if inheriting:
        shared.append(store.shared(expires_after=bounds.longest))
    shared.append(store.shared())
    plain = [store.file() for _ in range(2)]
    store.api.public_urls.revoke(shared[-1].id)
    return [each.file for each in shared[:-1]], [shared[-1].file, *plain]


@requirement("public-url.filter.active")
def test_finds_files_with_a_url(api, store):
    """All of them, and no other."""
    having, lacking = _mixture(store)
    expected = sorted(file.id for file in having)

    found = _settled(api, having + lacking, lambda present, _: sorted(present) == expected)
    assert sorted(found[0]) == expected, f"found {found[0]}, where {expected} have a URL"


@requirement("public-url.filter.none")
def test_finds_files_without_a_url(api, store):
    """All of them, and no other."""
    having, lacking = _mixture(store)
    expected = sorted(file.id for file in lacking)

    found = _settled(api, having + lacking, lambda _, absent: sorted(absent) == expected)
    assert sorted(found[1]) == expected, f"found {found[1]}, where {expected} have no URL"


@requirement("public-url.filter.partition")
def test_the_two_filters_share_out_all_files(api, store):
    """None twice, none missing, however a URL came by its expiry."""
    having, lacking = _mixture(store, inheriting=True)
    expected = sorted(file.id for file in having + lacking)

    present, absent = _settled(
        api, having + lacking, lambda *sides: sorted([*sides[0], *sides[1]]) == expected
    )
    assert not set(present) & set(absent), f"in both: {set(present) & set(absent)}"
    assert sorted(present + absent) == expected, f"{present} and {absent} do not make up {expected}"


@pytest.mark.alone
@requirement("public-url.filter.follows")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_files_move_with_their_url(api, store, sharing, seconds):
    """Created, revoked, created again, and where the clock can be turned, expired."""
    file = store.file()
    sides = {True: ([file.id], []), False: ([], [file.id])}

    def settled(active):
        return api.eventually(lambda: _split(api, [file]) == sides[active])

    assert settled(False), "a new file is not among those without a URL alone"
    store.shared(file=file)
    assert settled(True), "with its URL, the file is not among those with one alone"
    api.public_urls.revoke(file.id)
    assert settled(False), "revoked, the file is not among those without a URL alone"
    shared = store.shared(file=file, body={"expires_after": seconds})
    assert settled(True), "with its new URL, the file is not among those with one alone"
    if api.clock.adjustable:
        api.clock.advance(shared.answer["expires_at"] - api.clock.now() + 2 * tolerance(api), patient=True)
        assert settled(False), "expired, the URL still counts"
