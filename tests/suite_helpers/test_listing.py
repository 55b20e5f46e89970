"""Lists that are refused are told in words."""

from types import SimpleNamespace

import pytest

import specs
from conformance.outcomes import Untestable
from conformance.suite import cast, listing
from conformance.targets.call import Judgement

REFUSED = SimpleNamespace(accepted=Judgement(False, lambda: "listing answered 500, where it had to succeed"))
PAGES = SimpleNamespace(pages=lambda **_: iter([REFUSED]))
API = SimpleNamespace(files=PAGES, voices=PAGES, spec=specs.load())


@pytest.mark.parametrize("walk", [listing.walk, cast.walk])
def test_a_page_that_is_refused_is_told_in_words(walk):
    with pytest.raises(AssertionError, match=r"^listing answered 500, where"):
        walk(API)


class _Page(dict):
    accepted = True


def _team(*lists):
    """A team whose list is another one each time, and stays the last one."""
    shown = iter([[{"id": file_id} for file_id in ids] for ids in lists])
    last = [{"id": file_id} for file_id in lists[-1]]
    pages = SimpleNamespace(pages=lambda **_: iter([_Page(data=next(shown, last))]))
    return SimpleNamespace(files=pages, spec=specs.load())


def test_what_is_seen_while_a_list_changes_is_looked_at_again():
    looks = iter(["wrong", "wrong", "right"])
    api = _team("ab", "abc")  # before and after the second look
    assert listing.undisturbed(api, lambda: next(looks), lambda found: found == "right") == "right"


def test_what_is_wrong_although_nothing_changes_stays_so():
    assert listing.undisturbed(_team("ab"), lambda: "wrong", lambda found: found == "right") == "wrong"


def test_a_list_that_never_rests_shows_nothing():
    busy = _team(*(["a" * number] for number in range(1, 99)))
    with pytest.raises(Untestable, match="nobody changes"):
        listing.undisturbed(busy, lambda: "wrong", lambda found: found == "right")


def test_a_walk_that_is_refused_is_made_again_where_its_list_changed():
    looks = iter([AssertionError("refused"), AssertionError("refused"), "right"])

    def look():
        if isinstance(found := next(looks), AssertionError):
            raise found
        return found

    assert listing.undisturbed(_team("ab", "abc"), look, lambda found: found == "right") == "right"


def test_a_walk_that_is_refused_although_nothing_changes_is_wrong():
    def look():
        raise AssertionError("refused")

    with pytest.raises(AssertionError, match="refused"):
        listing.undisturbed(_team("ab"), look, bool)
