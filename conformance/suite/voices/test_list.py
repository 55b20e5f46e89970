"""Listing voices, page by page."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack

import pytest

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.cast import listed, same, walk
from strategies.inputs import Inputs
from strategies.near_misses import near_misses

#: So many voices are enough to make pages of.
FEW = 3
_LIMIT = "#/paths/~1v1~1custom-voices/get/parameters/0/schema"


def _page_sizes():
    """Pages of one voice, of some, of all, and of more than there are."""
    return Inputs.of(1, 2, FEW, FEW + 1)


@pytest.fixture
def few(cast):
    """A few voices, for one check."""
    with ExitStack() as stack:
        yield [stack.enter_context(cast.voice()) for _ in range(FEW)]


@requirement("voices.list.created")
def test_lists_a_new_voice(cast):
    """A voice is listed as soon as it was made."""
    with cast.voice() as voice:
        assert listed(cast.api, voice.id), f"the list has no voice {voice.id}"


@requirement("voices.list.agreement")
def test_lists_it_as_it_was_made(cast):
    """The list gives the voice as its creation did."""
    voice = cast.shared()
    found = listed(cast.api, voice.id)
    if not found:
        raise Untestable("needs voices to be listed (voices.list.created)")

    assert same(found[0], voice.answer), f"made as {voice.answer.json}, listed as {found[0]}"


@requirement("voices.list.limit")
@given(limit=_page_sizes())
def test_keeps_to_the_limit(api, few, limit):
    """A page holds no more voices than its limit."""
    for page in api.voices.pages(limit=limit):
        assert page.accepted
        assert len(page["voices"] or ()) <= limit, f"{len(page['voices'])} voices on a page of {limit}"


def _limits(api):
    schema = api.spec.operations["listCustomVoices"].parameters[0]["schema"]
    return schema["minimum"], schema["maximum"]


@requirement("voices.list.limits")
def test_takes_the_documented_limits(api):
    """Limits at both ends of the documented range are accepted."""
    for limit in _limits(api):
        assert api.voices.list(limit=limit).accepted


@requirement("voices.list.limit-bounds")
@given(miss=near_misses(_LIMIT, rules=("minimum", "maximum")))
def test_takes_no_other_limits(api, miss):
    """A limit outside the documented range is refused."""
    twin = api.voices.list(limit=miss.twin)
    if not twin.accepted:
        raise Untestable(f"needs limits to be accepted (voices.list.limits): {twin!r}")

    assert api.voices.list(limit=miss.value).refused(miss)


@requirement("voices.list.limit-unclear")
@given(limit=Inputs.of("ten", "1.5", ""))
def test_limits_that_are_no_numbers(api, limit):
    """Refused, or passed over."""
    observe(f"limit {limit!r}", api.voices.list(limit=limit).status)


@requirement("voices.list.walk")
@given(limit=_page_sizes())
def test_lists_every_voice_once(api, few, limit):
    """Following the tokens page by page lists every voice, and each once."""
    for voice in few:
        if not listed(api, voice.id):
            raise Untestable("needs voices to be listed (voices.list.created)")
    counts = Counter(str(voice.get("voice_id")) for voice in walk(api, limit=limit))

    assert {voice.id: counts[voice.id] for voice in few} == {voice.id: 1 for voice in few}


@requirement("voices.list.end")
@given(limit=_page_sizes())
def test_ends(api, few, limit):
    """The last page has no token."""
    *_, last = api.voices.pages(limit=limit)

    assert last.accepted
    assert not last["pagination_token"], f"the walk ends in a circle: {last!r}"


@requirement("voices.list.end")
def test_ends_with_the_only_page(api, few):
    """The last page has no token."""
    page = api.voices.list(limit=_limits(api)[1])

    assert page.accepted
    assert not page["pagination_token"], f"all voices are on one page, and it has a token: {page!r}"


@requirement("voices.list.unknown-token")
@given(token=Inputs.of("never-given", "AAAA", "0", "%%%"))
def test_takes_no_other_token(api, token):
    """A token that was never given is refused."""
    page = api.voices.list()
    if not page.accepted:
        raise Untestable(f"needs lists (voices.list.limits): {page!r}")

    assert api.voices.list(pagination_token=token).refused("unknown-token")


@requirement("voices.list.more")
def test_what_else_a_list_has(api, few):
    """Further fields, and the order."""
    page = api.voices.list()
    if not page.accepted:
        raise Untestable(f"needs lists (voices.list.limits): {page!r}")
    known = set(api.spec.schema("CustomVoiceList")["properties"])
    of_voices = set(api.spec.schema("CustomVoice")["properties"])
    found = [voice for voice in page["voices"] or () if isinstance(voice, dict)]
    order = [voice.get("voice_id") for voice in found]
    ours = [order.index(voice.id) for voice in few if voice.id in order]
    observe("more fields of lists", sorted(set(page.json) - known))
    observe("more fields of voices", sorted({name for voice in found for name in voice} - of_voices))
    observe(
        "order",
        "oldest first" if ours == sorted(ours) else "newest first" if ours == sorted(ours)[::-1] else "other",
    )
