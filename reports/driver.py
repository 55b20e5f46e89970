"""Which SDK was judged, and what it did, as a program in its language."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """The SDK that all operations went through; `mode` is empty where there is but one way of using it."""

    name: str
    version: str
    language: str
    runtime: str
    mode: str

    def as_json(self) -> dict[str, str]:
        """The value as an event holds it."""
        return asdict(self)

    @property
    def title(self) -> str:
        """How it is called in sentences."""
        return " ".join(filter(None, (self.name, self.version, f"({self.mode})" if self.mode else "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program in the language of an SDK; `extension` of a file that holds it, without the dot."""

    language: str
    extension: str
    text: str
