"""What an SDK makes of answers that are not as documented, or not in time."""

from http import HTTPStatus

from conformance.checks import Untestable, observe, requirement
from conformance.suite.sdk.asking import nothing
from conformance.suite.sdk.faults import IMAGE, POLL, image, job, question
from conformance.targets.jobs import DONE

#: So many answers in a row are spoilt where it is to be for good: more than anybody tries.
ALWAYS = 50
#: Seconds that a late answer is late.
LATE = 3
#: A word that no document has for anything.
WORD = "pondering"


def _required(sdk, operation):
    """The fields of the documented answer that are promised, and the others."""
    schema = sdk.api.spec.operations[operation].response_schema
    fields, promised = list(schema["properties"]), list(schema.get("required", ()))
    return promised, [name for name in fields if name not in promised]


def _nullable(sdk, operation):
    """The fields of the documented answer that may be null."""
    schema = sdk.api.spec.operations[operation].response_schema
    return [name for name, field in schema["properties"].items() if "null" in field.get("type", ())]


def _same_promises(sdk, operation, heard, usual):
    """Whether what is promised was told as usual."""
    promised, _ = _required(sdk, operation)
    for name in promised:
        if name in usual.told:
            assert heard.told.get(name) == usual.told[name], f"{heard!r}: {name} is {usual.told[name]!r}"


def _usual(asked):
    usual = asked.ask()
    if not usual.accepted:
        raise Untestable(f"needs an ordinary answer: {usual!r}")
    return usual


def _answered_for_good(sdk, store, status):
    """What comes of a question that is answered with this status, however often it is asked."""
    asked = question(sdk, store)
    _usual(asked)
    with sdk.answered(asked.operation, "status", status=status, times=ALWAYS):
        return asked.ask()


@requirement("sdk.answers.unknown-fields")
def test_fields_that_nobody_knows(sdk, store):
    """They change nothing."""
    asked = question(sdk, store)
    usual = _usual(asked)

    with sdk.answered(asked.operation, "add-fields", times=ALWAYS):
        heard = asked.ask()

    assert heard.accepted
    assert heard.result == usual.result, f"{heard!r}, where without the further fields it {usual!r}"


@requirement("sdk.answers.missing-optional")
def test_fields_that_may_be_missing(sdk, store):
    """None of them is there."""
    asked = question(sdk, store)
    usual, (_, optional) = _usual(asked), _required(sdk, asked.operation)

    with sdk.answered(asked.operation, "drop-fields", fields=optional, times=ALWAYS):
        heard = asked.ask()

    assert heard.accepted
    _same_promises(sdk, asked.operation, heard, usual)


@requirement("sdk.answers.null-optional")
def test_fields_that_are_null(sdk, store):
    """As if they were missing."""
    asked = question(sdk, store)
    usual, nullable = _usual(asked), _nullable(sdk, asked.operation)

    with sdk.answered(asked.operation, "null-fields", fields=nullable, times=ALWAYS):
        heard = asked.ask()

    assert heard.accepted
    _same_promises(sdk, asked.operation, heard, usual)


@requirement("sdk.answers.missing-required")
def test_fields_that_have_to_be_there(sdk, store):
    """Where they are not, nobody makes them up."""
    asked = question(sdk, store)
    usual, (promised, _) = _usual(asked), _required(sdk, asked.operation)
    told = [name for name in promised if name in usual.told]
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
def test_too_many_requests_for_good(sdk, store):
    """That is an error with a type."""
    heard = _answered_for_good(sdk, store, HTTPStatus.TOO_MANY_REQUESTS)

    assert heard.failed


@requirement("sdk.answers.unavailable")
def test_unavailable_for_good(sdk, store):
    """That is an error with a type."""
    heard = _answered_for_good(sdk, store, HTTPStatus.SERVICE_UNAVAILABLE)

    assert heard.failed


@requirement("sdk.answers.truncated")
def test_content_that_breaks_off(sdk, store):
    """It is never the whole."""
    operation, file = sdk.first("retrieveFileContent"), store.file()
    usual = sdk.call(operation, file_id=file.id)
    if not usual.accepted:
        raise Untestable(f"needs the content of a file (files.content.bytes): {usual!r}")

    with sdk.answered(operation, "truncate", bytes=len(file.content) // 2, times=ALWAYS):
        heard = sdk.call(operation, file_id=file.id)

    assert heard.orderly
    if heard.accepted:
        content = heard.told["content"]
        assert content == file.content, f"{heard!r}: the content broke off, and this was taken for all of it"


@requirement("sdk.answers.late")
def test_an_answer_that_takes_its_time(sdk, store):
    """It is waited for."""
    asked = question(sdk, store)
    usual = _usual(asked)

    with sdk.answered(asked.operation, "late", seconds=LATE, times=ALWAYS):
        heard = asked.ask()

    assert heard.accepted
    assert heard.result == usual.result, f"{heard!r}, where an answer in time gave {usual!r}"
    number = len(heard.requests(asked.operation))
    assert number == 1, f"{heard!r}: it was asked for {number} times, although the answer was on its way"


@requirement("sdk.answers.empty")
def test_a_success_without_a_body(sdk, store):
    """Nothing is told, or an error with a type."""
    asked = question(sdk, store)
    promised, _ = _required(sdk, asked.operation)
    _usual(asked)

    with sdk.answered(asked.operation, "empty", times=ALWAYS):
        heard = asked.ask()

    assert heard.orderly
    for name in promised if heard.accepted else ():
        assert nothing(heard.told.get(name)), f"{heard!r}: the answer had no {name}"
