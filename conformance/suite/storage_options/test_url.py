"""The public URL that comes with a generation: whether there is one, and when it expires."""

from conformance.checks import given, requirement
from conformance.suite.storage_options import asking
from conformance.suite.storage_options.kept import accepted_or_kept, has_url, kept, outputs, tried
from conformance.suite.storage_options.misses import broken, sent
from conformance.suite.times import due, same_time
from strategies.storage_options import OUTLIVES, file_seconds

#: Both ends of a file and its URL are whole seconds, and may have been rounded apart by one.
ROUNDING = 1


@requirement("storage.url.false")
@given(asked=lambda studio: accepted_or_kept(studio, asking.declined))
def test_a_url_that_is_declined_is_not_made(studio, asked):
    """The file is stored all the same."""
    made = tried(studio, asked)

    assert made.accepted
    for output in outputs(made):
        assert not _tells(output), f"{output}: the URL was declined"


@requirement("storage.url.null")
@given(asked=lambda studio: accepted_or_kept(studio, asking.null_url))
def test_null_is_no_url(studio, asked):
    """As if the field were not there."""
    made = tried(studio, asked)

    assert made.accepted
    for output in outputs(made):
        assert not _tells(output), f"{output}: a URL for null"


@requirement("storage.url.empty-object")
@given(asked=lambda studio: accepted_or_kept(studio, asking.empty_url, must=asking.one_oddity(studio)))
def test_an_object_without_settings_asks_for_a_url(studio, asked):
    """Without an expiry of its own, like a plain yes."""
    made = tried(studio, asked)

    assert made.accepted
    for output in outputs(made):
        assert _tells(output), f"{output}: neither a URL nor the reason why there is none"
        ends = output.get("public_url_expires_at")
        if file_seconds(asked.options) is None:
            assert ends is None, f"{output}: an expiry that was not asked for"


@requirement("storage.url.ill-typed")
@given(each=lambda studio: broken(studio, asking.at("/public_url", "type")))
def test_a_url_is_asked_for_by_a_truth_value_or_an_object(studio, each):
    """Texts, numbers and lists are neither."""
    assert sent(studio, each).refused


@requirement("storage.url.expiry")
@given(asked=lambda studio: accepted_or_kept(studio, asking.ends_first, fits=has_url))
def test_the_url_expires_when_it_was_asked_to(api, studio, asked):
    """Whether its file expires later or never."""
    made = tried(studio, asked)

    assert made.accepted
    for output in filter(has_url, outputs(made)):
        told = output.get("public_url_expires_at")
        assert due(api, made, told, seconds=asked.options["public_url"]["expires_after"])


@requirement("storage.url.only-it-expires")
@given(asked=lambda studio: kept(studio, asking.ends_alone))
def test_the_urls_expiry_is_not_the_files(studio, asked):
    """The file is kept for good."""
    for output in outputs(tried(studio, asked)):
        assert output.get("expires_at") is None, f"{output}: only the URL was to expire"


@requirement("storage.url.inherited")
@given(asked=lambda studio: kept(studio, asking.inherits, fits=_ends_with_url))
def test_the_url_expires_with_its_file(api, studio, asked):
    """Where it was given no time of its own."""
    for output in filter(_ends_with_url, outputs(tried(studio, asked))):
        ends, told = output.get("expires_at"), output.get("public_url_expires_at")
        assert same_time(api, told, ends), f"{output}: the URL was to expire with its file"


@requirement("storage.url.never-outlives")
@given(asked=lambda studio: kept(studio, asking.both_end, fits=_has_both_times))
def test_no_url_outlives_its_file(studio, asked):
    """Whatever was asked for."""
    for output in filter(_has_both_times, outputs(tried(studio, asked))):
        ends, told = output["expires_at"], output["public_url_expires_at"]
        assert told <= ends + ROUNDING, f"{output}: the URL outlives its file by {told - ends} s"


@requirement("storage.url.bounds")
@given(each=lambda studio: broken(studio, asking.at("/public_url/expires_after", "minimum", "maximum")))
def test_refuses_an_expiry_outside_the_bounds(studio, each):
    """Just outside, or far."""
    assert sent(studio, each).refused


@requirement("storage.url.expiry-ill-typed")
@given(each=lambda studio: broken(studio, asking.at("/public_url/expires_after", "type")))
def test_an_expiry_is_a_whole_number(studio, each):
    """Texts, fractions, truth values, lists and objects are none."""
    assert sent(studio, each).refused


@requirement("storage.url.beyond-file")
@given(each=lambda studio: broken(studio, asking.at("/public_url/expires_after", OUTLIVES)))
def test_refuses_a_url_that_would_outlive_its_file(studio, each):
    """By a second, and by most that the bounds leave; with its file it may end."""
    assert sent(studio, each).refused


@requirement("storage.url.equal")
@given(asked=lambda studio: accepted_or_kept(studio, asking.ends_together, fits=has_url))
def test_the_url_may_end_with_its_file(api, studio, asked):
    """Both at the time that both were given."""
    made = tried(studio, asked)

    assert made.accepted
    for output in outputs(made):
        for name in ("expires_at", "public_url_expires_at") if has_url(output) else ("expires_at",):
            assert due(api, made, output.get(name), seconds=asked.options["expires_after"])


def _tells(output):
    """Whether there is a public URL, or the reason why there is none."""
    return has_url(output) or bool(output.get("public_url_error"))


def _ends_with_url(output):
    """Whether it says when the file expires, and has a public URL."""
    return has_url(output) and output.get("expires_at") is not None


def _has_both_times(output):
    """Whether it says when the file expires, and when its URL does."""
    return None not in (output.get("expires_at"), output.get("public_url_expires_at"))
