"""Filters over files that exist: exact fields only, so that what they select can be worked out here."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

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
    "combinations",
    "comparisons",
    "every_field",
    "expiry_tests",
    "filters",
    "invalid",
    "partitions",
    "seconds_of",
    "size_comparisons",
    "time_text",
    "unparenthesised",
    "url_tests",
]

T = TypeVar("T")
Files: TypeAlias = Sequence[Mapping[str, Any]]

# Times in answers are whole seconds, and what a target keeps may be finer: comparisons stay this far away.
MARGIN = 2
_DEPTH = 4
# Each filter of a cover is a walk through a list, so covers take a few files, evenly, and join a few comparisons.
_AIMED_AT = 3
_JOINED = 10
# Fields whose values have a shape: an id that is well-formed and nobody's, and the state that examples show.
_SAMPLES = {"file_id": "file_00000000-0000-0000-0000-000000000000", "upload_status": "Complete"}
# Sizes far from one another, for files of which nothing is known.
_ROUND = (0, 1000, 10**6)


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

    def single() -> list[Filter]:
        return [*comparisons(files, spec=spec).cover(), *_guarded(files, spec or specs.load())]

    def cover() -> Iterator[Filter]:
        yield from single()
        yield from _joined(single())

    return Inputs("filters()", cover, lambda: _trees(single()))


def partitions(files: Files, *, spec: Spec | None = None) -> Inputs[tuple[Comparison, Comparison]]:
    """Pairs of a comparison and its opposite, which share the files between them."""
    return comparisons(files, spec=spec).map(lambda one: (one, one.opposite))


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


def size_comparisons(sizes: Sequence[int] = (), *, spec: Spec | None = None) -> Inputs[Comparison]:
    """Comparisons of sizes by every operator: at, just below and just above each of `sizes`, and far off.

    For checks whose inputs are made before their files: `sizes`, in bytes, are those that the files will have.
    """

    def cover() -> Iterator[Comparison]:
        known = spec or specs.load()
        edges = dict.fromkeys(n for size in sizes for n in (size, size - 1, size + 1) if n >= 0)
        yield from _of_sizes([*edges, *(n for n in _ROUND if n not in edges)], known)

    def draws() -> SearchStrategy[Comparison]:
        from hypothesis import strategies as st

        known = spec or specs.load()
        field, highest = _named(known, "bytes"), 2 * max([*sizes, *_ROUND])
        numbers = st.integers(0, highest)
        return st.builds(
            Comparison, st.just(field), st.sampled_from(known.limit("filter-operators")), numbers
        )

    return Inputs("size_comparisons()", cover, draws)


def expiry_tests(*, spec: Spec | None = None) -> Inputs[Comparison]:
    """Whether a file expires, and whether it does not."""
    return _null_tests("expires_at", spec)


def url_tests(*, spec: Spec | None = None) -> Inputs[Comparison]:
    """Whether a file has an active public URL, and whether it has none."""
    return _null_tests("public_url", spec)


def combinations(sizes: Sequence[int] = (), *, spec: Spec | None = None) -> Inputs[Filter]:
    """AND, OR and NOT over comparisons of sizes and tests with null, in parentheses wherever it could matter."""

    def single() -> list[Comparison]:
        tests = [*expiry_tests(spec=spec).cover(), *url_tests(spec=spec).cover()]
        bounds = size_comparisons(sizes, spec=spec).cover()
        return [*tests, *(one for one in bounds if one.operator not in EQUALITY)]

    return Inputs("combinations()", lambda: _joined(single()), lambda: _trees(single()))


def every_field(*, spec: Spec | None = None) -> Inputs[Comparison]:
    """One comparison for each documented field, with a value of its kind."""

    def cover() -> Iterator[Comparison]:
        known = spec or specs.load()
        equal = next(sign for sign in known.limit("filter-operators") if sign in EQUALITY)
        order = next(sign for sign in known.limit("filter-operators") if sign not in EQUALITY)
        for field in known.limit("filter-fields"):
            if field in TIMES:
                yield Comparison(field, order, time_text(0))
            elif FIELDS.get(field) == "bytes":
                yield Comparison(field, order, 0)
            elif FIELDS.get(field) == "public_url":
                yield Comparison(field, equal, None)
            else:
                yield Comparison(field, equal, _SAMPLES.get(field, "sample"))

    return Inputs.listed("every_field()", cover)


def _null_tests(field: str, spec: Spec | None) -> Inputs[Comparison]:
    def cover() -> Iterator[Comparison]:
        known = spec or specs.load()
        signs = [sign for sign in known.limit("filter-operators") if sign in EQUALITY]
        yield from (Comparison(_named(known, field), sign, None) for sign in signs)

    return Inputs.listed(f"null tests of {field}", cover)


def _of_sizes(sizes: Sequence[int], spec: Spec) -> Iterator[Comparison]:
    field = _named(spec, "bytes")
    yield from (Comparison(field, sign, size) for size in sizes for sign in spec.limit("filter-operators"))


def _spread(values: Sequence[T], most: int) -> list[T]:
    """At most so many of `values`, evenly, the first and the last among them."""
    if len(values) <= most:
        return list(values)
    return [values[round(index * (len(values) - 1) / (most - 1))] for index in range(most)]


def _joined(every: Sequence[Filter]) -> Iterator[Filter]:
    single = _spread(every, _JOINED)
    half = len(single) // 2
    yield from (Not(one) for one in single)
    # Neighbours in the list mostly test one field; far ones two.
    for one, other in itertools.chain(itertools.pairwise(single), zip(single, single[half:], strict=False)):
        yield And(one, other)
        yield Or(one, other)
    first, second, third = single[0], single[half], single[-1]
    yield Or(first, And(second, third))
    yield And(Or(first, second), third)
    yield Not(And(first, Or(second, Not(third))))


def _trees(single: Sequence[Filter]) -> SearchStrategy[Filter]:
    from hypothesis import strategies as st

    return st.recursive(
        st.sampled_from(single),
        lambda inner: st.builds(Not, inner) | st.builds(And, inner, inner) | st.builds(Or, inner, inner),
        max_leaves=_DEPTH,
    )


def _some(files: Files) -> Files:
    if not files:
        raise ValueError("filters need files to tell apart, and there are none")
    return files


def _named(spec: Spec, field: str) -> str:
    names: list[str] = spec.limit("filter-fields")
    return next(name for name in names if FIELDS.get(name) == field)


def _comparisons(files: Files, spec: Spec) -> Iterator[Comparison]:
    fields, operators = spec.limit("filter-fields"), spec.limit("filter-operators")
    orders = [sign for sign in operators if sign not in EQUALITY]
    for field in fields:
        match FIELDS.get(field):
            case "public_url" | "expires_at":
                yield from (Comparison(field, sign, None) for sign in operators if sign in EQUALITY)
            case "id":
                ids = _spread(list(dict.fromkeys(file["id"] for file in files)), _AIMED_AT)
                yield from (
                    Comparison(field, sign, each) for each in ids for sign in operators if sign in EQUALITY
                )
            case "bytes":
                sizes = _spread(sorted({file["bytes"] for file in files}), _AIMED_AT)
                edges = dict.fromkeys([*sizes, sizes[0] - 1 if sizes[0] else 0, sizes[-1] + 1])
                yield from _of_sizes([*edges], spec)
            case "created_at":
                times = _spread(_between([file["created_at"] for file in files]), _AIMED_AT)
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
