"""Filters over files that exist: exact fields only, so that what they select can be worked out here."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import specs
from specs import Spec
from strategies.filter_language import (
    EQUALITY,
    FIELDS,
    TIMES,
    And,
    Comparison,
    Filter,
    Not,
    Or,
    Unparenthesised,
    seconds_of,
    time_text,
)
from strategies.inputs import Inputs
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = [
    "And",
    "Comparison",
    "Filter",
    "Not",
    "Or",
    "Unparenthesised",
    "comparisons",
    "filters",
    "invalid",
    "partitions",
    "seconds_of",
    "time_text",
    "unparenthesised",
]

Files: TypeAlias = Sequence[Mapping[str, Any]]

# Times in answers are whole seconds, and what a target keeps may be finer: comparisons stay this far away.
MARGIN = 2
_DEPTH = 4


def comparisons(files: Files, *, spec: Spec | None = None) -> Inputs[Comparison]:
    """Comparisons that tell the given File objects apart, over every documented exact field and operator.

    Names are left out, being matched loosely, and so is `public_url_expires_at`, on which sources disagree
    where the expiry is inherited. An unset field is compared with null alone. Times are compared at least
    `MARGIN` seconds away from those of the files.

    Raises (on first use):
        ValueError: there are no files.
    """
    return Inputs.listed("comparisons()", lambda: _comparisons(_some(files), spec or specs.load()))


def filters(files: Files, *, spec: Spec | None = None) -> Inputs[Filter]:
    """Comparisons alone, negated, and joined by AND and OR, in parentheses wherever precedence could matter.

    Where a field may be unset, an ordering of it stands behind a test that it is set, so that no reading of
    comparisons with null changes what is selected.
    """

    def cover() -> Iterator[Filter]:
        single = [*comparisons(files, spec=spec).cover(), *_guarded(files, spec or specs.load())]
        yield from single
        yield from (Not(one) for one in single)
        # Neighbours in the list mostly test one field; far ones two.
        half = len(single) // 2
        for one, other in itertools.chain(
            zip(single, single[1:], strict=False), zip(single, single[half:], strict=False)
        ):
            yield And(one, other)
            yield Or(one, other)
        first, second, third = single[0], single[half], single[-1]
        yield Or(first, And(second, third))
        yield And(Or(first, second), third)
        yield Not(And(first, Or(second, Not(third))))

    def draws() -> SearchStrategy[Filter]:
        from hypothesis import strategies as st

        single = [*comparisons(files, spec=spec).cover(), *_guarded(files, spec or specs.load())]
        return st.recursive(
            st.sampled_from(single),
            lambda inner: st.builds(Not, inner) | st.builds(And, inner, inner) | st.builds(Or, inner, inner),
            max_leaves=_DEPTH,
        )

    return Inputs("filters()", cover, draws)


def partitions(files: Files, *, spec: Spec | None = None) -> Inputs[tuple[Comparison, Comparison]]:
    """Pairs of a comparison and its opposite, which share the files between them."""
    opposites = {"=": "!=", "!=": "=", ">": "<=", ">=": "<", "<": ">=", "<=": ">"}
    return comparisons(files, spec=spec).map(
        lambda one: (one, Comparison(one.field, opposites[one.operator], one.value))
    )


def unparenthesised(files: Files, *, spec: Spec | None = None) -> Inputs[Unparenthesised]:
    """OR and AND without parentheses, for which the two readings select other files among those given.

    Raises (on first use):
        NoInputsError: no comparison tells the files apart well enough.
    """

    def cover() -> Iterator[Unparenthesised]:
        single = comparisons(files, spec=spec).cover()
        for first, second, third in itertools.product(single, single, single):
            candidate = Unparenthesised(first, second, third)
            if any(candidate.or_first.holds(file) != candidate.and_first.holds(file) for file in files):
                yield candidate

    return Inputs.listed("unparenthesised()", lambda: itertools.islice(cover(), 8))


def invalid(*, spec: Spec | None = None) -> Inputs[Unclear[str]]:
    """Filters with an error, on which the docs are silent."""

    def cover() -> Iterator[Unclear[str]]:
        limits = spec or specs.load()
        operators = limits.limit("filter-operators")
        size, url = _named(limits, "bytes"), _named(limits, "public_url")
        time = _named(limits, "created_at")
        yield Unclear("empty", "")
        yield Unclear("only spaces", "   ")
        yield Unclear("an unknown field", "colour = 1")
        yield Unclear("a field of the object that filters call otherwise", "bytes > 1")
        yield Unclear("no operator", size)
        yield Unclear("no value", f"{size} {operators[0]}")
        yield Unclear("no field", f"{operators[0]} 1")
        yield Unclear("an unknown operator", f"{size} ~ 1")
        yield Unclear("a doubled equals sign", f"{size} == 1")
        yield Unclear("the has operator", f"{url}:*")
        yield Unclear("a number as text", f'{size} {operators[0]} "1"')
        yield Unclear("a word for a number", f'{size} {operators[0]} "large"')
        yield Unclear("a fraction for a whole number", f"{size} {operators[0]} 1.5")
        yield Unclear("a number beyond 64 bits", f"{size} < {2**64}")
        yield Unclear("a negative number", f"{size} > -1")
        yield Unclear("a word for a time", f'{time} > "yesterday"')
        yield Unclear("seconds for a time", f"{time} > 0")
        yield Unclear("a time with an offset", f'{time} > "2000-01-01T00:00:00+01:00"')
        yield Unclear("a time without a zone", f'{time} > "2000-01-01T00:00:00"')
        yield Unclear("a day for a time", f'{time} > "2000-01-01"')
        yield Unclear("an order against null", f"{size} > null")
        yield Unclear("null in upper case", f"{url} = NULL")
        yield Unclear("null as text", f'{url} = "null"')
        yield Unclear("words in lower case", f"{url} = null and {size} > 0")
        yield Unclear("no spaces", f"{size}>0")
        yield Unclear("a minus for NOT", f"-{url} = null")
        yield Unclear("two comparisons without a word between", f"{url} = null {size} > 0")
        yield Unclear("AND at the end", f"{url} = null AND")
        yield Unclear("AND twice", f"{url} = null AND AND {size} > 0")
        yield Unclear("an open parenthesis", f"({url} = null")
        yield Unclear("a closing parenthesis", f"{url} = null)")
        yield Unclear("empty parentheses", "()")
        yield Unclear("an open quote", f'{_named(limits, "id")} = "a')
        yield Unclear("text in single quotes", f"{_named(limits, 'id')} = 'a'")
        yield Unclear("a quote inside text", f'{_named(limits, "id")} = "a\\"b"')
        yield Unclear("a statement of a database", f"{size} > 0; DROP TABLE files")
        yield Unclear("a NUL", f"{size} > 0\0")
        yield Unclear("a hundred parentheses", "(" * 100 + f"{size} > 0" + ")" * 100)
        yield Unclear("a thousand comparisons", " AND ".join([f"{size} > 0"] * 1000))

    return Inputs.listed("invalid()", cover)


def _some(files: Files) -> Files:
    if not files:
        raise ValueError("filters need files to tell apart, and there are none")
    return files


def _named(spec: Spec, field: str) -> str:
    return next(name for name in spec.limit("filter-fields") if FIELDS.get(name) == field)


def _comparisons(files: Files, spec: Spec) -> Iterator[Comparison]:
    fields, operators = spec.limit("filter-fields"), spec.limit("filter-operators")
    orders = [sign for sign in operators if sign not in EQUALITY]
    for field in fields:
        match FIELDS.get(field):
            case "public_url" | "expires_at":
                yield from (Comparison(field, sign, None) for sign in operators if sign in EQUALITY)
            case "id":
                ids = dict.fromkeys(file["id"] for file in files)
                yield from (
                    Comparison(field, sign, each) for each in ids for sign in operators if sign in EQUALITY
                )
            case "bytes":
                sizes = sorted({file["bytes"] for file in files})
                edges = dict.fromkeys([*sizes, sizes[0] - 1 if sizes[0] else 0, sizes[-1] + 1])
                yield from (Comparison(field, sign, size) for size in edges for sign in operators)
            case "created_at":
                times = _between([file["created_at"] for file in files])
                yield from (Comparison(field, sign, time_text(time)) for time in times for sign in orders)
            case _:
                continue


def _guarded(files: Files, spec: Spec) -> Iterator[Filter]:
    fields, operators = spec.limit("filter-fields"), spec.limit("filter-operators")
    known = [file["expires_at"] for file in files if file.get("expires_at") is not None]
    for field in fields:
        if field in TIMES and FIELDS[field] == "expires_at" and known:
            is_set = Comparison(field, "!=", None)
            for time, sign in itertools.product(_between(known), operators):
                if sign not in EQUALITY:
                    yield And(is_set, Comparison(field, sign, time_text(time)))


def _between(times: Sequence[int]) -> list[int]:
    """Before all, after all, and in the middle of every gap that is wide enough for the margin."""
    known = sorted(set(times))
    gaps = [(a + b) // 2 for a, b in itertools.pairwise(known) if b - a >= 2 * MARGIN]
    return [known[0] - MARGIN, *gaps, known[-1] + MARGIN]
