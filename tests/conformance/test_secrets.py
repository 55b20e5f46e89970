"""A key appears in no file that a run writes, whatever a target does with it."""

import base64
import json
import urllib.parse
from dataclasses import replace

import pytest

from conformance.emulator.process import EmulatorProcess
from conformance.targets.exchange import Exchange, as_event
from conformance.targets.hiding import Hider

FIRST = "canary-FIRST/with=odd+characters%and~more"
SECOND = "canary-SECOND-9f8e7d6c5b4a"


def forms(key):
    """What a target may make of a key."""
    bearer = f"Bearer {key}"
    yield key
    yield urllib.parse.quote(key)
    yield urllib.parse.quote(key, safe="")
    yield urllib.parse.quote(key, safe="").lower()
    for text in (key, bearer, f"authorization: {bearer}", f"x{bearer}"):
        yield base64.b64encode(text.encode()).decode()
        yield base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def found_in(data: bytes):
    """The keys that somebody could read out of `data`."""
    for key in (FIRST, SECOND):
        for form in forms(key):
            # The ends of base64 hold bits of its neighbours; what is within gives the key away.
            if form[4:-4].encode() in data:
                yield form


@pytest.fixture(scope="module")
def faulty():
    """Deviates, so that exchanges are written down."""
    faults = ["revoke-again-true", "url-expiry-above-accepted", "upload-refuses-one-byte"]
    with EmulatorProcess({"alpha": FIRST, "beta": SECOND}, faults) as process:
        yield process


def echo(request, reply):
    """Tells everybody the key, in headers and bodies, in every form; also in bytes that are no text."""
    key = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not key:
        yield reply.raw()
        return
    told = {f"x-echo-{number}": form for number, form in enumerate(forms(key))}
    body = reply.body
    if body.startswith(b"{"):
        body = json.dumps({"echo": told, **json.loads(body), "message": f"for {key}"}).encode()
    elif reply.status >= 400:
        body = b"\xff\xfe\x00" + key.encode() + b"\x00"
    yield replace(reply, headers={**reply.headers, **told, f"x-{key.split('/')[0]}": key}, body=body).raw()


def test_no_file_of_a_run_has_a_key(run, faulty, twister_at):
    server = twister_at(faulty.url)
    server.twist = echo
    ended = run(
        "--target", server.url, "--examples", "1", "--requirement", "public-url.revoke.none-active",
        "--requirement", "public-url.expiry.bounds", "--requirement", "files.upload.accepted",
        "--requirement", "access.team.*", "--requirement", "files.answers.*",
        env={"XAI_API_KEY": FIRST, "XAI_SECOND_API_KEY": SECOND},
    )  # fmt: skip

    assert ended.code == 1
    deviating = {id_ for id_, verdict in ended.verdicts.items() if verdict == "deviates"}
    assert {"public-url.revoke.none-active", "public-url.expiry.bounds", "files.upload.accepted"} <= deviating
    files = [path for path in ended.report.rglob("*") if path.is_file()]
    assert any(path.name == "repro.sh" for path in files)
    assert any(path.match("allure-results/*-attachment.json") for path in files)
    leaks = {path.name: form for path in files for form in found_in(path.read_bytes())}
    assert leaks == {}
    assert not list(found_in((ended.stdout + ended.stderr).encode()))
    assert "$XAI_API_KEY" in (ended.report / "events.jsonl").read_text()


def test_the_probe_of_these_tests_finds_keys():
    for form in forms(FIRST):
        assert list(found_in(f"before {form} after".encode()))


@pytest.mark.parametrize("key", [FIRST, SECOND, 'with"quote\\and<tag>'])
def test_every_form_is_hidden(key):
    hider = Hider({key: "$KEY"})
    for form in [*forms(key), json.dumps(key)]:
        hidden = hider.text(f"a {form} b")
        assert "$KEY" in hidden
        assert form[4:-4] not in hidden
        assert hider.data(form.encode()) == hider.text(form).encode()


@pytest.mark.parametrize("cut", ["…", "..."])
def test_a_key_that_an_ellipsis_cut_in_two(cut):
    hider = Hider({SECOND: "$KEY"})
    assert hider.sentence(f"it said {SECOND[:-3]}{cut}") == f"it said $KEY{cut}"
    assert hider.sentence(f"it said {cut}{SECOND[3:]}!") == f"it said {cut}$KEY!"
    assert hider.sentence("canary wharf…") == "canary wharf…"


def test_a_key_that_begins_like_another():
    hider = Hider({"the-key-of-one": "$ONE", "the-key-of-one-more": "$MORE"})
    assert hider.text("the-key-of-one-more, the-key-of-one") == "$MORE, $ONE"


def test_short_keys_are_hidden_as_words():
    hider = Hider({"abcd": "$KEY", "x": "$SECOND"})
    assert hider.text("abcd abcde x-abcd (abcd)") == "$KEY abcde x-abcd ($KEY)"
    assert hider.sent("Bearer x") == "Bearer $SECOND"
    assert hider.text("x") == "x"


def body_of(content, **more):
    exchange = Exchange(
        operation="",
        identity="first",
        method="GET",
        url="http://h/",
        request_headers={},
        response_body=content,
        **more,
    )
    return as_event(exchange, Hider({SECOND: "$KEY"}))["response_body"]


def test_long_bodies_are_kept_from_their_beginning():
    text = ("ü" * (1 << 20)).encode()
    body = body_of(b"a" + text)
    assert body["size"] == len(text) + 1
    assert body["truncated"] is True
    assert body["text"].startswith("aüü")
    assert len(body["text"].encode()) in range((1 << 20) - 3, (1 << 20) + 1)


def test_runs_of_one_byte_are_folded():
    body = body_of(b"\x89PNG" + bytes(10_000_000) + b"end")
    assert body["pieces"] == [
        {"base64": base64.b64encode(b"\x89PNG").decode()},
        {"fill": "00", "count": 10_000_000},
        {"base64": base64.b64encode(b"end").decode()},
    ]
    assert "truncated" not in body


def test_keys_within_bytes_are_hidden():
    assert base64.b64decode(body_of(b"\xff" + SECOND.encode())["pieces"][0]["base64"]) == b"\xff$KEY"


@pytest.mark.parametrize(
    "value", ["xai-realtime-client-secret-0123456789abcdef", 'odd "secret" \\ of others']
)
def test_a_secret_that_a_target_gives_is_not_written_down_either(value):
    hider = Hider({FIRST: "$XAI_API_KEY"})
    body = json.dumps({"value": value, "expires_at": 5}).encode()
    exchange = Exchange(
        operation="createClientSecret", identity="first", method="POST", url="http://x/", request_headers={},
        status=200, response_body=body,
    )  # fmt: skip
    event = as_event(exchange, hider)
    assert event["response_body"]["text"] == '{"value": "$XAI_CLIENT_SECRET", "expires_at": 5}'
    assert hider.sentence(f"createClientSecret answered 200 {body.decode()}").count(value[:12]) == 0


def test_a_secret_of_the_usual_form_is_hidden_wherever_it_stands():
    hider = Hider({})
    for text in ("Bearer {}", "xai-client-secret.{}", "wss://x/?a={}&b=c", '"{}"'):
        shown = hider.text(text.format("xai-realtime-client-secret-0a-B_c"))
        assert shown == text.format("$XAI_CLIENT_SECRET")
        assert hider.data(text.format("xai-realtime-client-secret-0a-B_c").encode()) == shown.encode()
