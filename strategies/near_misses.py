"""Values that break exactly one documented rule, and say which."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from specs import Spec
from strategies.inputs import Inputs

T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class NearMiss(Generic[T_co]):
    """A value that breaks one rule.

    `rule` is a JSON Schema keyword (`minimum`, `type`, `required` …) or a rule that no schema can hold
    (`misplaced`, `filename`, `outlives-file` …: the keys of `x-refusals`). `at` is the JSON pointer of the
    broken place within `value`, empty where `value` itself is broken; a missing or an extra property is
    pointed at as if it were there. `twin` is the same value with that one rule repaired.
    """

    value: T_co
    rule: str
    at: str
    twin: T_co

    def map(self, function: Callable[[T_co], U], at: str = "") -> NearMiss[U]:
        """Value and twin put through `function`; `at` is where the former value then stands."""
        return NearMiss(function(self.value), self.rule, at + self.at, function(self.twin))

    def still_misses(self, schema: Mapping[str, Any]) -> bool:
        """Whether `schema` refuses the value for this rule at this place alone, and accepts the twin.

        For rules that JSON Schema knows; a shrunk counterexample is checked with it before it is reported.
        """
        from strategies.schemas.rules import broken_rules

        return broken_rules(schema, self.value) == ((self.rule, self.at),) and not broken_rules(
            schema, self.twin
        )


def near_misses(
    name: str, *, rules: Collection[str] | None = None, spec: Spec | None = None
) -> Inputs[NearMiss[Any]]:
    """Near misses of a documented schema: both ends of each bound, each wrong type, missing, null, empty, extra.

    Args:
        name: a name under `components/schemas`, or a `#/…` pointer; for a pointer to a property the values
            are bare, without the object around them.
        rules: only near misses of these rules.
        spec: read instead of the one that ships.

    Raises (on first use):
        KeyError: no such schema.
        ValueError: the schema has none of `rules`.
        UnsupportedSchemaError: the schema says something that is not understood here.
    """
    chosen = None if rules is None else frozenset(rules)

    def make() -> Inputs[NearMiss[Any]]:
        from strategies.schemas.walker import sources
        from strategies.valid import schema_of

        found = list(sources(schema_of(name, spec)))
        kept = [source.inputs for source in found if chosen is None or source.rule in chosen]
        if not kept:
            known = ", ".join(dict.fromkeys(source.rule for source in found)) or "none at all"
            wanted = "any rule" if chosen is None else " or ".join(sorted(chosen))
            raise ValueError(f"{name}: no value can break {wanted}; its rules are: {known}")
        return Inputs.union(*kept)

    label = f"near_misses({name!r})" if chosen is None else f"near_misses({name!r}, rules={sorted(chosen)})"
    return Inputs.later(label, make)
