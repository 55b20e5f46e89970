"""Walking the pages of a list."""

from collections import Counter

import pytest

from conformance.checks import given, observe, requirement
from conformance.suite.files.shelf import shelf  # noqa: F401 - a fixture
from conformance.suite.listing import own, undisturbed, walk
from strategies import listing

#: How many pages a walk may have.
MOST_PAGES = 100


def _pages(api, query):
    # A team that has many files would be walked for hours in pages of one.
    limit = max(query["limit"], len(walk(api)) // MOST_PAGES)
    pages = list(api.files.pages(**{**query, "limit": limit}))
    for page in pages:
        assert page.accepted
        assert isinstance(page["data"], list), f"{page!r}: no array of files"
    return pages, limit


@requirement("files.list.walk")
@given(limit=listing.page_sizes(), sorting=listing.sortings())
def test_a_walk_visits_every_file_once(api, shelf, limit, sorting):
    """Whatever the page size and the order."""
    once = Counter(file.id for file in shelf)

    def walked():
        pages, size = _pages(api, {"limit": limit, **sorting})
        return Counter(own([file for page in pages for file in page["data"]], shelf)), size

    visits, size = undisturbed(api, walked, lambda found: found[0] == once)

    sorted_ = f"by {sorting['sort_by']}, {sorting['order']}"
    assert visits == once, f"in pages of {size} {sorted_}, {_uneven(visits, shelf)}"


def _uneven(visits, shelf):
    missed = [file.id for file in shelf if visits[file.id] == 0]
    twice = [file_id for file_id, times in visits.items() if times > 1]
    return f"missed {missed}, visited more than once {twice}"


@requirement("files.list.end")
@given(limit=listing.page_sizes())
def test_a_short_page_is_the_last(api, shelf, limit):
    """Only the last page of a walk is shorter than its limit, and nothing follows it."""
    wrong = undisturbed(api, lambda: _wrong_end(api, limit), lambda found: not found)

    assert not wrong, wrong


def _wrong_end(api, limit):
    """What is wrong with the pages of a walk, in a sentence, or nothing."""
    pages, limit = _pages(api, {"limit": limit, "sort_by": "created_at", "order": "asc"})
    lengths = [len(page["data"]) for page in pages]
    if any(length != limit for length in lengths[:-1]):
        return f"pages of {lengths} files for a limit of {limit}"
    # Whether a full last page has a token is contradictory, so a walk may also end for want of one.
    last = pages[-1]
    if lengths[-1] < limit and (token := last["pagination_token"]):
        after = api.files.list(limit=limit, sort_by="created_at", order="asc", pagination_token=token)
        if after.accepted and after["data"]:
            return f"{after!r}: files after the last page"
    return ""


@requirement("files.list.token-presence")
@given(limit=listing.page_sizes())
def test_whether_the_last_page_has_a_token(api, shelf, limit):
    """The sources differ."""
    *_, last = api.files.pages(limit=limit, sort_by="created_at", order="asc")
    observe("a token on the last page", bool(last["pagination_token"]))
    observe("files on the last page", "some" if last["data"] else "none")


@requirement("files.list.token-invalid")
@pytest.mark.parametrize(
    "token", ["", "nothing", "file_00000000-0000-0000-0000-000000000000", "%00", "x" * 4000]
)
def test_tokens_that_were_never_handed_out(api, token):
    """Refused or ignored."""
    observe(f"token {token[:12]!r}", api.files.list(pagination_token=token).status)


@requirement("files.list.walk-under-change")
@given(order=listing.orders())
def test_a_walk_while_files_come_and_go(api, store, shelf, order):
    """Files that stay should be seen once; nothing says so."""
    passing = [store.file() for _ in range(3)]
    query = {"limit": 2, "sort_by": "created_at", "order": order}
    seen: list[dict[str, object]] = []
    for number, page in enumerate(api.files.pages(**query)):
        seen += page["data"] or ()
        if number < len(passing):
            api.files.delete(passing[number].id)
            store.file()
    visits = Counter(own(seen, shelf))
    observe(f"{order}: files that stayed were each seen once", visits == Counter(file.id for file in shelf))
