"""`matrix.json` as frozen values."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from specs.model import Level

SCHEMA = Path(__file__).with_name("matrix.schema.json")


class MatrixError(Exception):
    """A document is no `matrix.json`; the message says where and why."""


class Mark(StrEnum):
    """What an SDK and a requirement come to, the worst first."""

    DEVIATES = "deviates"
    ERROR = "error"
    KNOWN = "known"
    DEFERRED = "deferred"
    UNTESTABLE = "untestable"
    NOT_OFFERED = "not-offered"
    OBSERVED = "observed"
    CONFORMS = "conforms"


#: What somebody has to look at.
TELLING = (Mark.DEVIATES, Mark.ERROR, Mark.KNOWN)
#: What says something of the SDK's behaviour.
JUDGED = frozenset({Mark.DEVIATES, Mark.KNOWN, Mark.OBSERVED, Mark.CONFORMS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One requirement and one SDK; `evidence` is the folder of a deviation, relative to the matrix."""

    mark: Mark
    message: str
    evidence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sdk:
    """One column. `exit` is the exit code of its run alone, and `meaning` why; `problem` says why there was none."""

    key: str
    name: str
    version: str
    mode: str
    language: str
    runtime: str
    folder: str | None
    exit: int
    meaning: str
    problem: str | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One requirement; `cells` are by the key of the SDK."""

    id: str
    area: str
    level: Level
    claim: str
    docs: str
    cells: Mapping[str, Cell]

    @property
    def worst(self) -> Mark:
        """The worst of its marks."""
        order = list(Mark)
        return min((cell.mark for cell in self.cells.values()), key=order.index, default=Mark.CONFORMS)

    @property
    def differs(self) -> bool:
        """Whether two SDKs that could be judged came to different ends."""
        return len({cell.mark for cell in self.cells.values() if cell.mark in JUDGED}) > 1

    def having(self, mark: Mark) -> list[str]:
        """The keys of the SDKs with that mark."""
        return [key for key, cell in self.cells.items() if cell.mark is mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The whole of it; `rows` are in the order of the catalogue."""

    version: str
    spec: str
    seed: int
    examples: int
    seconds: float
    strict: bool
    sdks: tuple[Sdk, ...]
    rows: tuple[Row, ...]

    def counts(self, key: str) -> Mapping[Mark, int]:
        """How many requirements an SDK has of each mark."""
        return Counter(row.cells[key].mark for row in self.rows if key in row.cells)

    @property
    def telling(self) -> tuple[Row, ...]:
        """The rows that somebody has to look at: MUST before SHOULD, as the catalogue has them."""
        found = [row for row in self.rows if row.worst in TELLING]
        return tuple(sorted(found, key=lambda row: list(Level).index(row.level)))

    @property
    def unequal(self) -> tuple[Row, ...]:
        """The rows, none of them telling, that some SDKs offer and others do not."""
        return tuple(
            row
            for row in self.rows
            if row.worst not in TELLING and row.having(Mark.NOT_OFFERED) and len(row.cells) > 1
            and len(row.having(Mark.NOT_OFFERED)) < len(row.cells)
        )  # fmt: skip


def read(document: Any) -> Matrix:
    """The values of a `matrix.json`.

    Raises:
        MatrixError: it does not fit the schema.
    """
    for wrong in _validator().iter_errors(document):
        place = "".join(f"/{key}" for key in wrong.instance_path)
        raise MatrixError(f"no matrix.json{' at ' + place if place else ''}: {wrong.message[:200]}")
    return Matrix(
        version=document["version"],
        spec=document["spec"],
        seed=document["seed"],
        examples=document["examples"],
        seconds=document["seconds"],
        strict=document["strict"],
        sdks=tuple(Sdk(**sdk) for sdk in document["sdks"]),
        rows=tuple(_row(id_, row) for id_, row in document["requirements"].items()),
    )


def _row(id_: str, record: Mapping[str, Any]) -> Row:
    return Row(
        id=id_,
        area=record["area"],
        level=Level(record["level"]),
        claim=record["claim"],
        docs=record["docs"],
        cells={
            key: Cell(mark=Mark(cell["verdict"]), message=cell["message"], evidence=cell["evidence"])
            for key, cell in record["cells"].items()
        },
    )


@functools.cache
def _validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(json.loads(SCHEMA.read_bytes()))
