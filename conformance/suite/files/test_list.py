"""Listing: shape, limits, order."""

import pytest

from conformance import waves
from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.files.shelf import shelf  # noqa: F401 - a fixture
from conformance.suite.listing import own, walk
from strategies import listing
from strategies.inputs import Inputs

#: Which field of a file each documented sort key sorts by.
FIELDS = {"created_at": "created_at", "filename": "filename", "size": "bytes"}


@requirement("files.list.shape")
def test_lists_new_files(api, shelf):
    """An array of files with the new ones in it."""
    page = api.files.list()

    assert page.accepted
    assert isinstance(page["data"], list), f"{page!r}: no array of files"
    assert sorted(own(walk(api), shelf)) == sorted(file.id for file in shelf), (
        "new files are missing from the list"
    )


@requirement("files.list.limit")
@given(limit=listing.page_sizes())
def test_a_page_is_no_longer_than_its_limit(api, shelf, limit):
    """With more files than the limit, a page has as many as it, or fewer."""
    page = api.files.list(limit=limit)

    assert page.accepted
    assert isinstance(page["data"], list), f"{page!r}: no array of files"
    assert len(page["data"]) <= limit, f"a page of {len(page['data'])} files for a limit of {limit}"


@pytest.fixture(scope="module")
def plenty(api, library):
    """One file more than the longest page; they go with the module, since lists are slower with them."""
    wanted = range(max(listing.limits().cover()) + 1)
    files = waves.each(lambda _: library.file(b"plenty"), wanted)
    yield files
    waves.each(lambda file: api.files.delete(file.id), files)


@requirement("files.list.limit-range")
@given(limit=listing.limits())
def test_every_documented_limit_is_accepted(api, plenty, limit):
    """Ends included; and without one, a page is as long as with the documented default."""
    page, default = api.files.list(limit=limit), api.files.list()

    assert page.accepted
    assert len(page["data"]) == limit, f"{len(page['data'])} files for a limit of {limit}, and there are more"
    usual = listing.default_limit()
    assert len(default["data"]) == usual, (
        f"{len(default['data'])} files without a limit, where {usual} are due"
    )


@requirement("files.list.order")
@given(sorting=listing.sortings())
def test_files_come_in_the_order_asked_for(api, shelf, sorting):
    """By each key, both ways."""
    # Names in lower case only: how upper case sorts is another requirement.
    _assert_sorted(api, [file for file in shelf if file.name.islower()], **sorting)


@requirement("files.list.filename-order")
@given(order=listing.orders())
def test_names_sort_by_their_characters(api, shelf, order):
    """Upper case stands before lower."""
    _assert_sorted(api, shelf, sort_by="filename", order=order)


def _assert_sorted(api, files, sort_by, order):
    listed = own(walk(api, sort_by=sort_by, order=order), files)
    by_id = {file.id: file.answer[FIELDS[sort_by]] for file in files}
    values = [by_id[file_id] for file_id in listed]
    assert values == sorted(values, reverse=order == "desc"), f"by {sort_by}, {order}: {values}"
    if sorted(listed) != sorted(by_id):
        raise Untestable("needs a list that has every file once (files.list.walk)")


@requirement("files.list.limit-outside")
@given(limit=Inputs.of(0, -1, 101, 1000, 2**31, "ten", "1.5", ""))
def test_limits_outside_the_range(api, shelf, limit):
    """Clamped, refused or ignored: nothing says which."""
    page = api.files.list(limit=limit)
    observe(
        f"limit {limit!r}",
        {"status": page.status, "files": len(page["data"] or ()) if page.accepted else None},
    )


@requirement("files.list.default-order")
@given(query=listing.partial_orders())
def test_order_without_being_asked(api, shelf, query):
    """Newest first, oldest first, or no order: the sources differ."""
    listed = own(_walk_as_is(api, query), shelf)
    created = [file.id for file in shelf]
    order = {tuple(created): "oldest first", tuple(reversed(created)): "newest first"}.get(
        tuple(listed), "another"
    )
    observe(f"order with {sorted(query) or 'nothing'} given", order)


def _walk_as_is(api, query):
    """The pages of a list whose order is left to the target."""
    most = max(listing.limits().cover())
    for page in api.files.pages(limit=most, **query):
        yield from page["data"] or ()


@requirement("files.list.invalid-sort")
@pytest.mark.parametrize("query", [{"order": "up"}, {"sort_by": "colour"}, {"order": ""}, {"sort_by": ""}])
def test_unknown_sort_keys_and_orders(api, query):
    """Refused or ignored."""
    observe(f"{query}", api.files.list(**query).status)


@requirement("files.list.compatibility")
def test_what_other_clients_send(api, shelf):
    """An id as the token's alias, and a purpose."""
    first = api.files.list(limit=1, order="asc", sort_by="created_at")
    data = first["data"] if first.accepted else None
    if data:
        after = api.files.list(limit=1, order="asc", sort_by="created_at", after=data[0]["id"])
        moved = bool(after["data"]) and after["data"][0]["id"] != data[0]["id"] if after.accepted else None
        observe("after=<id>", {"status": after.status, "goes on behind it": moved})
    filtered = api.files.list(purpose="nothing has this")
    observe(
        "purpose=…",
        {"status": filtered.status, "filters": filtered["data"] == [] if filtered.accepted else None},
    )
