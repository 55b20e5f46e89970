"""What is left out counts as its documented default: told by what can be measured, whatever the target makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.checks import Untestable

#: Two measures that differ by less are the same: of how something is encoded, and of how long it takes to say it, which
#: is more or less when asked again.
ENCODED, SPOKEN = 1.2, 1.3


def is_default(left_out: float, by_value: Mapping[Any, float], default: Any, *, of: str, same: float) -> None:
    """Judge what came of leaving `of` out, by a measure above zero, beside what came of naming each of some values.

    Measures that differ by less than the factor `same` are the same.

    Raises:
        Untestable: the values make no difference on this target.
        AssertionError: it is like that of another value, and not like that of the default.
    """
    usual = by_value[default]
    others = {value: found for value, found in by_value.items() if _apart(found, usual) >= same}
    if not others:
        raise Untestable(f"needs a target on which {of} makes a difference")
    nearest = min(others, key=lambda value: _apart(left_out, others[value]))
    as_another = _apart(left_out, others[nearest]) < _apart(left_out, usual)
    assert not as_another or _apart(left_out, usual) < same, (
        f"without {of} it is like {of} {nearest} and not like the default, {default}:"
        f" {left_out:.4g}, where they come to {others[nearest]:.4g} and {usual:.4g}"
    )


def _apart(one: float, other: float) -> float:
    return max(one / other, other / one)
