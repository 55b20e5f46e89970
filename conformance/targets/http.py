"""The HTTP transport: connections that are kept, one deadline an exchange, everything recorded."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote

import httpcore

from conformance import trial, waves
from conformance.outcomes import NoVerdict, Untestable
from conformance.targets import opening
from conformance.targets.books import Books
from conformance.targets.breaker import PROBE, Breaker
from conformance.targets.call import Answer, Call
from conformance.targets.clock import Clock
from conformance.targets.deadline import DeadlineBackend, set_deadline
from conformance.targets.exchange import Exchange
from conformance.targets.ledger import VOICE, Ledger
from conformance.targets.meter import KIND_OF, Meter
from conformance.targets.obstacles import (
    FAILURES,
    is_put_off,
    network_sentence,
    put_off_sentence,
    repeatable,
    retry_after,
)
from conformance.targets.pacing import Pacing
from conformance.targets.profile import Profile
from conformance.targets.reading import (
    MOST_CONTENT,
    MOST_IMAGES,
    MOST_JSON,
    MOST_REFUSAL,
    read,
    unpacked,
)
from conformance.targets.sockets.switchboard import Switchboard
from conformance.targets.uploaded import is_older
from conformance.targets.wire import origin, proxy_for, request_of, target_of
from specs import Operation
from strategies.multipart import Encoded, upload_form

#: How often a request that can safely be repeated is sent when the network or a rate limit gets in the way.
ATTEMPTS = 3
#: So many times the time-out may be spent on asking whether a target that is gone has come back.
_PROBING = 3

#: Operations of voice whose one exchange takes as long as what is spoken or listened to.
SPOKEN = frozenset({"createSpeech", "transcribe"})

_Content = Callable[[], Iterable[bytes]]
#: Sends an exchange, once, within so many seconds.
Once = Callable[[float], None]


@dataclass(slots=True, kw_only=True)
class HttpTransport:
    """Sends calls over HTTP.

    `keys` maps an identity to its API key: `first`, `second` (another team's) and `wrong` (never issued);
    the identity `none` has no key. Every exchange goes to the current trial and to `watchers`. `allowance` is what
    may be generated for, in dollars by the profile's prices.
    """

    profile: Profile
    keys: Mapping[str, str]
    clock: Clock
    ledger: Ledger
    watchers: list[Callable[[Exchange, Operation | None], None]] = field(default_factory=list)
    allowance: float | None = None
    meter: Meter = field(init=False)
    switchboard: Switchboard = field(init=False)
    _books: Books = field(init=False)
    _pools: deque[Any] = field(default_factory=deque)
    _breakers: dict[str, Breaker] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Connections are made when the first request needs one."""
        self.meter = Meter(prices=self.profile.prices, allowance=self.allowance)
        pacing = Pacing(rates=self.profile.requests_per_minute)
        self._books = Books(ledger=self.ledger, meter=self.meter, pacing=pacing, clock=self.clock)
        base = self.profile.base_url or ""
        self.switchboard = Switchboard(base)

    def _pool(self) -> Any:
        """Connections for one request: those that were used last, or new ones.

        Each request that is under way has a pool of its own, since one pool of many connections looks at every one of
        them for each request.
        """
        try:
            return self._pools.pop()
        except IndexError:
            return httpcore.ConnectionPool(
                network_backend=DeadlineBackend(),
                keepalive_expiry=30,
                proxy=proxy_for(self.profile.base_url or ""),
            )

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self.meter.requests.total()

    def close(self) -> None:
        """Close every connection, and the ledger."""
        while self._pools:
            self._pools.pop().close()
        self.switchboard.close()
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
            BudgetSpent: it may cost more than is left.
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
            url=f"{self.profile.base_url}{target_of(call)}",
            request_headers=headers,
            content=content,
            form=form,
            awaited=call.awaited,
        )
        return self.carry(call, exchange, length)

    def carry(self, call: Call, exchange: Exchange, length: int) -> Answer:
        """Send `exchange` with a body of `length` bytes; `call` says what it means, for the accounts.

        Raises:
            NoVerdict, Untestable, BudgetSpent: as for `send`.
        """
        if (call.method or call.operation.method) != "GET":
            self._spare(call.path.get("file_id", ""))
            if "voice_id" in call.path:
                self._spare_voice(call.path["voice_id"], exchange.identity)
        enter = self._books.open(call, exchange.identity, self.profile)
        answer = self._perform(exchange, call.operation, length)
        enter(answer)
        return answer

    def _spare(self, file_id: str) -> None:
        """Leave files alone that were there before the run, also those that the target passed off as generated.

        Raises:
            Untestable: it is one of them.
        """
        since, owner = self.ledger.unverified(file_id), self.ledger.owner(file_id)
        if since is not None and owner is not None:
            seen = self.plain("GET", f"/v1/files/{quote(file_id, safe='')}", identity=owner)
            earliest = since - self.profile.timing.clock_tolerance
            older = is_older(seen.response_body, seen.status, tag=self.ledger.tag, earliest=earliest)
            self.ledger.verified(file_id, ours=not older)
        if self.ledger.is_foreign(file_id):
            raise Untestable("the target passed off a file as new that was there before; it is left alone")

    def _spare_voice(self, voice_id: str, identity: str) -> None:
        """Leave voices alone that the run has not made: one of which it knows nothing is looked at first.

        Raises:
            Untestable: it is there.
        """
        if not self.ledger.is_foreign(voice_id, kind=VOICE):
            if self.ledger.has_had(voice_id, kind=VOICE):
                return
            who = dict.fromkeys((identity if identity in self.keys else "first", "first"))
            path = f"/v1/custom-voices/{quote(voice_id, safe='')}"
            if not any((self.plain("GET", path, identity=each).status or 0) // 100 == 2 for each in who):
                return
        raise Untestable(f"the voice {voice_id!r} was there before the run; it is left alone")

    def fetch(
        self, operation: Operation, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Open a URL that the target gave as anyone would: without a key, unless `headers` carries one.

        Only addresses under the places that the profile names, or of the target itself, are ever opened. Redirects
        among them are followed.

        Raises:
            Malformed: the URL holds what no address can.
            Untestable: the URL lies elsewhere, or leads there.
            NoVerdict: as for `send`.
        """
        opening.check(self.profile, operation.id, url)
        exchange = Exchange(
            operation=operation.id,
            identity="none",
            method=method,
            url=url,
            request_headers=dict(headers or {}),
        )
        answer = self._perform(exchange, operation, 0)
        for _ in range(opening.MOST_REDIRECTS):
            if (following := opening.followed(self.profile, exchange)) is None:
                break
            exchange = following
            answer = self._perform(exchange, operation, 0)
        return answer

    def takes(self, operation: str, argument: str) -> bool:  # noqa: ARG002 - not so behind an SDK
        """Whether there is a place for an argument: requests have one for everything."""
        return True

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
        once = partial(self._once, exchange, MOST_JSON, len(encoded))
        self._exchange(exchange, once, timeout=self.profile.timing.timeout)
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
        timeout = self.profile.timing.timeout
        if KIND_OF.get(operation.id) == "image":
            # The one exchange takes as long as the images do, and may carry all of them.
            most, timeout = MOST_IMAGES, max(timeout, self.profile.timing.generation)
        elif operation.id in SPOKEN:
            timeout = max(timeout, self.profile.timing.generation)
        sent = self.clock.now()
        quota_is_429 = 429 in operation.refusals.get("quota", ())
        once = partial(self._once, exchange, most, length)
        self._exchange(exchange, once, timeout=timeout, quota_is_429=quota_is_429)
        return self._answer(exchange, operation, sent)

    def perform(
        self, exchange: Exchange, operation: Operation, once: Once, *, too_many_is_answer: bool = False
    ) -> Answer:
        """An exchange that `once` carries out within the seconds that it is given: the handshake of a socket.

        Raises:
            NoVerdict: as for `send`, but not for a 429 where that is an answer.
        """
        sent = self.clock.now()
        timeout = self.profile.timing.timeout
        self._exchange(exchange, once, timeout=timeout, quota_is_429=too_many_is_answer)
        return self._answer(exchange, operation, sent)

    def _answer(self, exchange: Exchange, operation: Operation, sent: float) -> Answer:
        if trial.current().watched:
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

    def _exchange(
        self, exchange: Exchange, once: Once, *, timeout: float, quota_is_429: bool = False
    ) -> None:
        """Send until there is an answer, unless the target has stopped answering altogether."""
        waves.go_on()
        with self._breaker(exchange.url).guard(trial.current()) as probe:
            trial.current().record(exchange)
            limit = min(timeout, PROBE) if probe else timeout
            self._attempt(exchange, once, timeout=limit, quota_is_429=quota_is_429, probe=probe)

    def _attempt(
        self, exchange: Exchange, once: Once, *, timeout: float, quota_is_429: bool, probe: bool
    ) -> None:
        """Send, and repeat what cannot do harm twice. All pauses together last no longer than the time-out."""
        patience = self.profile.timing.timeout
        for attempt in range(1, ATTEMPTS + 1):
            last = probe or attempt == ATTEMPTS
            try:
                once(timeout)
            except FAILURES as error:
                exchange.error = network_sentence(error, exchange, timeout)
                if last or not repeatable(error, exchange):
                    raise NoVerdict(exchange.error) from None
                pause = 0.25 * 2**attempt if isinstance(error, httpcore.ConnectError) else 0.0
            else:
                asked = retry_after(exchange.response_headers)
                if not is_put_off(exchange, asked, quota_is_429=quota_is_429):
                    return
                pause = asked if asked is not None else 0.5 * 2**attempt
                if last or pause > patience or not repeatable(None, exchange):
                    if quota_is_429 and exchange.status == 429:
                        return
                    raise NoVerdict(put_off_sentence(exchange, asked))
            patience -= pause
            time.sleep(max(0.0, min(pause, patience + pause)))

    def _breaker(self, url: str) -> Breaker:
        with self._lock:
            allowance = _PROBING * self.profile.timing.timeout
            return self._breakers.setdefault(origin(url), Breaker(allowance))

    def _once(self, exchange: Exchange, most: int, length: int, timeout: float) -> None:
        self.meter.count(exchange.operation)
        exchange.status = exchange.response_body = exchange.error = None
        exchange.response_headers = {}
        request = request_of(exchange, length)
        began = time.monotonic()
        set_deadline(timeout)
        pool = self._pool()
        try:
            self._receive(exchange, most, pool.handle_request(request), began)
        finally:
            self._pools.append(pool)

    def _receive(self, exchange: Exchange, most: int, response: Any, began: float) -> None:
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


def never_issued() -> str:
    """A key of the usual shape that nobody was ever given."""
    return f"xai-{secrets.token_urlsafe(60)}"
