"""The HTTP transport: one pool of connections a worker, one deadline an exchange, everything recorded."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore

from conformance import trial
from conformance.outcomes import NoVerdict, Untestable
from conformance.targets.call import Answer, Call
from conformance.targets.clock import Clock
from conformance.targets.deadline import DeadlineBackend, set_deadline
from conformance.targets.exchange import Exchange
from conformance.targets.ledger import Ledger
from conformance.targets.profile import Profile
from specs import Operation
from strategies.multipart import Encoded, upload_form

#: Of an answer that should be JSON this much is read, in bytes; of a file's content, more than any may hold.
MOST_JSON = 8 << 20
MOST_CONTENT = 96 << 20
#: How often a request that can safely be repeated is sent when the network or a rate limit gets in the way.
ATTEMPTS = 3

_Content = Callable[[], Iterable[bytes]]


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
        """Close every connection."""
        self._pool.close()

    def send(self, call: Call, identity: str) -> Answer:
        """Carry out one documented operation as `identity`.

        Raises:
            NoVerdict: the network broke, the target stalled, or it kept answering that the rate is too high.
        """
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
                self.ledger.gone(call.path["file_id"])
            return answer
        number = self.ledger.intend(identity, _name_of(call))
        answer = self._perform(exchange, call.operation, length)
        self.ledger.settle(number, _created_id(answer))
        return answer

    def fetch(
        self, operation: Operation, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Open a public URL as anyone would: without a key, unless `headers` carries one.

        Only addresses under the profile's `cdn`, or of the target itself, are ever opened.

        Raises:
            Untestable: the URL lies elsewhere.
            NoVerdict: as for `send`.
        """
        allowed = [self.profile.cdn, self.profile.base_url]
        if not any(base and url.startswith(f"{base.rstrip('/')}/") for base in allowed):
            raise Untestable(
                f"public URLs of this target lie under {_origin(url)}, which its profile does not name as cdn"
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
        )

    def _exchange(self, exchange: Exchange, most: int, length: int, *, quota_is_429: bool = False) -> None:
        """Send until there is an answer, repeating only what cannot do harm twice."""
        trial.current().record(exchange)
        for attempt in range(1, ATTEMPTS + 1):
            exchange.error = None
            last = attempt == ATTEMPTS
            try:
                self._once(exchange, most, length)
            except (
                httpcore.NetworkError,
                httpcore.TimeoutException,
                httpcore.ProtocolError,
                OSError,
            ) as error:
                exchange.error = _network_sentence(error, exchange, self.profile.timing.timeout)
                repeatable = exchange.method in ("GET", "HEAD") or isinstance(error, httpcore.ConnectError)
                if last or not repeatable or isinstance(error, httpcore.TimeoutException):
                    raise NoVerdict(exchange.error) from None
                continue
            if exchange.status != 429:
                return
            pause = _retry_after(exchange.response_headers)
            if quota_is_429 and pause is None:
                return
            if last:
                break
            time.sleep(min(pause if pause is not None else 2.0**attempt, self.profile.timing.timeout))
        if not quota_is_429:
            raise NoVerdict(f"the target keeps answering 429 to {exchange.method} {_origin(exchange.url)}")

    def _once(self, exchange: Exchange, most: int, length: int) -> None:
        self.requests += 1
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
        request = httpcore.Request(
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
        began = time.monotonic()
        set_deadline(self.profile.timing.timeout)
        response = self._pool.handle_request(request)
        try:
            exchange.response_body, exchange.truncated = _read(response.stream, most)
        finally:
            response.close()
            exchange.seconds = time.monotonic() - began
        exchange.status = response.status
        exchange.response_headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
        }


def never_issued() -> str:
    """A key of the usual shape that nobody was ever given."""
    return f"xai-{secrets.token_urlsafe(60)}"


def _read(stream: Iterable[bytes], most: int) -> tuple[bytes, bool]:
    chunks: list[bytes] = []
    size = 0
    for chunk in stream:
        chunks.append(chunk)
        size += len(chunk)
        if size > most:
            return b"".join(chunks)[:most], True
    return b"".join(chunks), False


def _target(call: Call) -> str:
    path = call.operation.path
    for name, value in call.path.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return f"{path}?{urlencode(call.query, quote_via=quote)}" if call.query else path


def _name_of(call: Call) -> str:
    if call.upload is not None:
        return call.upload.filename
    for part in call.form.parts if call.form is not None else ():
        if part.filename is not None:
            return part.filename
    return ""


def _created_id(answer: Answer) -> str | None:
    """The id of the file that an upload made, if it made one, whatever else is wrong with the answer."""
    if not 200 <= answer.status < 300 or answer.truncated:
        return None
    try:
        body = json.loads(answer.content)
    except ValueError:
        return None
    file_id = body.get("id") if isinstance(body, dict) else None
    return file_id if isinstance(file_id, str) and file_id else None


def _retry_after(headers: Mapping[str, str]) -> float | None:
    try:
        return max(0.0, float(headers["retry-after"]))
    except (KeyError, ValueError):
        return None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _network_sentence(error: Exception, exchange: Exchange, timeout: float) -> str:
    what = f"{exchange.method} {exchange.url}"
    if isinstance(error, httpcore.ConnectError):
        return f"{what}: no connection ({error})"
    if isinstance(error, httpcore.TimeoutException):
        return f"{what}: no complete answer within {timeout:g} s"
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
