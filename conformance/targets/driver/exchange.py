"""Calls of an SDK, recorded like exchanges: arguments in place of a request, what was told in place of an answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from conformance.targets.call import Call
from conformance.targets.exchange import Exchange

#: In place of an HTTP method, so that nobody takes it for a request.
METHOD = "SDK"


@dataclass(slots=True, kw_only=True)
class SdkExchange(Exchange):
    """One call of an SDK. `result` is what it told, `None` before, and where it raised an error."""

    arguments: Mapping[str, Any]
    result: Mapping[str, Any] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, call: Call, identity: str, arguments: Mapping[str, Any]) -> SdkExchange:
        """The call before it is made."""
        address = {**call.path, **call.query}
        query = f"?{urlencode(address)}" if address else ""
        return cls(
            operation=call.operation.id,
            identity=identity,
            method=METHOD,
            url=f"sdk:{call.operation.id}{query}",
            request_headers={},
            content=lambda: [json.dumps(shown(arguments)).encode()],
            arguments=arguments,
        )


def shown(value: Any) -> Any:
    """Arguments as JSON: of bytes only how many there are, and their digest."""
    if isinstance(value, Mapping):
        return {name: shown(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [shown(each) for each in value]
    if value is None or isinstance(value, str | int | float):
        return value
    digest = hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value.sha256()
    return {"size": len(value), "sha256": digest}
