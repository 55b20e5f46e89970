"""Uploads on which the docs are silent or contradict each other: recorded, never judged."""

from conformance.checks import given, observe, requirement
from conformance.suite.files.forms import renamed, send
from conformance.suite.listing import listed
from strategies import multipart
from strategies.inputs import Inputs


@requirement("files.upload.purpose-echo")
@given(purpose=Inputs.of("assistants", "something else"))
def test_whether_a_purpose_is_repeated(api, store, purpose):
    """The guide says that it is; the examples show it empty."""
    answer = api.files.upload(b"purpose", store.name("txt"), purpose=purpose)
    echoed = answer["purpose"] if answer.accepted else answer.status
    observe(f"purpose {purpose!r} comes back as", echoed)
    if answer.accepted:
        observe(f"purpose {purpose!r} is retrieved as", api.files.get(answer["id"])["purpose"])
        observe(f"purpose {purpose!r} is listed as", (listed(api, answer["id"]) or {}).get("purpose"))


@requirement("files.upload.purpose-after-file")
def test_a_purpose_after_the_file(api, store):
    """Older examples send it there."""
    form = renamed(multipart.purpose_after_file(), store.name())
    observe("purpose after file", api.files.upload_form(form).status)


@requirement("files.upload.expiry-ill-formed")
@given(unclear=multipart.unclear_expiries())
def test_ill_formed_expiries(api, store, unclear):
    """No plain integer, twice, in both forms, or half a pair."""
    answer = send(api, unclear.value, store.name())
    expires = answer["expires_at"] is not None if answer.accepted else None
    observe(unclear.what, {"status": answer.status, "expires": expires})


@requirement("files.upload.malformed")
@given(unclear=Inputs.union(multipart.unclear_parts(), multipart.unclear_bodies()))
def test_malformed_bodies(api, store, unclear):
    """Two files, unknown parts, other content types, missing delimiters."""
    observe(unclear.what, send(api, unclear.value, store.name()).status)
