"""The HTTP transport: one pool of connections a worker, one deadline an exchange, everything recorded."""

from __future__ import annotations

import json
import math
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore

from conformance import trial
from conformance.outcomes import NoVerdict, Untestable
from conformance.targets.breaker import PROBE, Breaker
from conformance.targets.call import Answer, Call, Malformed
from conformance.targets.clock import Clock
from conformance.targets.deadline import DeadlineBackend, set_deadline
from conformance.targets.exchange import Exchange
from conformance.targets.ledger import Ledger
from conformance.targets.profile import PLACES, Profile
from conformance.targets.reading import MOST_CONTENT, MOST_JSON, MOST_REFUSAL, read, unpacked
from conformance.targets.uploaded import settle
from specs import Operation
from strategies.multipart import Encoded, upload_form

#: How often a request that can safely be repeated is sent when the network or a rate limit gets in the way.
ATTEMPTS = 3
#: What machines in front of a service answer while it is away; it says nothing of what the service promises.
UNAVAILABLE = frozenset({502, 503, 504})
#: So many times the time-out may be spent on asking whether a target that is gone has come back.
_PROBING = 3

#: Operation that opens a URL → what such URLs are called, and the place in a profile under which they live.
_URLS = {
    "fetchPublicUrl": ("public URL", "cdn"),
    "fetchImage": ("ephemeral image URL", "imgen"),
    "fetchVideo": ("ephemeral video URL", "vidgen"),
}

_Content = Callable[[], Iterable[bytes]]
#: What a broken network, or a target that speaks no HTTP, makes of a request.
_FAILURES = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError, UnicodeError)


@dataclass(slots=True, kw_only=True)
class HttpTransport:
    """Sends calls over HTTP.

    `keys` maps an identity to its API key: `first`, `second` (another team's) and `wrong` (never issued);
    the identity `none` has no key. Every exchange goes to the current trial and to `watchers`.
    """

    profile: Profile
    keys: Mapping[str, str]
    clock: Clock
    ledger: Ledger
    watchers: list[Callable[[Exchange, Operation | None], None]] = field(default_factory=list)
    requests: int = 0
    _pool: Any = None
    _breakers: dict[str, Breaker] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Open the pool; connections are made when the first request needs one."""
        base = self.profile.base_url or ""
        self._pool = httpcore.ConnectionPool(
            network_backend=DeadlineBackend(),
            max_connections=64,
            max_keepalive_connections=64,
            keepalive_expiry=30,
            proxy=_proxy(base),
        )

    def close(self) -> None:
        """Close every connection, and the ledger."""
        self._pool.close()
        self.ledger.close()

    def trust_again(self) -> None:
        """Ask a target that stopped answering once more, with all patience: something important is to come."""
        for breaker in self._breakers.values():
            breaker.reset()

    def send(self, call: Call, identity: str) -> Answer:
        """Carry out one documented operation as `identity`.

        Raises:
            NoVerdict: the network broke, the target stalled, was away, or kept answering that the rate is too high.
            Untestable: it would change a file that was there before the run.
        """
        if call.operation.method != "GET" and self.ledger.is_foreign(call.path.get("file_id", "")):
            raise Untestable(
                "the target answered an upload with a file that was there before; it is left alone"
            )
        headers = {"accept": "application/json"}
        if identity in self.keys:
            headers["authorization"] = f"Bearer {self.keys[identity]}"
        content, form, length = self._body(call, headers)
        for name, value in call.headers.items():
            if value is None:
                headers.pop(name, None)
            else:
                headers[name] = value
        exchange = Exchange(
            operation=call.operation.id,
            identity=identity,
            method=call.method or call.operation.method,
            url=f"{self.profile.base_url}{_target(call)}",
            request_headers=headers,
            content=content,
            form=form,
        )
        if call.operation.id != "uploadFile" or exchange.method != "POST":
            answer = self._perform(exchange, call.operation, length)
            if call.operation.id == "deleteFile" and answer.status in call.operation.success:
                file_id = call.path["file_id"]
                if self.ledger.owner(file_id) == identity:
                    self.ledger.gone(file_id)
            return answer
        name = _name_of(call)
        number = self.ledger.intend(identity, name, self.clock.now())
        answer = self._perform(exchange, call.operation, length)
        settle(self.ledger, number, name, answer, tolerance=self.profile.timing.clock_tolerance)
        return answer

    def fetch(
        self, operation: Operation, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Open a URL that the target gave as anyone would: without a key, unless `headers` carries one.

        Only addresses under the places that the profile names, or of the target itself, are ever opened.

        Raises:
            Malformed: the URL holds what no address can.
            Untestable: the URL lies elsewhere.
            NoVerdict: as for `send`.
        """
        what, place = _URLS[operation.id]
        if not _is_address(url):
            raise Malformed(f"the {what} {url[:200]!r} is no address that anybody could open")
        allowed = [*(getattr(self.profile, name) for name in PLACES), self.profile.base_url]
        if not any(base and url.startswith(f"{base.rstrip('/')}/") for base in allowed):
            raise Untestable(
                f"{what}s of this target lie under {_origin(url)}, which its profile does not name as {place}"
            )
        exchange = Exchange(
            operation=operation.id,
            identity="none",
            method=method,
            url=url,
            request_headers=dict(headers or {}),
        )
        return self._perform(exchange, operation, 0)

    def plain(self, method: str, path: str, *, body: Any = None, identity: str = "none") -> Exchange:
        """One request outside the documented operations, such as one to the control plane.

        Raises:
            NoVerdict: as for `send`.
        """
        headers = {"accept": "application/json"}
        if identity in self.keys:
            headers["authorization"] = f"Bearer {self.keys[identity]}"
        encoded = b"" if body is None else json.dumps(body).encode()
        if body is not None:
            headers["content-type"] = "application/json"
        exchange = Exchange(
            operation="",
            identity=identity,
            method=method,
            url=f"{self.profile.base_url}{path}",
            request_headers=headers,
            content=None if body is None else lambda: [encoded],
        )
        self._exchange(exchange, MOST_JSON, len(encoded))
        return exchange

    def _body(self, call: Call, headers: dict[str, str]) -> tuple[_Content | None, Any, int]:
        """The body's chunks, the form that it was made from, and its length; sets the content type."""
        if call.has_json:
            headers["content-type"] = "application/json"
            encoded = json.dumps(call.json).encode()
            return lambda: [encoded], None, len(encoded)
        form = call.form
        if call.upload is not None:
            upload = call.upload
            form = upload_form(
                upload.content,
                upload.filename,
                content_type=upload.content_type,
                purpose=upload.purpose,
                expires_after=upload.expires_after,
            )
        raw: Encoded | None = form.encode() if form is not None else call.raw
        if raw is None:
            return None, None, 0
        if raw.content_type is not None:
            headers["content-type"] = raw.content_type
        return raw.chunks, form, raw.length

    def _perform(self, exchange: Exchange, operation: Operation, length: int) -> Answer:
        most = MOST_JSON if operation.response_media_type == "application/json" else MOST_CONTENT
        sent = self.clock.now()
        self._exchange(exchange, most, length, quota_is_429="quota" in operation.refusals)
        for watch in self.watchers:
            watch(exchange, operation)
        assert exchange.status is not None
        return Answer(
            operation=operation,
            status=exchange.status,
            headers=exchange.response_headers,
            content=exchange.response_body or b"",
            sent=sent,
            received=self.clock.now(),
            truncated=exchange.truncated,
            exchange=exchange,
        )

    def _exchange(self, exchange: Exchange, most: int, length: int, *, quota_is_429: bool = False) -> None:
        """Send until there is an answer, unless the target has stopped answering altogether."""
        with self._breaker(exchange.url).guard(trial.current()) as probe:
            trial.current().record(exchange)
            self._attempt(exchange, most, length, quota_is_429=quota_is_429, probe=probe)

    def _attempt(
        self, exchange: Exchange, most: int, length: int, *, quota_is_429: bool, probe: bool
    ) -> None:
        """Send, and repeat what cannot do harm twice. All pauses together last no longer than the time-out."""
        timeout = patience = self.profile.timing.timeout
        if probe:
            timeout = min(timeout, PROBE)
        for attempt in range(1, ATTEMPTS + 1):
            last = probe or attempt == ATTEMPTS
            try:
                self._once(exchange, most, length, timeout)
            except _FAILURES as error:
                exchange.error = _network_sentence(error, exchange, timeout)
                if last or not _repeatable(error, exchange):
                    raise NoVerdict(exchange.error) from None
                pause = 0.25 * 2**attempt if isinstance(error, httpcore.ConnectError) else 0.0
            else:
                asked = _retry_after(exchange.response_headers)
                if not _is_put_off(exchange, asked, quota_is_429=quota_is_429):
                    return
                pause = asked if asked is not None else 0.5 * 2**attempt
                if last or pause > patience or not _repeatable(None, exchange):
                    if quota_is_429 and exchange.status == 429:
                        return
                    raise NoVerdict(_put_off_sentence(exchange, asked))
            patience -= pause
            time.sleep(max(0.0, min(pause, patience + pause)))

    def _breaker(self, url: str) -> Breaker:
        with self._lock:
            allowance = _PROBING * self.profile.timing.timeout
            return self._breakers.setdefault(_origin(url), Breaker(allowance))

    def _once(self, exchange: Exchange, most: int, length: int, timeout: float) -> None:
        self.requests += 1
        exchange.status = exchange.response_body = exchange.error = None
        exchange.response_headers = {}
        request = _request(exchange, length)
        began = time.monotonic()
        set_deadline(timeout)
        response = self._pool.handle_request(request)
        try:
            exchange.status = response.status
            exchange.response_headers = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
            }
            if response.status >= 400:
                most = min(most, MOST_REFUSAL)
            body, cut = read(response.stream, most)
        finally:
            response.close()
            exchange.seconds = time.monotonic() - began
        exchange.response_body, longer = unpacked(body, exchange.response_headers, most)
        exchange.truncated = cut or longer


def _request(exchange: Exchange, length: int) -> httpcore.Request:
    parts = urlsplit(exchange.url)
    host = parts.netloc.rpartition("@")[2].encode("ascii")
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = [(b"host", host), (b"user-agent", b"xai-conformance"), (b"accept-encoding", b"identity")]
    headers += [(n.encode("ascii"), v.encode("utf-8")) for n, v in exchange.request_headers.items()]
    content: Iterable[bytes] | bytes = b""
    if exchange.content is not None:
        content = exchange.content()
        headers.append((b"content-length", str(length).encode()))
    elif exchange.method in ("POST", "PUT", "PATCH"):
        headers.append((b"content-length", b"0"))
    default_port = 443 if parts.scheme == "https" else 80
    return httpcore.Request(
        exchange.method.encode("ascii"),
        httpcore.URL(
            scheme=parts.scheme.encode("ascii"),
            host=(parts.hostname or "").encode("ascii"),
            port=parts.port or default_port,
            target=target.encode("ascii"),
        ),
        headers=headers,
        content=content,
    )


def never_issued() -> str:
    """A key of the usual shape that nobody was ever given."""
    return f"xai-{secrets.token_urlsafe(60)}"


def _target(call: Call) -> str:
    path = call.operation.path
    for name, value in call.path.items():
        path = path.replace(f"{{{name}}}", quote(value, safe="", errors="surrogatepass"))
    return f"{path}?{urlencode(call.query, quote_via=quote)}" if call.query else path


def _name_of(call: Call) -> str:
    if call.upload is not None:
        return call.upload.filename
    for part in call.form.parts if call.form is not None else ():
        if part.filename is not None:
            return part.filename
    return ""


def _repeatable(error: Exception | None, exchange: Exchange) -> bool:
    """Whether sending once more can do no harm: it was not accepted, or changes nothing."""
    if isinstance(error, httpcore.TimeoutException | httpcore.LocalProtocolError | UnicodeError):
        return False  # it would end the same way, or take as long again
    refused = exchange.status == 429 if error is None else isinstance(error, httpcore.ConnectError)
    return refused or exchange.method in ("GET", "HEAD")


def _is_put_off(exchange: Exchange, asked: float | None, *, quota_is_429: bool) -> bool:
    """Whether the answer is "not now" rather than an answer."""
    if exchange.status == 429:
        return asked is not None or not quota_is_429
    return exchange.status in UNAVAILABLE


def _put_off_sentence(exchange: Exchange, asked: float | None) -> str:
    wait = "" if asked is None else f", and asks to wait {asked:g} s"
    place = f"{exchange.method} {_origin(exchange.url)}"
    if exchange.status == 429:
        return f"the target keeps answering 429 (too many requests) to {place}{wait}"
    return f"the target is not available: it answers {exchange.status} to {place}{wait}"


def _retry_after(headers: Mapping[str, str]) -> float | None:
    try:
        seconds = float(headers["retry-after"])
    except (KeyError, ValueError):
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])


def _is_address(url: str) -> bool:
    """Whether `url` can be sent in a request at all, wherever it leads."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return known and url.isascii() and url.isprintable() and " " not in url


def _network_sentence(error: Exception, exchange: Exchange, timeout: float) -> str:
    what = f"{exchange.method} {exchange.url}"
    if isinstance(error, httpcore.ConnectError | UnicodeError):
        return f"{what}: no connection ({error})"
    if isinstance(error, httpcore.TimeoutException):
        return f"{what}: no complete answer within {timeout:g} s"
    if isinstance(error, httpcore.LocalProtocolError):
        return f"{what}: the request cannot be sent ({error})"
    if isinstance(error, httpcore.ProtocolError):
        return f"{what}: the answer is not well-formed HTTP ({error})"
    return f"{what}: the connection broke ({error})"


def _proxy(base: str) -> httpcore.Proxy | None:
    """The proxy that the environment names for the target, as other clients would use it."""
    parts = urlsplit(base)
    address = getproxies().get(parts.scheme)
    if not address or not parts.hostname or proxy_bypass(parts.hostname):
        return None
    return httpcore.Proxy(address if "://" in address else f"http://{address}")
