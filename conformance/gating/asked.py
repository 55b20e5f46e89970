"""Which SDK is asked for on the command line, and what its report is called."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SEPARATOR = re.compile(r"==|(?<=.)@")


class AskedError(Exception):
    """An SDK is not named as it can be; the message is one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An SDK, and its version or the path that it is installed from; None is the newest one."""

    name: str
    version: str | None = None

    @classmethod
    def of(cls, text: str) -> Asked:
        """`NAME`, `NAME==VERSION` or `NAME@VERSION`; an `@` in front belongs to the name.

        Raises:
            AskedError: it is none of these.
        """
        parts = _SEPARATOR.split(text, maxsplit=1)
        name, version = parts[0].strip(), parts[1].strip() if len(parts) > 1 else None
        if not name or version == "":
            raise AskedError(
                f"an SDK is named like xai-sdk, xai-sdk==1.21.0 or @ai-sdk/xai@5.0.12, not {text!r}"
            )
        return cls(name=name, version=version)

    def __str__(self) -> str:
        return self.name if self.version is None else f"{self.name}=={self.version}"


def folder_name(name: str, version: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """What the folder of a report is called: `ai-sdk-xai-5.0.12`; with a number where that is `taken`."""
    plain = re.sub(r"[^\w.+-]+", "-", f"{name}-{version}".strip("-"), flags=re.ASCII).strip("-.") or "sdk"
    number, found = 1, plain
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    return found
