"""What a server that misbehaves comes to: a sentence within the time-out, never a crash, never a wait without end."""

import gzip
import json
import time
from dataclasses import replace

import pytest

from conformance import trial
from conformance.outcomes import NoVerdict, Untestable
from conformance.targets.breaker import TRIP
from conformance.targets.call import Malformed
from conformance.targets.http import ATTEMPTS
from strategies.transcription import asked

NO_ANSWER = "no complete answer within 0.5 s"
GAP = b"\r\n\r\n"
JSON = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


def never(_request, _reply):
    """Nothing at all."""
    yield 600.0


def drip_headers(_request, _reply):
    """A byte now and then, so that no single read ever times out."""
    yield b"HTTP/1.1 200 OK\r\nx: "
    while True:
        yield b"x"
        yield 0.02


def drip_body(_request, _reply):
    """The same, in the body."""
    yield JSON + b"content-length: 1000000\r\n\r\n"
    while True:
        yield b" "
        yield 0.02


def flood_of_1xx(_request, _reply):
    """Interim answers without end."""
    while True:
        yield b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50
        yield 0.01


def half_a_body(_request, reply):
    """A length that promises more, and then nothing."""
    yield reply.raw(length=len(reply.body) + 10)
    yield 600.0


STALLS = (never, drip_headers, drip_body, flood_of_1xx, half_a_body)


@pytest.mark.parametrize("twist", STALLS)
def test_a_stall_ends_with_the_timeout(twister, target_at, twist):
    target = target_at(twister.url)
    twister.twist = twist
    began = time.monotonic()
    with pytest.raises(NoVerdict, match=NO_ANSWER):
        target.api.files.get("file")
    # Once, for what takes long is not repeated; generously, for this machine is not ours alone.
    assert time.monotonic() - began < 10
    assert sum(request.target == "/v1/files/file" for request in twister.requests) == 1


def endless_headers(_request, _reply):
    """Header after header."""
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"x-more: and more\r\n" * 200


def no_http(_request, _reply):
    """Another protocol."""
    yield b"220 mail.example.com ESMTP\r\n"
    yield "close"


def two_lengths(_request, _reply):
    """A message whose end cannot be known."""
    yield JSON + b"content-length: 2\r\ncontent-length: 3\r\n\r\n{}"
    yield "close"


def cut_off(_request, reply):
    """Closed before the promised end."""
    yield reply.raw(length=len(reply.body) + 10)
    yield "close"


def closed(_request, _reply):
    """Closed at once."""
    yield "close"


def reset(_request, _reply):
    """Reset at once."""
    yield "reset"


BREAKS = {
    endless_headers: "not well-formed HTTP|connection broke",
    no_http: "not well-formed HTTP",
    two_lengths: "not well-formed HTTP",
    cut_off: "not well-formed HTTP",
    closed: "not well-formed HTTP|connection broke",
    reset: "connection broke",
}


@pytest.mark.parametrize("twist", BREAKS)
def test_a_break_is_told_and_reads_are_repeated(twister, target_at, twist):
    target = target_at(twister.url, timeout=5)
    twister.twist = twist
    with pytest.raises(NoVerdict, match=BREAKS[twist]):
        target.api.files.get("file")
    assert sum(request.target == "/v1/files/file" for request in twister.requests) == ATTEMPTS


def test_what_changes_something_is_not_repeated(twister, target_at):
    target = target_at(twister.url, timeout=5)
    twister.twist = reset
    with pytest.raises(NoVerdict, match="connection broke"):
        target.api.files.upload(b"x", "xc-test-1.txt")
    assert sum(request.method == "POST" for request in twister.requests) == 1
    assert [intent.name for intent in target.ledger.unanswered] == ["xc-test-1.txt"]


BROKEN_JSON = {
    "cut": b'{"id": "file',
    "html": b"<html>",
    "nothing": b"",
    "nested": b"[" * 100_000,
    "nested object": b'{"a":' * 100_000,
    "bytes": b"\xff\xfe\x00",
    "a number of a million digits": b"9" * 1_000_000,
}


@pytest.mark.parametrize("body", BROKEN_JSON.values(), ids=BROKEN_JSON)
def test_broken_json_is_a_deviation_when_it_is_read(twister, target_at, body):
    target = target_at(twister.url, timeout=5)
    twister.twist = lambda _request, reply: [
        replace(reply, status=200, headers=reply.headers, body=body).raw()
    ]
    answer = target.api.files.upload(b"x", "xc-test-2.txt")
    assert answer.accepted
    with pytest.raises(Malformed, match="is no JSON"):
        answer["id"]
    # A file may be there now, so that it is looked for.
    assert [intent.name for intent in target.ledger.unanswered] == ["xc-test-2.txt"]


@pytest.mark.parametrize(
    "body", [[], ["id"], "id", 5, None, True, {"id": 7}, {"id": None}, {"id": ["x"]}, {"id": ".."}]
)
def test_json_of_the_wrong_shape_breaks_nothing(twister, target_at, body):
    target = target_at(twister.url, timeout=5)
    twister.twist = lambda _request, reply: [
        replace(reply, status=200, headers=reply.headers, body=json.dumps(body).encode()).raw()
    ]
    answer = target.api.files.upload(b"x", "xc-test-3.txt")
    assert answer["id"] == (body.get("id") if isinstance(body, dict) else None)
    assert target.ledger.outstanding == {}
    assert list(target.api.files.pages(limit=1))


def test_of_a_huge_error_page_little_is_kept(twister, target_at):
    target = target_at(twister.url, timeout=20)
    twister.twist = lambda _request, _reply: [
        b"HTTP/1.1 500 Oh\r\ncontent-length: 104857600\r\n\r\n",
        *[b"x" * (1 << 20)] * 100,
    ]
    answer = target.api.files.content("file")
    assert (answer.status, answer.truncated, len(answer.content)) == (500, True, 1 << 20)


def test_an_endless_body_is_cut_off(twister, target_at):
    target = target_at(twister.url, timeout=20)

    def endless(_request, _reply):
        yield JSON + b"transfer-encoding: chunked\r\n\r\n"
        while True:
            yield b"100000\r\n" + b" " * (1 << 20) + b"\r\n"

    twister.twist = endless
    answer = target.api.files.list()
    assert answer.truncated
    with pytest.raises(Malformed, match="endless body"):
        answer["data"]


def test_compression_that_nobody_asked_for_is_undone(twister, target_at):
    target = target_at(twister.url, timeout=5)

    def compressed(_request, reply):
        headers = {**reply.headers, "content-encoding": "gzip"}
        yield replace(reply, status=200, headers=headers, body=gzip.compress(b'{"data": ["seen"]}')).raw()

    twister.twist = compressed
    assert target.api.files.list()["data"] == ["seen"]


def test_a_bomb_is_cut_off(twister, target_at):
    target = target_at(twister.url, timeout=20)
    bomb = gzip.compress(bytes(200 << 20), 1)
    twister.twist = lambda _request, reply: [
        replace(reply, status=200, headers={"content-encoding": "gzip"}, body=bomb).raw()
    ]
    answer = target.api.files.list()
    assert answer.truncated
    assert len(answer.content) == 8 << 20


def test_what_says_gzip_and_is_not_stays(twister, target_at):
    target = target_at(twister.url, timeout=5)
    twister.twist = lambda _request, reply: [
        replace(reply, status=200, headers={"content-encoding": "gzip"}, body=b"{}").raw()
    ]
    assert target.api.files.list().content == b"{}"


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/1.1"])
def test_old_servers_and_those_that_hang_up_are_fine(twister, target_at, version):
    def hanging_up(_request, reply):
        yield replace(reply, status=200, headers={"connection": "close"}, body=reply.body).raw(
            version=version
        )
        yield "close"

    target = target_at(twister.url, timeout=5)
    twister.twist = hanging_up
    assert [target.api.files.list().status for _ in range(4)] == [200] * 4
    assert target.api.files.upload(b"x", "xc-test-4.txt").accepted


def test_a_length_that_is_too_short_never_reaches_the_next_answer(twister, target_at):
    def short(_request, reply):
        yield replace(reply, status=200, headers={}, body=b'{"data": [1]}').raw(length=5)

    target = target_at(twister.url, timeout=5)
    twister.twist = short
    assert target.api.files.list().content == b'{"dat'
    twister.twist = lambda _request, reply: [
        replace(reply, status=200, headers={}, body=b'{"data": [2]}').raw()
    ]
    assert target.api.files.list()["data"] == [2]


def test_the_body_of_an_answer_to_head_never_reaches_the_next_answer(twister, target_at):
    """Some servers send it all the same."""

    def talkative(_request, reply):
        head, gap, body = replace(reply, status=200, headers={}, body=b'{"data": [1]}').raw().partition(GAP)
        yield head + gap
        yield 0.05
        yield body

    target = target_at(twister.url, timeout=5)
    twister.twist = talkative
    url = f"{target.profile.base_url}/cdn/token/name.png"
    for _ in range(3):
        assert target.api.public_urls.fetch(url, method="HEAD").status == 200
        assert target.api.files.upload(b"x", "xc-test-5.txt").status == 200


def test_redirects_are_answers(twister, target_at):
    target = target_at(twister.url, timeout=5)
    twister.twist = lambda request, reply: [
        replace(reply, status=302, headers={"location": request.target}).raw()
    ]
    assert target.api.files.list().status == 302


# --- not now


def counting(status, headers=None, *, times=10**9):
    """Answers `times` requests with `status`, and the rest as usual."""
    seen = []

    def twist(request, reply):
        seen.append(request)
        yield (
            replace(reply, status=status, headers=headers or {}, body=b"") if len(seen) <= times else reply
        ).raw()

    twist.seen = seen
    return twist


def test_a_rate_limit_is_waited_for(twister, target_at):
    target = target_at(twister.url, timeout=30)
    twister.twist = counting(429, {"retry-after": "0"}, times=2)
    assert target.api.files.upload(b"x", "xc-test-5.txt").accepted


def test_a_rate_limit_that_stays_is_no_verdict(twister, target_at):
    target = target_at(twister.url, timeout=30)
    twister.twist = counting(429, {"retry-after": "0.01"})
    with pytest.raises(NoVerdict, match="keeps answering 429"):
        target.api.files.list()
    assert len(twister.twist.seen) == ATTEMPTS


@pytest.mark.parametrize("status", [429, 503])
def test_nobody_sleeps_longer_than_the_timeout(twister, target_at, status):
    target = target_at(twister.url, timeout=2)
    twister.twist = counting(status, {"retry-after": "3600"})
    began = time.monotonic()
    with pytest.raises(NoVerdict, match="asks to wait 3600 s"):
        target.api.files.list()
    assert time.monotonic() - began < 10
    assert len(twister.twist.seen) == 1


@pytest.mark.parametrize("value", ["soon", "nan", "inf", "-5", "1e400"])
def test_a_retry_after_that_makes_no_sense(twister, target_at, value):
    target = target_at(twister.url, timeout=1)
    twister.twist = counting(503, {"retry-after": value})
    with pytest.raises(NoVerdict, match="503"):
        target.api.files.list()


def test_the_quota_of_urls_is_an_answer(twister, target_at):
    target = target_at(twister.url, timeout=30)
    twister.twist = counting(429)
    assert target.api.public_urls.create("file").refused("quota")
    assert len(twister.twist.seen) == 1


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_that_is_away_now_and_then_says_nothing_of_the_service(twister, target_at, status):
    target = target_at(twister.url, timeout=30)
    twister.twist = counting(status, times=1)
    assert target.api.files.list().status == 200
    twister.twist = counting(status)
    with pytest.raises(NoVerdict, match=f"not available: it answers {status}"):
        target.api.files.delete("file")
    assert len(twister.twist.seen) == 1


def test_a_bad_gateway_is_an_answer_where_it_is_awaited(twister, target_at):
    target = target_at(twister.url, timeout=30)
    twister.twist = counting(502)
    form = asked(url="http://127.0.0.1/nothing")
    assert target.api.transcription.send(form, awaited=(502,)).refused("unreachable-url")
    with pytest.raises(NoVerdict, match="not available"):
        target.api.transcription.send(form)
    assert len(twister.twist.seen) == 2


# --- gone


def test_a_target_that_is_gone_is_given_up(twister, target_at):
    target = target_at(twister.url, timeout=0.3)
    twister.twist = never
    for _ in range(TRIP):
        with pytest.raises(NoVerdict, match=r"^GET"):
            target.api.files.get("file")
    sent = len(twister.requests)
    for number in range(50):
        trial.start(f"check {number}", "")
        for _ in range(5):
            with pytest.raises(NoVerdict, match=r"the target stopped answering: GET .* no complete answer"):
                target.api.files.get("file")
    # A brief look a check, until even that has taken three time-outs.
    assert 1 <= len(twister.requests) - sent <= 3


def test_a_target_that_is_back_is_trusted_again(twister, target_at):
    target = target_at(twister.url, timeout=0.3)
    twister.twist = never
    for _ in range(TRIP):
        with pytest.raises(NoVerdict):
            target.api.files.get("file")
    twister.twist = lambda _request, reply: [reply.raw()]
    trial.start("the next check", "")
    assert target.api.files.list().status == 200
    assert target.api.files.list().status == 200


def test_refused_connections_are_looked_at_by_every_check(target_at, twister):
    target = target_at(twister.url, timeout=0.2)
    twister.__exit__()
    for number in range(TRIP + 5):
        trial.start(f"check {number}", "")
        with pytest.raises(NoVerdict, match="no connection"):
            target.api.files.list()


def fetch_twice(target, url):
    """The first is a probe."""
    for _ in range(2):
        target.api.public_urls.fetch(url)


def test_each_address_is_judged_by_itself(twister, twisted, target_at):
    target = target_at(twister.url, timeout=0.3, cdn=f"{twisted.url}/cdn")
    twisted.twist = never
    for _ in range(TRIP):
        with pytest.raises(NoVerdict):
            target.api.public_urls.fetch(f"{twisted.url}/cdn/x")
        assert target.api.files.list().status == 200
    with pytest.raises(NoVerdict, match="stopped answering"):
        fetch_twice(target, f"{twisted.url}/cdn/x")
    assert target.api.files.list().status == 200


# --- addresses


@pytest.mark.parametrize("end", ["a b", "ü", "a\nb", "\x00", "\ud800"])
def test_a_url_that_is_no_address_is_the_targets_fault(twister, target_at, end):
    target = target_at(twister.url, cdn=f"{twister.url}/cdn")
    with pytest.raises(Malformed, match="no address"):
        target.api.public_urls.fetch(f"{twister.url}/cdn/{end}")


def leading_on(where):
    """A redirect of everything but what `where` itself is asked for."""

    def twist(request, reply):
        if request.target == "/cdn/there":
            yield replace(reply, status=200, headers={}, body=b"it").raw()
        else:
            yield replace(reply, status=307, headers={"location": where}).raw()

    return twist


@pytest.mark.parametrize("where", ["there", "/cdn/there", "//{host}/cdn/there#part"])
def test_a_url_may_lead_on(twister, target_at, where):
    target = target_at(twister.url, timeout=5, cdn=f"{twister.url}/cdn")
    twister.twist = leading_on(where.format(host=twister.url.partition("//")[2]))
    answer = target.api.public_urls.fetch(f"{twister.url}/cdn/x", headers={"authorization": "Bearer key"})
    assert (answer.status, answer.content) == (200, b"it")
    assert twister.requests[-1].headers.get("authorization") == "Bearer key"


def test_a_url_that_leads_on_for_ever_is_an_answer(twister, target_at):
    target = target_at(twister.url, timeout=5, cdn=f"{twister.url}/cdn")
    twister.twist = leading_on("/cdn/x")
    assert target.api.public_urls.fetch(f"{twister.url}/cdn/x").status == 307


def test_keys_are_not_led_to_another_address(twister, twisted, target_at):
    target = target_at(twister.url, timeout=5, cdn=f"{twister.url}/cdn", imgen=f"{twisted.url}/cdn")
    twister.twist = leading_on(f"{twisted.url}/cdn/there")
    twisted.twist = leading_on("")
    answer = target.api.public_urls.fetch(f"{twister.url}/cdn/x", headers={"Authorization": "Bearer key"})
    assert answer.content == b"it"
    assert "authorization" not in {name.lower() for name in twisted.requests[-1].headers}


def test_a_url_that_leads_elsewhere_is_not_followed(twister, target_at):
    target = target_at(twister.url, timeout=5, cdn=f"{twister.url}/cdn")
    twister.twist = leading_on("http://127.0.0.1:9/cdn/there")
    with pytest.raises(Untestable, match="lead on to http://127"):
        target.api.public_urls.fetch(f"{twister.url}/cdn/x")
