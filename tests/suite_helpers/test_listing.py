"""Lists that are refused are told in words."""

from types import SimpleNamespace

import pytest

import specs
from conformance.suite import cast, listing
from conformance.targets.call import Judgement

REFUSED = SimpleNamespace(accepted=Judgement(False, lambda: "listing answered 500, where it had to succeed"))
PAGES = SimpleNamespace(pages=lambda **_: iter([REFUSED]))
API = SimpleNamespace(files=PAGES, voices=PAGES, spec=specs.load())


@pytest.mark.parametrize("walk", [listing.walk, cast.walk])
def test_a_page_that_is_refused_is_told_in_words(walk):
    with pytest.raises(AssertionError, match=r"^listing answered 500, where"):
        walk(API)
