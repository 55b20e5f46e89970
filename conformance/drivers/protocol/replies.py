"""What a driver answers to calls, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """A call succeeded. `result` is JSON, or `None` for nothing; what was bytes in it is `bytes`."""

    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkError:
    """A call did not succeed. `kind` is one of the protocol's; `type` names the exception, if there was one."""

    kind: str
    message: str
    status: int | None = None
    code: str | None = None
    type: str | None = None

    def __str__(self) -> str:
        what = " ".join(
            filter(None, (self.type, self.code, None if self.status is None else str(self.status)))
        )
        message = " ".join(self.message.split())[:300]
        return f"{what or self.kind}: {message}" if message else what or self.kind


@dataclass(frozen=True, slots=True)
class Program:
    """A program in the language of an SDK; `extension` of a file that would hold it, without the dot."""

    language: str
    extension: str
    text: str
