"""What is refused costs nothing and leaves nothing."""

from conformance.checks import given, requirement
from conformance.suite.listing import since
from conformance.suite.storage_options import asking
from conformance.suite.storage_options.kept import kept, tried
from conformance.suite.storage_options.misses import broken, refused, sent
from strategies.storage_options import OUTLIVES


def _clear(miss):
    """It breaks a rule that the docs state in so many words."""
    return miss.rule in ("required", "minimum", "maximum", OUTLIVES)


def _named(miss):
    """The same, and it has a name by which a file would be found."""
    return _clear(miss) and isinstance(miss.value.get("filename"), str)


@requirement("storage.ill-typed")
@given(each=lambda studio: broken(studio, asking.at("", "type")))
def test_storage_options_are_an_object(studio, each):
    """Texts, numbers, truth values and lists are none."""
    assert sent(studio, each).refused


@requirement("storage.refused.at-once")
@given(each=lambda studio: refused(studio, _clear))
def test_it_is_the_request_that_is_refused(studio, each):
    """Not a video that was started, and fails later for what was wrong from the start."""
    made = sent(studio, each)

    assert made.refused_at_once, f"{made.answer!r}: it was started, and came to {made!r}"


@requirement("storage.refused.nothing-stored")
def test_no_file_appears(api, studio):
    """The list of files has none with a name that was refused."""
    sample = tried(studio, kept(studio, asking.plain).cover()[0]).file_ids[0]
    names = [
        made.body["storage_options"]["filename"]
        for made in (sent(studio, each) for each in refused(studio, _named).cover())
        if made.refused
    ]

    appeared = {file.get("filename") for file in since(api, sample)} & set(names)
    assert not appeared, f"{appeared}: stored although the requests were refused"
