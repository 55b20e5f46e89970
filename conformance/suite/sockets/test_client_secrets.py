"""Secrets for clients that hold no key."""

from __future__ import annotations

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.times import due
from strategies import client_secrets


def _made(api, body):
    """A secret, without which there is nothing to look at."""
    answer = api.secrets.create(body)
    if not answer.accepted:
        raise Untestable(f"needs a client secret (sockets.secret.accepted): {answer!r}")
    return answer


@requirement("sockets.secret.accepted")
@given(seconds=client_secrets.lifetimes())
def test_gives_a_secret(api, seconds):
    """It may be asked for with every documented lifetime."""
    assert api.secrets.create(client_secrets.body(seconds)).accepted


@requirement("sockets.secret.accepted")
def test_gives_a_secret_without_a_word(api):
    """The body may be empty, or left out."""
    assert api.secrets.create({}).accepted
    assert api.secrets.create_bare().accepted


@requirement("sockets.secret.prefix")
def test_begins_as_in_the_docs(api):
    """A secret begins like the one in the docs' example."""
    value = _made(api, {})["value"]
    prefixes = api.spec.limit("client-secret-prefix")

    assert any(str(value).startswith(prefix) for prefix in prefixes), f"it does not begin with {prefixes[0]}"


@requirement("sockets.secret.lifetime")
@given(seconds=client_secrets.lifetimes())
def test_ends_as_asked(api, seconds):
    """A secret ends when it was asked to end, from the shortest lifetime to the longest."""
    answer = _made(api, client_secrets.body(seconds))

    assert due(api, answer, answer["expires_at"], seconds=seconds)


@requirement("sockets.secret.default-lifetime")
@given(body=client_secrets.bare())
def test_ends_by_default(api, body):
    """A secret for which no lifetime was asked for has the documented one."""
    answer = _made(api, body)

    assert due(api, answer, answer["expires_at"], seconds=client_secrets.default_lifetime())


@requirement("sockets.secret.lifetime-bounds")
@given(miss=client_secrets.no_lifetimes())
def test_lives_no_longer(api, miss):
    """A lifetime of no second, or longer than the longest, is refused."""
    _made(api, client_secrets.body(miss.twin))

    assert api.secrets.create(client_secrets.body(miss.value)).refused(miss)


@requirement("sockets.secret.distinct")
def test_gives_another_each_time(api):
    """No two secrets are the same."""
    values = [_made(api, {})["value"] for _ in range(3)]

    assert len(set(values)) == len(values), "a secret was given twice"


@requirement("sockets.secret.unclear")
@given(unclear=client_secrets.unclear())
def test_unclear_requests(api, unclear):
    """Lifetimes of other types, unknown fields, a session, an anchor."""
    observe(unclear.what, {"status": api.secrets.create(unclear.value).status})
