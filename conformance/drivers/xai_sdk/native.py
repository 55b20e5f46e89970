"""The client's own functions, called by their own names, and their answers read by their own names."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from conformance.drivers.python.failure import Failure, inexpressible, named
from conformance.drivers.python.spoken import Spoken
from conformance.drivers.xai_sdk.told import has, json_of

OPERATION = "sdk.native"
_PLACE = re.compile(r"[^.\[\]]+")


def spoken(arguments: Mapping[str, Any]) -> Spoken:
    """The call that the arguments name."""
    return Spoken(
        arguments["function"],
        {name: _value(each) for name, each in (arguments.get("keywords") or {}).items()},
        tuple(_value(each) for each in arguments.get("positional") or ()),
    )


def check(function: Callable[..., Any], call: Spoken) -> None:
    """That the function has the keywords.

    Raises:
        Failure: `unsupported`, since this version of the SDK does not have one.
    """
    taken = inspect.signature(function).parameters
    if any(each.kind is inspect.Parameter.VAR_KEYWORD for each in taken.values()):
        return
    for name in call.keywords:
        if name not in taken:
            raise inexpressible(f"{call.function} of this xai-sdk has no argument {name}")


def told(answer: Any, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked of the answer.

    Raises:
        Failure: reading it raised an error.
    """
    return {
        "values": {path: json_of(_read(answer, path)) for path in arguments.get("read") or ()},
        "has": {path: _has(answer, path) for path in arguments.get("has") or ()},
        "length": len(answer) if isinstance(answer, Sequence) and not isinstance(answer, str) else None,
        "type": type(answer).__name__,
    }


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"timedelta"}:
            return dt.timedelta(seconds=value["timedelta"])
        return {name: _value(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_value(each) for each in value]
    return value


def _read(answer: Any, path: str) -> Any:
    """What is at a path such as `file_output.file_id` or `[0].url`; `None` behind what is `None`."""
    value = answer
    for part in _PLACE.findall(path):
        if value is None:
            return None
        try:
            value = value[int(part)] if part.isdecimal() else getattr(value, part)
        except AttributeError as problem:
            raise inexpressible(f"an answer of this xai-sdk has no {path} ({problem})") from None
        except Exception as problem:
            raise Failure("unexpected", f"reading {path}: {problem}", type=named(problem)) from problem
    return value


def _has(answer: Any, path: str) -> bool:
    *parents, name = _PLACE.findall(path)
    value = _read(answer, ".".join(parents)) if parents else answer
    if value is None:
        return False
    if hasattr(value, "DESCRIPTOR"):
        return has(value, name)
    return _read(value, name) is not None
