"""How things came to be that a check only looks at: the exchanges that made shared files, jobs and URLs.

A failing check is shown with them, and its reproducer begins with them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from conformance.targets.exchange import Exchange
from conformance.targets.meter import KIND_OF
from specs import Operation

#: So many names are remembered.
_MOST = 20_000
#: Longer texts without a blank, in bytes, are media: no name is looked for in them. Answers that are longer than
#: this are not remembered.
_MEDIA = re.compile(rb'"[\w:;,./+=-]{1024,}"')
_LONGEST = 1 << 20
#: What another exchange may name, by the operation that made it: ids of files, jobs and voices, and URLs.
_FILE = re.compile(rb'"id"\s*:\s*"([^"]{1,200})"')
_STORED = re.compile(rb'"file_id"\s*:\s*"([^"]{1,200})"')
_JOB = re.compile(rb'"request_id"\s*:\s*"([^"]{1,200})"')
_URL = re.compile(rb'"(?:url|public_url)"\s*:\s*"(https?://[^"]{1,2000})"')
_VOICE = re.compile(rb'"voice_id"\s*:\s*"([^"]{1,200})"')
_NAMES = {
    "uploadFile": (_FILE,),
    "getVideo": (_STORED, _URL),
    "createCustomVoice": (_VOICE,),
} | dict.fromkeys(KIND_OF, (_STORED, _JOB, _URL))
#: Operations whose body names what was there before.
_NAMING = {*KIND_OF, "createSpeech"}
#: From a file to the generation that stored it, to the file that it was made from, and so on: so many steps.
_STEPS = 4


def prepared(setup: Iterable[Exchange], example: Iterable[Exchange]) -> list[Exchange]:
    """What fixtures and inputs did before an example, without what they had generated.

    That is much, and for many checks. What the example looks at of it, it recalls or names.
    """
    known = {id(exchange) for exchange in example}
    generating = {*KIND_OF, "getVideo"}
    return [each for each in setup if id(each) not in known and each.operation not in generating]


@dataclass(slots=True)
class Origins:
    """Remembers which exchange first gave a name, for those operations that make something."""

    _by_name: dict[str, Exchange] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def watch(self, exchange: Exchange, operation: Operation | None) -> None:
        """Remember what the exchange has made, if anything."""
        if operation is None or operation.id not in _NAMES or len(self._by_name) >= _MOST:
            return
        if exchange.status is None or not 200 <= exchange.status < 300:
            return
        body = exchange.response_body or b""
        if len(body) > _LONGEST:
            return
        body = _MEDIA.sub(b'""', body)
        for pattern in _NAMES[operation.id]:
            for name in pattern.findall(body):
                with self._lock:
                    self._by_name.setdefault(name.decode("utf-8", "replace"), exchange)

    def of(self, shown: Iterable[Exchange]) -> list[Exchange]:
        """What has made the things that `shown` speak of, and is not among them; what came first stands first."""
        known = {id(exchange): exchange for exchange in shown}
        found: list[Exchange] = []
        new = list(known.values())
        for _ in range(_STEPS):
            text = " ".join(part for exchange in new for part in _spoken(exchange))
            # Checks that are carried out side by side go on meanwhile, and make more. They may have their turn in the
            # middle of a copy, too: it makes objects, so that garbage may be collected, which calls Python back.
            with self._lock:
                known_names = dict(self._by_name)
            named = [each for name, each in known_names.items() if name in text]
            new = [each for each in {id(e): e for e in named}.values() if id(each) not in known]
            known |= {id(exchange): exchange for exchange in new}
            found = [*new, *found]
        return found


def _spoken(exchange: Exchange) -> Iterator[str]:
    """Where a request can name what was there before: its address, and the body of what generates or speaks."""
    yield exchange.url
    if exchange.operation in _NAMING and exchange.content is not None:
        yield _MEDIA.sub(b'""', b"".join(exchange.content())).decode("utf-8", "replace")
