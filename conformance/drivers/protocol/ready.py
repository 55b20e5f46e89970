"""What a driver says of itself when it is started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from conformance.drivers.protocol.names import Names

#: It writes programs in the language of the SDK.
PROGRAMS = "programs"
#: It can call without a key.
ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Implemented:
    """One operation, by what a caller of the SDK can express, and what the SDK tells of the answer."""

    arguments: Names
    results: Names

    def cannot_express(self, arguments: Mapping[str, Any]) -> list[str]:
        """The dotted names among `arguments` that the SDK has no place for, each once."""
        return list(dict.fromkeys(self.arguments.uncovered(arguments)))

    def did_not_declare(self, result: Any) -> list[str]:
        """The dotted names in `result` that the SDK was not said to tell, each once."""
        return list(dict.fromkeys(self.results.uncovered({} if result is None else result)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Which SDK stands behind a driver, and what it has. `mode` is empty where there is but one."""

    name: str
    version: str
    language: str
    runtime: str
    mode: str
    implements: Mapping[str, Implemented]
    features: frozenset[str]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """From the object that a driver has sent, which fits its schema."""
        return cls(
            name=said["name"],
            version=said["version"],
            language=said["language"],
            runtime=said["runtime"],
            mode=said.get("mode", ""),
            implements={
                operation: Implemented(Names.of(known["arguments"]), Names.of(known["results"]))
                for operation, known in said["implements"].items()
            },
            features=frozenset(said.get("features", ())),
        )

    @property
    def title(self) -> str:
        """How it is called in sentences: name, version, and mode if it has any."""
        return " ".join(filter(None, (self.name, self.version, f"({self.mode})" if self.mode else "")))
