"""How long files and their public URLs live: settings within the bounds, outside, and against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from specs import Spec
from strategies.inputs import Inputs, NoInputsError
from strategies.near_misses import NearMiss, near_misses
from strategies.valid import schema_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Of: TypeAlias = Literal["url", "file"]
Row: TypeAlias = Literal["never", "own", "inherited", "within-file", "beyond-file"]

EXPIRES_AFTER = "expires_after"
POINTERS: dict[Of, str] = {
    "url": f"#/components/schemas/CreatePublicUrl/properties/{EXPIRES_AFTER}",
    "file": f"#/components/schemas/UploadFile/properties/{EXPIRES_AFTER}",
}
ROWS: tuple[Row, ...] = ("never", "own", "inherited", "within-file", "beyond-file")
# The key of `x-refusals` for a URL that would live longer than its file.
RULE = "outlives-file"
# Between an upload and the creation of its URL time goes by, and how targets round is not documented: what is
# meant to lie on one side of the file's end stays this many seconds away from it.
MARGIN = 60


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """What an upload and the creation of a URL ask for, in seconds; None asks for nothing.

    `null` says that the URL's is sent as null instead of being left out, which means the same.
    """

    file: int | None = None
    url: int | None = None
    null: bool = False

    @property
    def body(self) -> dict[str, int | None]:
        """The JSON body that creates the URL."""
        return {EXPIRES_AFTER: self.url} if self.url is not None or self.null else {}


@dataclass(frozen=True, slots=True)
class Range:
    """The documented bounds, both included."""

    low: int
    high: int

    @classmethod
    def of(cls, what: Of = "url", spec: Spec | None = None) -> Range:
        """The bounds for what `what` may ask for."""
        schema = schema_of(POINTERS[what], spec)
        return cls(schema["minimum"], schema["maximum"])


def within_bounds(of: Of = "url", *, spec: Spec | None = None) -> Inputs[int]:
    """Seconds that may be asked for, both ends first."""
    return _seconds("within_bounds()", lambda: (Range.of(of, spec).low, Range.of(of, spec).high))


def outside_bounds(of: Of = "url", *, spec: Spec | None = None) -> Inputs[NearMiss[int]]:
    """Seconds just outside either end, and far outside."""
    return near_misses(POINTERS[of], rules=("minimum", "maximum"), spec=spec)


def within_file(remaining: int, *, margin: int = MARGIN, spec: Spec | None = None) -> Inputs[int]:
    """Seconds that a URL may ask for when its file has `remaining` left: up to `margin` less than those.

    Raises (on first use):
        NoInputsError: the file has too little left for any.
    """

    def ends() -> tuple[int, int]:
        bounds = Range.of("url", spec)
        return bounds.low, min(bounds.high, remaining - margin)

    return _seconds(f"within_file({remaining})", ends)


def beyond_file(
    remaining: int, *, margin: int = MARGIN, spec: Spec | None = None
) -> Inputs[NearMiss[int | None]]:
    """Seconds that are allowed in themselves and end at least `margin` after a file with `remaining` left.

    The twin is the longest that the file allows; None where it allows none, so that only asking for nothing
    is left.

    Raises (on first use):
        NoInputsError: the file lives longer than any URL may ask for.
    """

    def ends() -> tuple[int, int]:
        bounds = Range.of("url", spec)
        return max(bounds.low, remaining + margin), bounds.high

    def miss(seconds: int) -> NearMiss[int | None]:
        bounds = Range.of("url", spec)
        longest = min(bounds.high, remaining - margin)
        return NearMiss(seconds, RULE, "", longest if longest >= bounds.low else None)

    return _seconds(f"beyond_file({remaining})", ends).map(miss)


def lifetimes(row: Row, *, margin: int = MARGIN, spec: Spec | None = None) -> Inputs[Lifetimes]:
    """Settings of one row of the documented matrix, with the ends of both ranges in the cover.

    never: neither expires. own: only the URL. inherited: only the file asks. within-file: both ask, and the
    URL ends first by at least `margin`. beyond-file: both ask, and the URL would end last by at least that.

    Raises:
        ValueError: no such row.
    """
    match row:
        case "never":
            return Inputs.of(Lifetimes(), Lifetimes(null=True))
        case "own":
            return within_bounds("url", spec=spec).map(lambda seconds: Lifetimes(url=seconds))
        case "inherited":
            files = within_bounds("file", spec=spec)
            return Inputs.union(
                files.map(Lifetimes), files.map(lambda seconds: Lifetimes(file=seconds, null=True))
            )
        case "within-file":
            return _pairs(row, lambda file: within_file(file, margin=margin, spec=spec), margin, spec)
        case "beyond-file":
            return _pairs(
                row, lambda file: beyond_file(file, margin=margin, spec=spec).map(_value), margin, spec
            )
    raise ValueError(f"{row}: no such row; there are {', '.join(ROWS)}")


def changes(*, spec: Spec | None = None) -> Inputs[tuple[int, int]]:
    """Two different expiries, one after the other: longer and shorter, by much and by a second."""

    def cover() -> Iterator[tuple[int, int]]:
        bounds = Range.of("url", spec)
        yield from ((bounds.low, bounds.high), (bounds.high, bounds.low))
        yield from ((bounds.low, bounds.low + 1), (bounds.low + 1, bounds.low))
        yield from ((bounds.high - 1, bounds.high), (bounds.high, bounds.high - 1))

    def draws() -> SearchStrategy[tuple[int, int]]:
        from hypothesis import strategies as st

        one = within_bounds("url", spec=spec).strategy
        return st.tuples(one, one).filter(lambda pair: pair[0] != pair[1])

    return Inputs("changes()", lambda: dict.fromkeys(cover()), draws)


def _value(miss: NearMiss[Any]) -> Any:
    return miss.value


def _seconds(name: str, ends: Callable[[], tuple[int, int]]) -> Inputs[int]:
    def checked() -> tuple[int, int]:
        low, high = ends()
        if low > high:
            raise NoInputsError(f"{name}: no number of seconds lies between {low} and {high}")
        return low, high

    def cover() -> Iterator[int]:
        low, high = checked()
        yield from dict.fromkeys((low, high, (low + high) // 2))

    def draws() -> SearchStrategy[int]:
        from hypothesis import strategies as st

        return st.integers(*checked())

    return Inputs(name, cover, draws)


def _pairs(row: Row, urls: Callable[[int], Inputs[Any]], margin: int, spec: Spec | None) -> Inputs[Lifetimes]:
    def files() -> tuple[int, int]:
        """The lifetimes of files for which the row has a URL at all."""
        file, url = Range.of("file", spec), Range.of("url", spec)
        if row == "within-file":
            return max(file.low, url.low + margin), file.high
        return file.low, min(file.high, url.high - margin)

    lives = _seconds(f"lifetimes({row!r})", files)

    def cover() -> Iterator[Lifetimes]:
        for file in lives.cover():
            yield from (Lifetimes(file, url) for url in urls(file).cover())

    def draws() -> SearchStrategy[Lifetimes]:
        from hypothesis import strategies as st

        return lives.strategy.flatmap(lambda file: st.builds(Lifetimes, st.just(file), urls(file).strategy))

    return Inputs(lives.name, lambda: dict.fromkeys(cover()), draws)
