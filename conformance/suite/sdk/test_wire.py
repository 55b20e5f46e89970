"""What an SDK puts on the wire: asked for by checks of its own, and judged of all traffic of the run."""

import itertools
from http import HTTPStatus

import pytest

from conformance.checks import Untestable, given, observe, requirement
from conformance.outcomes import NotOffered
from conformance.suite.sdk.faults import IMAGE, WITH_SOURCE, image
from conformance.suite.sdk.questions import stored
from conformance.suite.sdk.socket_order import broken
from conformance.suite.sdk.traffic import undocumented, verdict
from conformance.suite.stored import PICTURE
from conformance.suite.studio import OPERATIONS
from strategies.inputs import Inputs

#: So many answers in a row are spoilt where it is to be for good: more than anybody tries.
ALWAYS = 50
#: Seconds that a refusal asks for, and how much too early is a matter of clocks.
PAUSE, EARLY = 3, 0.25
STREAM = "sdk.streamTranscription"
SILENCE = bytes(32_000)  # a second of it, as such a socket takes it unless it is told otherwise


@pytest.mark.last
@requirement("sdk.wire.operation")
def test_documented_operations(session):
    """By method and path."""
    verdict(session, "sdk.wire.operation")


@pytest.mark.last
@requirement("sdk.wire.query")
def test_documented_queries(session):
    """With documented values."""
    verdict(session, "sdk.wire.query")


@pytest.mark.last
@requirement("sdk.wire.content-type")
def test_documented_media_types(session):
    """Of bodies."""
    verdict(session, "sdk.wire.content-type")


@pytest.mark.last
@requirement("sdk.wire.body")
def test_documented_bodies(session):
    """By their schema."""
    verdict(session, "sdk.wire.body")


@pytest.mark.last
@requirement("sdk.wire.undocumented-fields")
def test_fields_that_no_document_knows(session):
    """They are noted."""
    observe("undocumented fields in requests", undocumented(session))


@pytest.mark.last
@requirement("sdk.wire.part-order")
def test_the_expiry_comes_first(session):
    """Before the file."""
    verdict(session, "sdk.wire.part-order")


@pytest.mark.last
@requirement("sdk.wire.chunk-order")
def test_an_upload_is_opened_first(session):
    """By its name and expiry, and then come data alone."""
    verdict(session, "sdk.wire.chunk-order")


@pytest.mark.last
@requirement("sdk.wire.key")
def test_the_key_is_sent(session):
    """As a bearer token."""
    verdict(session, "sdk.wire.key")


@pytest.mark.last
@requirement("sdk.wire.unasked")
def test_nothing_unasked(session):
    """By any call."""
    verdict(session, "sdk.wire.unasked")


@pytest.mark.last
@requirement("sdk.wire.once")
def test_nothing_twice(session):
    """After a success."""
    verdict(session, "sdk.wire.once")


@requirement("sdk.wire.options-sent")
@given(operation=Inputs.listed("operations that generate", lambda: list(OPERATIONS)))
def test_options_are_sent(sdk, studio, operation):
    """Whatever the SDK does with them besides."""
    options = studio.storage()
    heard = sdk.call(operation, body=studio.body(operation, storage=options, **WITH_SOURCE[operation]))

    if not heard.accepted:
        raise Untestable(f"needs a generation that is taken: {heard!r}")
    texts = [sent.text or "" for sent in heard.requests(*OPERATIONS)]
    name = options["filename"]
    assert any(name in text for text in texts), f"no request has the options of storage ({name}): {heard!r}"


@requirement("sdk.wire.redirected-key")
def test_a_redirection_gets_no_key(sdk, store, foreign):
    """To another host."""
    asked = stored(sdk, store)
    sdk.over_rest(asked.ask)
    key = sdk.driver.place.keys["first"]

    for status in (HTTPStatus.FOUND, HTTPStatus.TEMPORARY_REDIRECT):
        where = {"location": f"{foreign.url}/elsewhere"}
        with sdk.answered(asked.operation, "status", status=status, headers=where, times=ALWAYS):
            heard = asked.ask()
        told = f"{heard.sdk} sent the key to another host, to which it was redirected ({status.value})"
        assert not foreign.holds(key), told
    observe("redirections to another host", "followed" if foreign.seen else "not followed")


@requirement("sdk.wire.fetched-key")
def test_what_is_fetched_gets_no_key(sdk, studio, foreign):
    """From another host."""
    if not sdk.has(IMAGE):
        raise NotOffered(f"{sdk.title} has no {IMAGE}")
    key = sdk.driver.place.keys["first"]

    address = f"{foreign.url}/picture.png"
    with sdk.answered(IMAGE, "set-field", field="data[].url", value=address, times=ALWAYS):
        heard = image(sdk, studio)

    assert not foreign.holds(key), f"{heard.sdk} sent the key to another host, from which it fetched an image"
    observe("images at addresses in answers", "fetched" if foreign.seen else "not fetched")


@requirement("sdk.wire.repeated")
def test_how_often_it_is_carried_out(sdk, store, studio):
    """The docs say nothing of repeating what costs money."""
    found, content = False, PICTURE.read()
    for what, ask in (
        ("uploadFile", lambda: sdk.call("uploadFile", content=content, filename=store.name())),
        (IMAGE, lambda: image(sdk, studio)),
    ):
        if not sdk.has(what):
            continue
        found = True
        with sdk.answered(what, "lost", times=ALWAYS):
            heard = ask()
        observe(
            f"{what}, where the connection ends without an answer: carried out", len(heard.requests(what))
        )
        failure = {"status": HTTPStatus.SERVICE_UNAVAILABLE, "carried_out": True}
        with sdk.answered(what, "status", times=ALWAYS, **failure):
            heard = ask()
        observe(f"{what}, where it is answered as unavailable: carried out", len(heard.requests(what)))
    if not found:
        raise NotOffered(f"{sdk.title} stores nothing and makes nothing")


@requirement("sdk.wire.retry-after")
def test_who_tries_again_waits(sdk, store):
    """As long as the refusal says."""
    asked = stored(sdk, store)
    if not asked.ask().accepted:
        raise Untestable("needs an ordinary answer")

    refusal = {"status": HTTPStatus.TOO_MANY_REQUESTS, "headers": {"retry-after": str(PAUSE)}}
    with sdk.answered(asked.operation, "status", **refusal):
        heard = asked.ask()

    tries = heard.requests(asked.operation)
    observe("after a refusal for too many requests", "tries again" if len(tries) > 1 else "gives up")
    for refused, again in itertools.pairwise(tries):
        if refused.planned is not None:
            pause = again.at - (refused.ended or refused.at)
            early = f"{heard.sdk} tried again after {pause:.1f} s, where {PAUSE} s were asked for"
            assert pause >= PAUSE - EARLY, early


@requirement("sdk.wire.socket-order")
def test_the_socket_is_spoken_in_order(sdk):
    """Nothing before the session is ready, and nothing after the end of the audio."""
    with sdk.answered("openTranscription", "late", seconds=1, times=1):
        heard = sdk.call(STREAM, content=SILENCE)
    connections = heard.requests("openTranscription")

    if not connections:
        raise Untestable(f"{sdk.title} opened no connection: {heard!r}")
    for sent in connections:
        assert not (why := broken(sdk.api.spec, sent)), f"{heard.sdk} {why}"
