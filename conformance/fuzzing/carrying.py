"""Carries what Schemathesis sends over the run's own transport.

So the ledger is written ahead, deadlines and rates hold, the budget is asked, and nothing that was there before the
run is touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import specs
from conformance import trial
from conformance.fuzzing.messages import Answered, Asked, Refused
from conformance.fuzzing.routes import route
from conformance.origins import Origins
from conformance.outcomes import BudgetSpent, NoVerdict, Untestable
from conformance.targets.call import Call, Upload
from conformance.targets.exchange import Exchange
from conformance.targets.http import HttpTransport
from strategies.multipart import Form, Part

_PART = re.compile(
    rb'name="([^"]*)"(?:; filename="([^"]*)")?[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', re.DOTALL
)
#: The rule whose refusal usually says that the target is away.
_UNREACHABLE = "unreachable-url"
#: What shows files and voices that others have made, and how it names them.
_LISTING = frozenset({"listFiles", "listCustomVoices"})
_ID = re.compile(rb'"(?:id|voice_id)"\s*:\s*"([^"]{1,200})"')
#: The transport has its own.
_DROPPED = frozenset({"content-length", "connection", "user-agent", "accept-encoding"})


class Carrier:
    """Hands requests to `transport`. `exchanges` are those that were answered, by the case that they belong to."""

    def __init__(self, transport: HttpTransport) -> None:
        self._transport = transport
        self._identities = {f"Bearer {key}": identity for identity, key in transport.keys.items()}
        self._origins = Origins()
        # The traffic of the whole run would explain no verdict: each finding has its own. To a target that has stopped
        # answering, each scenario is a check of its own, which asks whether it is back.
        self._trial = _apart()
        self._check = trial.current().check
        self._listed: set[str] = set()
        self.exchanges: dict[str, Exchange] = {}
        #: Why requests were held back, or came to nothing; each sentence once.
        self.refused: dict[str, None] = {}

    def answer(self, asked: Asked) -> Answered | Refused:
        """One exchange, as it is told to Schemathesis."""
        try:
            with trial.within(self._trial):
                exchange = self.carry(asked)
        except (NoVerdict, Untestable, BudgetSpent, UnicodeError) as error:
            self.refused[str(error)] = None
            return Refused(str(error))
        if asked.case:
            self.exchanges[asked.case] = exchange
        self._origins.watch(exchange, specs.load().operations.get(exchange.operation))
        return Answered(
            status=exchange.status or 0,
            headers=exchange.response_headers,
            body=exchange.response_body or b"",
            seconds=exchange.seconds,
        )

    def led(self, cases: Iterable[str]) -> list[Exchange]:
        """The exchanges of cases, after those of other cases that have made what they speak of."""
        known = [self.exchanges[case] for case in cases if case in self.exchanges]
        return [*self._origins.of(known), *known]

    def forget(self, cases: Iterable[str]) -> None:
        """Let go of exchanges that nobody will ask for: a scenario has ended."""
        self._trial = _apart()
        for case in cases:
            self.exchanges.pop(case, None)

    def carry(self, asked: Asked) -> Exchange:
        """One exchange.

        Raises:
            NoVerdict, Untestable, BudgetSpent: as for `HttpTransport.send`.
            UnicodeError: it cannot be sent.
        """
        exchange = self._exchange(asked)
        parts = urlsplit(exchange.url)
        found = route(exchange.method, parts.path)
        if found is None:
            raise Untestable(f"no documented operation has the path {parts.path}")
        operation, path = found
        exchange.operation = operation.id
        if exchange.method != "GET":
            self._spare(path)
        # Whether what it refers to can be fetched is not for the network of this side to say.
        exchange.awaited = operation.refusals.get(_UNREACHABLE, ())
        body = asked.body or b""
        meant = _meant(operation.id, exchange, body)
        call = Call(operation=operation, path=path, method=exchange.method, **meant)
        self._transport.carry(call, exchange, len(body))
        if operation.id in _LISTING:
            self._listed.update(map(_text, _ID.findall(exchange.response_body or b"")))
        return exchange

    def _spare(self, path: Mapping[str, str]) -> None:
        """Leave alone what a list has shown, and other checks or somebody else have made.

        Raises:
            Untestable: it is one of those.
        """
        for id_ in path.values():
            if id_ in self._listed and self._transport.ledger.maker(id_) != self._check:
                raise Untestable(f"{id_} was not made by this check; it is left alone")

    def _exchange(self, asked: Asked) -> Exchange:
        headers = {name: value for name, value in asked.headers.items() if name.lower() not in _DROPPED}
        key = next((value for name, value in headers.items() if name.lower() == "authorization"), None)
        identity = "none" if key is None else self._identities.get(key, "wrong")
        body = asked.body
        return Exchange(
            operation="",
            identity=identity,
            method=asked.method,
            url=asked.url,
            request_headers=headers,
            content=None if body is None else (lambda: [body]),
        )


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")


def _apart() -> trial.Trial:
    """A trial beside that of the check at hand, which has what is made: what is found here is reported here alone."""
    return trial.Trial(check=trial.current().check, watched=False)


def _meant(operation: str, exchange: Exchange, body: bytes) -> Mapping[str, Any]:
    """What the accounts need to know of the body: names, and what is asked for."""
    kind = next(
        (value for name, value in exchange.request_headers.items() if name.lower() == "content-type"), ""
    )
    if kind.startswith("multipart/"):
        parts = [
            (name.decode("utf-8", "replace"), filename, content)
            for name, filename, content in _PART.findall(body)
        ]
        if operation == "uploadFile":
            name = next((filename for _, filename, _ in parts if filename), b"")
            return {"upload": Upload(content=b"", filename=name.decode("utf-8", "replace"))}
        return {
            "form": Form(tuple(Part(name=n, body=content) for n, filename, content in parts if not filename))
        }
    try:
        return {"json": json.loads(body), "has_json": True} if body else {}
    except (ValueError, RecursionError):
        return {}
