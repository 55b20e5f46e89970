"""What is compared: the verdicts of runs, read from where their reports lie."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.events import Verdict
from reports.verdicts import JUDGED
from reports.words import one_line
from specs.model import Level

VERDICTS = "verdicts.json"
_SCHEMA = Path(__file__).with_name("verdicts.schema.json")


class CompareError(Exception):
    """Something cannot be compared; the message is one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a run found of one requirement. A `known` deviation is one that its list of known failures has.

    It is not `offered` where the SDK that was judged has no such thing.
    """

    verdict: Verdict
    level: Level
    area: str
    message: str
    known: bool = False
    offered: bool = True

    @property
    def deviates(self) -> bool:
        """Whether it deviates."""
        return self.verdict is Verdict.DEVIATES

    @property
    def judged(self) -> bool:
        """Whether there is a judgement at all."""
        return self.verdict in JUDGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One run. `name` is that of the SDK that was judged, else of the target; `release` and `mode` are the SDK's.

    `whole` says that the run came to its end.
    """

    path: Path
    name: str
    release: str
    mode: str
    spec: str
    seed: int | None
    examples: int | None
    whole: bool
    found: Mapping[str, Found]

    @property
    def title(self) -> str:
        """The name, with the version where there is one."""
        return " ".join(filter(None, (self.name, self.release, self.mode and f"({self.mode})")))


def read(path: Path) -> tuple[Side, ...]:
    """The runs at `path`: a `verdicts.json`, the folder of a report, or a folder that holds several of these.

    Raises:
        CompareError: there is none, or one cannot be read.
    """
    if path.is_dir():
        whole = path / VERDICTS
        files = [whole] if whole.exists() else sorted(path.glob(f"*/{VERDICTS}"))
        if not files:
            raise CompareError(f"{path}: there is no {VERDICTS} in this folder, nor in one below it")
        return tuple(_side(file) for file in files)
    return (_side(path),)


def _side(path: Path) -> Side:
    document = _document(path)
    sdk = document.get("driver") or {}
    covered = document.get("known_failures", {}).get("covered", ())
    return Side(
        path=path,
        name=one_line(sdk.get("name") or document["target"]["name"], 80),
        mode=one_line(sdk.get("mode", ""), 20),
        release=one_line(sdk.get("version", ""), 40),
        spec=document["spec"],
        seed=document.get("seed"),
        examples=document.get("examples"),
        whole=document["complete"] and not document["interrupted"],
        found=dict(_found(document["requirements"], covered)),
    )


def _found(requirements: Mapping[str, Any], covered: list[str]) -> Iterator[tuple[str, Found]]:
    for id_, record in requirements.items():
        yield (
            id_,
            Found(
                verdict=Verdict(record["verdict"]),
                level=Level(record["level"]),
                area=record["area"],
                message=record["message"],
                known=id_ in covered,
                offered=record.get("offered", True),
            ),
        )


def _document(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise CompareError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise CompareError(f"{path}: not JSON: {error}") from error
    except RecursionError as error:
        raise CompareError(f"{path}: nested too deeply") from error
    for wrong in _validator().iter_errors(document):
        place = "".join(f"/{key}" for key in wrong.instance_path)
        raise CompareError(f"{path}: no {VERDICTS} of a run{' at ' + place if place else ''}: {_said(wrong)}")
    checked: Mapping[str, Any] = document
    return checked


def _said(wrong: Any) -> str:
    message = one_line(wrong.message)
    return message if len(message) <= 120 else f"{message[:60]} … {message[-60:]}"


@functools.cache
def _validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(json.loads(_SCHEMA.read_bytes()))
