"""The expiry of a stored file."""

from conformance.checks import given, observe, requirement
from conformance.suite.storage_options import asking
from conformance.suite.storage_options.kept import accepted_or_kept, outputs, tried
from conformance.suite.storage_options.misses import broken, sent, sent_unclear
from conformance.suite.times import due
from strategies import storage_options


@requirement("storage.expiry.time")
@given(asked=lambda studio: accepted_or_kept(studio, asking.expires, must=asking.of_the_file))
def test_the_file_expires_when_it_was_asked_to(api, studio, asked):
    """Counted from the request, or from when it was stored: from anywhere between."""
    made = tried(studio, asked)

    if asking.of_the_file(asked.options):  # what else is asked for may be refused for reasons of its own
        assert made.accepted
    for output in outputs(made):
        assert due(api, made, output.get("expires_at"), seconds=asked.options["expires_after"])


@requirement("storage.expiry.null")
@given(asked=lambda studio: accepted_or_kept(studio, asking.null_expiry, must=asking.one_oddity(studio)))
def test_null_is_no_expiry(studio, asked):
    """The file is stored for good."""
    made = tried(studio, asked)

    assert made.accepted
    for output in outputs(made):
        assert output.get("expires_at") is None, f"{output}: an expiry for null"


@requirement("storage.expiry.bounds")
@given(each=lambda studio: broken(studio, asking.at("/expires_after", "minimum", "maximum")))
def test_refuses_an_expiry_outside_the_bounds(studio, each):
    """Just outside, or far."""
    assert sent(studio, each).refused


@requirement("storage.expiry.ill-typed")
@given(each=lambda studio: broken(studio, asking.at("/expires_after", "type")))
def test_an_expiry_is_a_whole_number(studio, each):
    """Texts, fractions, truth values, lists and objects are none."""
    assert sent(studio, each).refused


@requirement("storage.expiry.whole-fraction")
@given(unclear=storage_options.unclear().filter(lambda each: asking.whole_fraction(each.value)))
def test_whole_numbers_written_as_fractions(studio, unclear):
    """JSON has no whole numbers of their own; programs do."""
    made = sent_unclear(studio, unclear)
    output = next(iter(outputs(made)), {})

    ends = {name: output.get(name) is not None for name in ("expires_at", "public_url_expires_at")}
    observe(unclear.what, {"status": made.answer.status, **ends})
