"""Reading fields of JSON: null is absent, another type is 422, another value is 400."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import shortened, whole_number, within
from conformance.emulator.state import Json

ILL_TYPED = 422  # by documented policy; see `Behaviour.ill_typed_status`


def text(fields: Json, name: str, at: str = "") -> str | None:
    """A text. `at` is what stands before the field's name in refusals.

    Raises:
        Refusal: 422; 400 for halves of surrogate pairs, which are no text.
    """
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Refusal(ILL_TYPED, f"{at}{name}: expected a text, got {shortened(value)}")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Refusal(400, f"{at}{name}: not valid Unicode") from None
    return value


def choice(fields: Json, name: str, values: Sequence[str], *, checked: bool = True) -> str | None:
    """One of several texts. Unless `checked`, another one counts as absent.

    Raises:
        Refusal: 422 for another type, 400 for another value.
    """
    value = text(fields, name)
    if value is not None and value not in values:
        if not checked:
            return None
        raise Refusal(400, f"{name}: must be one of {', '.join(values)}, got {shortened(value)}")
    return value


def whole(fields: Json, name: str, low: int, high: int, at: str = "") -> int | None:
    """A whole number within bounds, both included.

    Raises:
        Refusal: 422 for another type, 400 outside the bounds.
    """
    value = fields.get(name)
    if value is None:
        return None
    if type(value) is float and value.is_integer():  # to JSON Schema that is the same number
        value = int(value)
    if type(value) is not int:  # a bool is an int to Python, and not to JSON
        raise Refusal(ILL_TYPED, f"{at}{name}: expected a whole number, got {shortened(value)}")
    return within(value, low, high, f"{at}{name}")


def seconds(fields: Json, name: str, low: int, high: int, *, as_text: bool) -> int | None:
    """A duration, which may be a number in a text.

    Raises:
        Refusal: 422 for another type, 400 outside the bounds.
    """
    value = fields.get(name)
    if isinstance(value, str) and as_text:
        return within(whole_number(value, name), low, high, name)
    return whole(fields, name, low, high)


def mapping(value: object, name: str) -> Mapping[str, Any]:
    """`value`, which has to be an object.

    Raises:
        Refusal: 422.
    """
    if not isinstance(value, dict):
        raise Refusal(ILL_TYPED, f"{name}: expected an object, got {shortened(value)}")
    return value


def listed(fields: Json, name: str) -> Sequence[object] | None:
    """A list of anything.

    Raises:
        Refusal: 422.
    """
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, list):
        raise Refusal(ILL_TYPED, f"{name}: expected a list, got {shortened(value)}")
    return value
