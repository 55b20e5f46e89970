"""Filtering lists. Only a run's own files are looked at, so another user of the team does not disturb."""

import pytest

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.files.shelf import shelf  # noqa: F401 - a fixture
from conformance.suite.files.unknown import unknown_ids
from conformance.suite.listing import own, undisturbed, walk
from conformance.suite.times import due
from strategies import filters, listing
from strategies.inputs import Inputs


@pytest.fixture(scope="module")
def metadata(api, shelf):
    """The File objects of the shelf, as far as filters can be made of them."""
    files = [file.answer.json for file in shelf]
    for file in shelf:
        if not due(api, file.answer, file.answer["created_at"], seconds=0):
            raise Untestable("needs creation times in Unix seconds (files.object.created-at)")
        if not isinstance(file.answer["bytes"], int):
            raise Untestable("needs sizes in bytes (files.object.size)")
    return files


def _selected(api, files, text, **query):
    return own(walk(api, filter=text, **query), files)


def _assert_selects(api, files, wanted, **query):
    """The filter selects, of `files`, exactly those for which it holds."""
    expected = sorted(file.id for file in files if wanted.holds(file.answer.json))
    listed = undisturbed(
        api, lambda: _selected(api, files, wanted.text, **query), lambda found: sorted(found) == expected
    )
    assert sorted(listed) == expected, f"{wanted.text} gave {sorted(listed)}, not {expected}"


@requirement("files.filter.file-id")
def test_an_id_gives_its_file(api, shelf):
    """That one, and no other."""
    for file in shelf:
        listed = walk(api, filter=f'file_id = "{file.id}"')
        assert [f.get("id") for f in listed] == [file.id], f"filtering by {file.id} gave {listed}"


@requirement("files.filter.operators")
@given(pair=lambda metadata: filters.partitions(metadata).filter(lambda pair: pair[0].field == "size_bytes"))
def test_comparisons_select_what_they_say(api, shelf, metadata, pair):
    """Each documented operator and its opposite, at, below and above the sizes that there are."""
    for wanted in pair:
        _assert_selects(api, shelf, wanted)


@requirement("files.filter.expiry-set")
@given(pair=lambda metadata: filters.partitions(metadata).filter(_is_expiry_test))
def test_null_separates_files_with_an_expiry(api, shelf, metadata, pair):
    """Those with one, and those without."""
    for wanted in pair:
        _assert_selects(api, shelf, wanted)


def _is_expiry_test(pair):
    return pair[0].field == "expires_at" and pair[0].value is None


@requirement("files.filter.logic")
@given(wanted=lambda metadata: filters.filters(metadata))
def test_and_or_and_not_are_those_of_logic(api, shelf, metadata, wanted):
    """Parenthesised, since the docs do not say which binds tighter."""
    _assert_selects(api, shelf, wanted)


@pytest.fixture(scope="module")
def filtering(api, shelf):
    """Filters are not just ignored, so that accepting one says something."""
    nobody = unknown_ids().cover()[0]
    if own(walk(api, filter=f'file_id = "{nobody}"'), shelf):
        raise Untestable("needs filters that filter (files.filter.file-id)")


@requirement("files.filter.fields")
@given(wanted=filters.every_field())
def test_every_documented_field_is_known(api, filtering, wanted):
    """A comparison by it is accepted."""
    assert api.files.list(filter=wanted.text).accepted


@requirement("files.filter.partial")
def test_parts_of_types_and_whole_names_match(api, shelf, filtering):
    """A subtype finds all files of its type; sources differ on whether a part of a name does, so it is whole.

    Nobody says by what the type of an upload is told, and the bytes of texts tell nothing. Of the types that the docs
    list, bytes, name and declaration all speak.
    """
    listed = api.spec.limit("public-url-content-types")
    for file in shelf:
        if file.media.content_type in listed:
            subtype = file.media.content_type.partition("/")[2]
            wanted = filters.Comparison("content_type", "=", subtype)
            expected = sorted(f.id for f in shelf if subtype in f.media.content_type)
            found = sorted(_selected(api, shelf, wanted.text))
            assert found == expected, f"{wanted.text} gave {found}, not {expected}"

        named = filters.Comparison("name", "=", file.name)
        assert file.id in _selected(api, shelf, named.text), f"{named.text} does not give {file.id}"


@requirement("files.filter.composes")
@given(
    wanted=lambda metadata: _a_few(filters.filters(metadata), metadata),
    limit=listing.page_sizes(),
    sorting=listing.sortings(),
)
def test_a_filtered_walk_is_the_walk_filtered(api, shelf, metadata, wanted, limit, sorting):
    """Filter, sort and pages do not get in each other's way."""
    kept = {file.id for file in shelf if wanted.holds(file.answer.json)}
    whole = undisturbed(
        api, lambda: own(walk(api, **sorting), shelf), lambda found: len(set(found)) == len(found)
    )
    expected = [file_id for file_id in whole if file_id in kept]

    listed = undisturbed(
        api,
        lambda: _selected(api, shelf, wanted.text, limit=limit, **sorting),
        lambda found: found == expected,
    )

    assert listed == expected, f"{wanted.text} in pages of {limit}, {sorting}: {listed}, not {expected}"


def _a_few(inputs, metadata):
    """Some of the enumerated filters, those first that select several files, in whose order something can show.

    That each of them selects rightly is another requirement.
    """
    cover = [wanted for wanted in inputs.cover() if sum(map(wanted.holds, metadata)) > 2]
    return Inputs("a few filters", lambda: cover[:: max(1, len(cover) // 8)], lambda: inputs.strategy)


@requirement("files.filter.invalid")
@given(unclear=filters.invalid())
def test_filters_that_make_no_sense(api, unclear):
    """Refused or ignored: nothing says which."""
    observe(unclear.what, api.files.list(filter=unclear.value).status)


@requirement("files.filter.precedence")
@given(mixed=lambda metadata: filters.unparenthesised(metadata))
def test_which_binds_tighter(api, shelf, metadata, mixed):
    """AIP-160 says OR; most languages say AND."""
    answer = api.files.list(filter=mixed.text)
    if not answer.accepted:
        observe("AND and OR mixed without parentheses", answer.status)
        return
    listed = sorted(own(answer["data"] or [], shelf))
    for reading, wanted in (("OR", mixed.or_first), ("AND", mixed.and_first)):
        if listed == sorted(file.id for file in shelf if wanted.holds(file.answer.json)):
            observe("what binds tighter", reading)
