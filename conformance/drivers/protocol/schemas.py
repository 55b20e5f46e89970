"""The JSON Schemas of all messages, which are in the package as they are."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import jsonschema_rs

TO_DRIVER, FROM_DRIVER = "to-driver", "from-driver"
#: So much of what is wrong with a message is shown.
_SHOWN = 200


@functools.cache
def document(direction: str) -> Mapping[str, Any]:
    """The schema of all messages of one direction."""
    text = files(__package__).joinpath("schemas", f"{direction}.schema.json").read_text(encoding="utf-8")
    schema: Mapping[str, Any] = json.loads(text)
    return schema


@functools.cache
def _validator(direction: str, name: str) -> Any:
    schema = document(direction)
    return jsonschema_rs.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})


def problem(direction: str, name: str, message: Any) -> str | None:
    """What is wrong with a message that has to be a `name`, in a phrase, or `None`."""
    validator = _validator(direction, name)
    if validator.is_valid(message):
        return None
    error = next(iter(validator.iter_errors(message)))
    place = ".".join(str(part) for part in error.instance_path)
    said = error.message if len(error.message) <= _SHOWN else f"{error.message[:_SHOWN]}…"
    return f"{place}: {said}" if place else said
