"""What holds for every answer. Monitors have watched the whole run; these checks ask for their verdicts."""

import pytest

from conformance.checks import requirement
from conformance.suite.files.content import formats
from conformance.suite.files.unknown import unknown_ids
from conformance.suite.monitored import verdict
from conformance.suite.unreadable import OTHER_METHODS, knows_no


@pytest.fixture(scope="module")
def traffic(api, store):
    """At least one exchange of every operation, accepted and refused, whatever else the run has done."""
    file = store.file()
    nobody = unknown_ids().cover()[0]
    api.files.get(file.id)
    api.files.list()
    for wanted in formats(api):
        api.files.content(file.id, format=wanted)
    url = api.public_urls.create(file.id)
    if url.accepted and isinstance(url["public_url"], str):
        api.public_urls.fetch(url["public_url"])
    api.public_urls.revoke(file.id)
    api.files.delete(file.id)
    for refused in (api.files.get, api.files.delete, api.public_urls.create):
        refused(nobody)


@pytest.mark.last
@requirement("files.object.fields")
def test_answers_have_the_documented_fields(session, traffic):
    """With the documented types."""
    verdict(session, "files.object.fields")


@pytest.mark.last
@requirement("files.answers.success-status")
def test_success_has_its_documented_status(session, traffic):
    """No other 2xx."""
    verdict(session, "files.answers.success-status")


@pytest.mark.last
@requirement("files.answers.no-server-error")
def test_no_documented_input_makes_a_server_error(session, traffic):
    """Not one in the whole run."""
    verdict(session, "files.answers.no-server-error")


@pytest.mark.last
@requirement("files.answers.json")
def test_json_is_served_as_json(session, traffic):
    """By its content type."""
    verdict(session, "files.answers.json")


@pytest.mark.last
@requirement("files.answers.error-shape")
def test_refusals_say_what_was_wrong(session, traffic):
    """In JSON."""
    verdict(session, "files.answers.error-shape")


@requirement("files.answers.request-id")
def test_answers_carry_an_id(api, store):
    """Accepted or refused; the TypeScript SDK reads it."""
    for answer in (store.file().answer, api.files.get(unknown_ids().cover()[0])):
        assert answer.headers.get("x-request-id"), f"{answer!r}: no x-request-id"


@requirement("files.answers.unknown-path")
def test_unknown_paths_are_not_found(api):
    """A path that no document knows."""
    answer = api.transport.plain("GET", "/v1/no-such-thing", identity=api.identity)

    documented = api.spec.operations["listFiles"].refusals["unknown-path"]
    assert answer.status in documented, f"GET /v1/no-such-thing answered {answer.status}"


@requirement("files.answers.wrong-method")
@pytest.mark.parametrize("method", OTHER_METHODS)
def test_wrong_methods_are_not_allowed(api, method):
    """A documented path, with a method that no document gives it; never one that could delete."""
    assert knows_no(api, "listFiles", method)
