"""What an SDK makes of answers that are not as documented, or not in time."""

from http import HTTPStatus

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.sdk.asking import includes, nothing
from conformance.suite.sdk.faults import IMAGE, POLL, image, job
from conformance.suite.sdk.questions import ALL, LONG, OF_JSON, OPEN, long, question
from conformance.targets.jobs import DONE

#: So many answers in a row are spoilt where it is to be for good: more than anybody tries.
ALWAYS = 50
#: Seconds that a late answer is late.
LATE = 3
#: A word that no document has for anything.
WORD = "pondering"


def _same_promises(question, heard, usual):
    """Whether what is promised was told as usual."""
    for name in question.promised:
        if name in usual.told:
            assert heard.told.get(name) == usual.told[name], f"{heard!r}: {name} is {usual.told[name]!r}"


def _answered_for_good(sdk, asked, status):
    """What comes of a question that is answered with this status, however often it is asked."""
    asked.usual()
    with sdk.answered(asked.operation, "status", status=status, times=ALWAYS):
        return asked.ask()


@requirement("sdk.answers.unknown-fields")
@given(what=OF_JSON)
def test_fields_that_nobody_knows(sdk, store, what):
    """They change nothing."""
    asked = question(sdk, store, what)
    usual = asked.usual()

    with sdk.answered(asked.operation, "add-fields", times=ALWAYS):
        heard = asked.ask()

    assert heard.accepted
    assert includes(heard.result, usual.result), f"{heard!r}, where without the further fields it {usual!r}"


@requirement("sdk.answers.missing-optional")
@given(what=OPEN)
def test_fields_that_may_be_missing(sdk, store, what):
    """None of them is there."""
    asked = question(sdk, store, what)
    usual = asked.usual()

    with sdk.answered(asked.operation, "drop-fields", fields=asked.optional, times=ALWAYS):
        heard = asked.ask()

    assert heard.accepted
    _same_promises(asked, heard, usual)


@requirement("sdk.answers.null-optional")
@given(what=OPEN)
def test_fields_that_are_null(sdk, store, what):
    """As if they were missing."""
    asked = question(sdk, store, what)
    usual = asked.usual()

    with sdk.answered(asked.operation, "null-fields", fields=asked.nullable, times=ALWAYS):
        heard = asked.ask()

    assert heard.accepted
    _same_promises(asked, heard, usual)


@requirement("sdk.answers.missing-required")
@given(what=OF_JSON)
def test_fields_that_have_to_be_there(sdk, store, what):
    """Where they are not, nobody makes them up."""
    asked = question(sdk, store, what)
    usual = asked.usual()
    told = [name for name in asked.promised if name in usual.told]
    if not told:
        raise Untestable(f"{sdk.title} tells nothing of {asked.operation} that is promised")

    with sdk.answered(asked.operation, "drop-fields", fields=told, times=ALWAYS):
        heard = asked.ask()

    assert heard.orderly
    for name in told if heard.accepted else ():
        assert nothing(heard.told.get(name)), f"{heard!r}: the answer had no {name}"


@requirement("sdk.answers.fewer-images")
def test_fewer_images_than_asked_for(sdk, studio):
    """None at all."""
    if not image(sdk, studio).accepted:
        raise Untestable("needs an image (images.generate.accepted)")

    with sdk.answered(IMAGE, "set-field", field="data", value=[], times=ALWAYS):
        heard = image(sdk, studio)

    assert heard.orderly
    if heard.accepted:
        assert not heard.told.get("data"), f"{heard!r}: the answer had no image"


@requirement("sdk.answers.unknown-status")
def test_a_status_that_nobody_knows(sdk, studio):
    """It is not the end of a job, unless by an error."""
    video = job(sdk, studio)

    with sdk.answered(POLL, "set-field", field="status", value=WORD, times=1):
        heard = video.ask()

    assert heard.orderly
    if heard.accepted and not video.whole:
        told = heard.told.get("status")
        assert told != DONE, f"{heard!r}: the answer did not say that it is done"
    observe("a status that nobody knows", "an error" if heard.error else "goes on")


@requirement("sdk.answers.pending-bare")
def test_accepted_and_no_more(sdk, studio):
    """The video is not done yet."""
    video = job(sdk, studio)

    with sdk.answered(POLL, "empty", status=HTTPStatus.ACCEPTED, times=1):
        heard = video.ask()

    assert heard.orderly
    if heard.accepted and not video.whole:
        told = heard.told.get("status")
        assert told != DONE, f"{heard!r}: the answer did not say that it is done"
    observe("a poll that is answered with 202 and no body", "an error" if heard.error else "goes on")


@requirement("sdk.answers.rate-limited")
@given(what=ALL)
def test_too_many_requests_for_good(sdk, store, what):
    """That is an error with a type."""
    heard = _answered_for_good(sdk, question(sdk, store, what), HTTPStatus.TOO_MANY_REQUESTS)

    assert heard.failed


@requirement("sdk.answers.unavailable")
@given(what=ALL)
def test_unavailable_for_good(sdk, store, what):
    """That is an error with a type."""
    heard = _answered_for_good(sdk, question(sdk, store, what), HTTPStatus.SERVICE_UNAVAILABLE)

    assert heard.failed


@requirement("sdk.answers.truncated")
@given(what=LONG)
def test_content_that_breaks_off(sdk, store, what):
    """It is never the whole."""
    asked, size = long(sdk, store, what)
    usual = asked.usual()

    with sdk.answered(asked.operation, "truncate", bytes=size, times=ALWAYS):
        heard = asked.ask()

    assert heard.orderly
    if heard.accepted:
        assert heard.result == usual.result, (
            f"{heard!r}: the answer broke off, and this was taken for all of it"
        )


@requirement("sdk.answers.late")
@given(what=ALL)
def test_an_answer_that_takes_its_time(sdk, store, what):
    """It is waited for."""
    asked = question(sdk, store, what)
    usual = asked.usual()

    with sdk.answered(asked.operation, "late", seconds=LATE, times=ALWAYS):
        heard = asked.ask()

    assert heard.accepted
    assert heard.result == usual.result, f"{heard!r}, where an answer in time gave {usual!r}"
    number = len(heard.requests(asked.operation))
    assert number == 1, f"{heard!r}: it was asked for {number} times, although the answer was on its way"


@requirement("sdk.answers.empty")
@given(what=ALL)
def test_a_success_without_a_body(sdk, store, what):
    """Nothing is told, or an error with a type."""
    asked = question(sdk, store, what)
    asked.usual()

    with sdk.answered(asked.operation, "empty", times=ALWAYS):
        heard = asked.ask()

    assert heard.orderly
    for name in asked.promised if heard.accepted else ():
        assert nothing(heard.told.get(name)), f"{heard!r}: the answer had no {name}"
