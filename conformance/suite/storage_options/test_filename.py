"""The file's name: nothing is stored without one."""

from conformance.checks import given, observe, requirement
from conformance.suite.storage_options import asking
from conformance.suite.storage_options.kept import outputs
from conformance.suite.storage_options.misses import broken, sent, sent_unclear
from strategies import storage_options


@requirement("storage.filename.required")
@given(each=lambda studio: broken(studio, asking.at("/filename", "required")))
def test_there_has_to_be_a_name(studio, each):
    """Alone, and beside each of the other fields."""
    assert sent(studio, each).refused


@requirement("storage.filename.ill-typed")
@given(each=lambda studio: broken(studio, asking.at("/filename", "type")))
def test_a_name_is_a_text(studio, each):
    """Numbers, truth values, lists, objects and null are none."""
    assert sent(studio, each).refused


@requirement("storage.filename.unclear")
@given(unclear=storage_options.unclear().filter(lambda each: asking.odd_name(each.value)))
def test_odd_names(studio, unclear):
    """Whether they are refused, kept as given, or changed."""
    made = sent_unclear(studio, unclear)
    given_name = made.body["storage_options"]["filename"]
    kept_names = [output.get("filename") for output in outputs(made)]

    observe(unclear.what, {"status": made.answer.status, "kept as given": kept_names == [given_name]})
