"""How long files and their public URLs live: settings within the bounds, outside, and against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from specs import Spec
from strategies.inputs import Inputs, NoInputsError
from strategies.near_misses import NearMiss, near_misses
from strategies.valid import schema_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Row: TypeAlias = Literal["never", "own", "inherited", "within-file", "beyond-file"]

EXPIRES_AFTER = "expires_after"
# The schemas whose expiry has bounds: that of a URL, and that of a file.
URL, FILE = "CreatePublicUrl", "UploadFile"
ROWS: tuple[Row, ...] = ("never", "own", "inherited", "within-file", "beyond-file")
# The key of `x-refusals` for a URL that would live longer than its file.
RULE = "outlives-file"
# Between an upload and the creation of its URL time goes by, and how targets round is not documented: what is
# meant to lie on one side of the file's end stays this many seconds away from it.
MARGIN = 60


@dataclass(frozen=True, slots=True)
class Setting:
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
class Bounds:
    """The documented bounds, in seconds, both included."""

    shortest: int
    longest: int


def bounds(schema: str = URL, *, spec: Spec | None = None) -> Bounds:
    """The bounds of the expiry in `schema`: `CreatePublicUrl` or `UploadFile`."""
    found = schema_of(_pointer(schema), spec)
    return Bounds(found["minimum"], found["maximum"])


def _pointer(schema: str) -> str:
    return f"#/components/schemas/{schema}/properties/{EXPIRES_AFTER}"


def within_bounds(schema: str = URL, *, spec: Spec | None = None) -> Inputs[int]:
    """Seconds that may be asked for, both ends first."""
    return _seconds(f"within_bounds({schema!r})", lambda: astuple(bounds(schema, spec=spec)))


def outside_bounds(schema: str = URL, *, spec: Spec | None = None) -> Inputs[NearMiss[int]]:
    """Seconds just outside either end, and far outside."""
    return near_misses(_pointer(schema), rules=("minimum", "maximum"), spec=spec)


def within_file(remaining: int, *, margin: int = MARGIN, spec: Spec | None = None) -> Inputs[int]:
    """Seconds that a URL may ask for when its file has `remaining` left: up to `margin` less than those.

    Raises (on first use):
        NoInputsError: the file has too little left for any.
    """

    def ends() -> tuple[int, int]:
        within = bounds(URL, spec=spec)
        return within.shortest, min(within.longest, remaining - margin)

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
        within = bounds(URL, spec=spec)
        return max(within.shortest, remaining + margin), within.longest

    def miss(seconds: int) -> NearMiss[int | None]:
        within = bounds(URL, spec=spec)
        longest = min(within.longest, remaining - margin)
        return NearMiss(seconds, RULE, "", longest if longest >= within.shortest else None)

    return _seconds(f"beyond_file({remaining})", ends).map(miss)


def url_within_file(margin: int = MARGIN, *, spec: Spec | None = None) -> Inputs[tuple[int, int]]:
    """Pairs of what a file and its URL ask for, where the URL ends first by at least `margin`."""
    return settings("within-file", margin=margin, spec=spec).map(_both)


def url_beyond_file(margin: int = MARGIN, *, spec: Spec | None = None) -> Inputs[tuple[int, int]]:
    """Pairs of what a file and its URL ask for, where the URL would end last by at least `margin`."""
    return settings("beyond-file", margin=margin, spec=spec).map(_both)


def _both(setting: Setting) -> tuple[int, int]:
    assert setting.file is not None
    assert setting.url is not None
    return setting.file, setting.url


def settings(row: Row, *, margin: int = MARGIN, spec: Spec | None = None) -> Inputs[Setting]:
    """Settings of one row of the documented matrix, with the ends of both ranges in the cover.

    never: neither expires. own: only the URL. inherited: only the file asks. within-file: both ask, and the
    URL ends first by at least `margin`. beyond-file: both ask, and the URL would end last by at least that.

    Raises:
        ValueError: no such row.
    """
    match row:
        case "never":
            return Inputs.of(Setting(), Setting(null=True))
        case "own":
            return within_bounds(URL, spec=spec).map(lambda seconds: Setting(url=seconds))
        case "inherited":
            files = within_bounds(FILE, spec=spec)
            return Inputs.union(
                files.map(Setting), files.map(lambda seconds: Setting(file=seconds, null=True))
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
        within = bounds(URL, spec=spec)
        yield from ((within.shortest, within.longest), (within.longest, within.shortest))
        yield from ((within.shortest, within.shortest + 1), (within.shortest + 1, within.shortest))
        yield from ((within.longest - 1, within.longest), (within.longest, within.longest - 1))

    def draws() -> SearchStrategy[tuple[int, int]]:
        from hypothesis import strategies as st

        one = within_bounds(URL, spec=spec).strategy
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


def _pairs(row: Row, urls: Callable[[int], Inputs[Any]], margin: int, spec: Spec | None) -> Inputs[Setting]:
    def files() -> tuple[int, int]:
        """The lifetimes of files for which the row has a URL at all."""
        file, url = bounds(FILE, spec=spec), bounds(URL, spec=spec)
        if row == "within-file":
            return max(file.shortest, url.shortest + margin), file.longest
        return file.shortest, min(file.longest, url.longest - margin)

    lives = _seconds(f"settings({row!r})", files)

    def cover() -> Iterator[Setting]:
        for file in lives.cover():
            yield from (Setting(file, url) for url in urls(file).cover())

    def draws() -> SearchStrategy[Setting]:
        from hypothesis import strategies as st

        return lives.strategy.flatmap(lambda file: st.builds(Setting, st.just(file), urls(file).strategy))

    return Inputs(lives.name, lambda: dict.fromkeys(cover()), draws)
