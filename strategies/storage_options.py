"""How what is generated is to be kept: `storage_options` that are right, that break one rule, or that are unclear.

All values are JSON as it is sent. They name the file with `FILENAME`, which stands for a name that the sender
picks: `retagged` puts that in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeAlias

from specs import Spec
from strategies.expiry import Bounds
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.near_misses import near_misses as of_schema
from strategies.schemas.sources import distinct
from strategies.unclear import Unclear
from strategies.valid import schema_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Options: TypeAlias = dict[str, Any]

FILENAME = "stored.jpg"
# The key of `x-refusals` for a URL that would live longer than its file.
OUTLIVES = "outlives-file"
_NAME, _EXPIRES, _URL = "filename", "expires_after", "public_url"
_SCHEMA, _URL_SCHEMA = "StorageOptions", "PublicUrlOptions"
# What asks for a URL without saying for how long, and what asks for none.
_WITHOUT_TIME: tuple[Any, ...] = (True, {}, False, None)
_FILE_AT, _URL_AT = f"/{_EXPIRES}", f"/{_URL}/{_EXPIRES}"


def retagged(options: Any, filename: str) -> Any:
    """`options` with `filename` in place of `FILENAME`; anything but an object with a name is left as it is.

    Within an odd name the placeholder's stem gives way to the stem of `filename`, so that the oddity stays. A
    name without the placeholder is left too.
    """
    if not isinstance(options, Mapping) or not isinstance(options.get(_NAME), str):
        return options
    stem = PurePosixPath(filename).stem or filename
    name = options[_NAME].replace(FILENAME, filename).replace(PurePosixPath(FILENAME).stem, stem)
    return {**options, _NAME: name}


def bounds_of_file(*, spec: Spec | None = None) -> Bounds:
    """What the file's `expires_after` may be, in seconds, both ends included."""
    found = schema_of(_pointer(_SCHEMA, _EXPIRES), spec)
    return Bounds(found["minimum"], found["maximum"])


def bounds_of_url(*, spec: Spec | None = None) -> Bounds:
    """What the URL's `expires_after` may be, in seconds, both ends included."""
    found = schema_of(_pointer(_URL_SCHEMA, _EXPIRES), spec)
    return Bounds(found["minimum"], found["maximum"])


def wants_url(options: Mapping[str, Any]) -> bool:
    """Whether valid `options` ask for a public URL."""
    return options.get(_URL) not in (None, False)


def file_seconds(options: Mapping[str, Any]) -> int | None:
    """For how long valid `options` keep the file; None where it is for good."""
    seconds: int | None = options.get(_EXPIRES)
    return seconds


def own_url_seconds(options: Mapping[str, Any]) -> int | None:
    """What valid `options` ask for the URL itself; None where they ask for nothing."""
    url = options.get(_URL)
    seconds: int | None = url.get(_EXPIRES) if isinstance(url, Mapping) else None
    return seconds


def url_seconds(options: Mapping[str, Any]) -> int | None:
    """For how long valid `options` keep the URL: its own time, or that of the file; None where it is for good.

    None too where they ask for no URL.
    """
    if not wants_url(options):
        return None
    own = own_url_seconds(options)
    return file_seconds(options) if own is None else own


def valid(*, spec: Spec | None = None) -> Inputs[Options]:
    """Options that the docs allow, simplest first.

    The cover: stored for good; the file's expiry at both ends; a URL asked for and not, in each way; the URL's
    expiry at both ends; a URL that inherits; one that ends before its file, and with it; null for nothing.
    """

    def cover() -> Iterator[Options]:
        file, url = bounds_of_file(spec=spec), bounds_of_url(spec=spec)
        yield _options()
        yield from (_options(seconds) for seconds in (file.shortest, file.longest))
        yield from (_options(public_url=asked) for asked in _WITHOUT_TIME)
        yield from (_options(public_url={_EXPIRES: seconds}) for seconds in (url.shortest, url.longest))
        yield from (_options(seconds, public_url=True) for seconds in (file.shortest, file.longest))
        yield _options(file.longest, public_url={_EXPIRES: url.shortest})
        for seconds in (max(file.shortest, url.shortest), min(file.longest, url.longest)):
            yield _options(seconds, public_url={_EXPIRES: seconds})
        yield _options(file.shortest + 1, public_url={_EXPIRES: min(url.longest, file.shortest)})
        yield {_NAME: FILENAME, _EXPIRES: None}
        yield {_NAME: FILENAME, _EXPIRES: None, _URL: {_EXPIRES: None}}
        yield _options(file.shortest, public_url={_EXPIRES: None})

    return Inputs("storage_options.valid()", lambda: distinct(cover()), lambda: _drawn(spec))


def equal(*, spec: Spec | None = None) -> Inputs[Options]:
    """Options by which the URL ends together with its file, each asked for."""

    def ends() -> tuple[int, int]:
        file, url = bounds_of_file(spec=spec), bounds_of_url(spec=spec)
        return max(file.shortest, url.shortest), min(file.longest, url.longest)

    def both(seconds: int) -> Options:
        return _options(seconds, public_url={_EXPIRES: seconds})

    def draws() -> SearchStrategy[Options]:
        from hypothesis import strategies as st

        return st.integers(*ends()).map(both)

    return Inputs("storage_options.equal()", lambda: map(both, ends()), draws)


def near_misses(rules: Collection[str] | None = None, *, spec: Spec | None = None) -> Inputs[NearMiss[Any]]:
    """Options that break one rule; their twins are options that the docs allow.

    Args:
        rules: only these: `required`, `type`, `minimum`, `maximum`, `outlives-file`.
        spec: read instead of the one that ships.

    Raises (on first use):
        NoInputsError: none of `rules` is among those.
    """
    parts = Inputs.union(
        _nameless(spec),
        _of_expiry(_SCHEMA, _FILE_AT, _options, spec),
        _of_expiry(_URL_SCHEMA, _URL_AT, lambda seconds: _options(public_url={_EXPIRES: seconds}), spec),
        url_beyond_file(spec=spec),
        _ill_typed(spec),
    )
    return parts if rules is None else parts.filter(lambda miss: miss.rule in rules)


def url_beyond_file(*, spec: Spec | None = None) -> Inputs[NearMiss[Options]]:
    """Options by which the URL would outlive its file: by a second at either end of the bounds, and by most.

    Both times are allowed in themselves. The twin lets the URL end with the file.
    """

    def miss(file: int, url: int) -> NearMiss[Options]:
        return NearMiss(
            _options(file, public_url={_EXPIRES: url}),
            OUTLIVES,
            _URL_AT,
            _options(file, public_url={_EXPIRES: file}),
        )

    def ends() -> tuple[int, int, int]:
        file, url = bounds_of_file(spec=spec), bounds_of_url(spec=spec)
        return max(file.shortest, url.shortest), min(file.longest, url.longest - 1), url.longest

    def cover() -> Iterator[NearMiss[Options]]:
        low, high, longest = ends()
        pairs = ((low, low + 1), (high, high + 1), (low, longest))
        yield from (miss(*pair) for pair in dict.fromkeys(pairs))

    def draws() -> SearchStrategy[NearMiss[Options]]:
        from hypothesis import strategies as st

        low, high, longest = ends()
        return st.integers(low, high).flatmap(
            lambda file: st.integers(file + 1, longest).map(lambda url: miss(file, url))
        )

    return Inputs("storage_options.url_beyond_file()", cover, draws)


def unclear(*, spec: Spec | None = None) -> Inputs[Unclear[Options]]:
    """Options on which the docs are silent: odd names, members that no document has, whole numbers as floats."""

    def cover() -> Iterator[Unclear[Options]]:
        file, url = bounds_of_file(spec=spec), bounds_of_url(spec=spec)
        yield from (Unclear(f"filename {what}", {_NAME: name}) for what, name in _odd_names())
        yield Unclear("an unknown member", {**_options(), "colour": "green"})
        yield Unclear("an unknown member of public_url", _options(public_url={"colour": "green"}))
        yield Unclear("expires_after as a float", _options(float(file.shortest)))
        yield Unclear(
            "public_url.expires_after as a float", _options(public_url={_EXPIRES: float(url.shortest)})
        )

    return Inputs.listed("storage_options.unclear()", cover)


def _odd_names() -> Iterator[tuple[str, str]]:
    stem, extension = PurePosixPath(FILENAME).stem, PurePosixPath(FILENAME).suffix
    yield from (("empty", ""), ("of a space", " "), ("of a dot", "."), ("of two dots", ".."))
    yield from (("in a folder", f"folder/{FILENAME}"), ("in the folder above", f"../{FILENAME}"))
    yield from (("with a slash in front", f"/{FILENAME}"), ("with a backslash", f"folder\\{FILENAME}"))
    yield from (("with a line end", f"{stem}\n{extension}"), ("with a NUL", f"{stem}\0{extension}"))
    yield from (("with a tab", f"{stem}\t{extension}"), ("with a quote", f'{stem}"{extension}'))
    yield from (("very long", stem + "a" * 300 + extension), ("without an extension", stem))
    yield from (("with a dot at the end", f"{stem}."), ("with a dot in front", f".{stem}"))
    yield from (("with two extensions", f"{stem}.tar.gz"), ("with an unknown extension", f"{stem}.unknown"))
    yield from (("with its extension in upper case", stem + extension.upper()),)
    yield from (("with an extension of another type", f"{stem}.pdf"),)
    yield from (("with a very long extension", f"{stem}.{'b' * 100}"),)
    yield from (("in other letters", f"\u6587\u4ef6-{FILENAME}"), ("with an emoji", f"\U0001f600{FILENAME}"))
    yield from (("with an accent of its own", f"cafe\u0301-{FILENAME}"),)
    yield from (("with a space at either end", f" {FILENAME} "), ("percent-encoded", f"%2e%2e%2f{FILENAME}"))


def _pointer(schema: str, name: str) -> str:
    return f"#/components/schemas/{schema}/properties/{name}"


def _options(expires_after: float | None = None, **public_url: Any) -> Options:
    """Options with what is given; a public_url of None is sent as null."""
    expiry = {} if expires_after is None else {_EXPIRES: expires_after}
    return {_NAME: FILENAME, **expiry, **public_url}


def _drawn(spec: Spec | None) -> SearchStrategy[Options]:
    from hypothesis import strategies as st

    file, url = bounds_of_file(spec=spec), bounds_of_url(spec=spec)
    plain: SearchStrategy[Any] = st.sampled_from(_WITHOUT_TIME)

    def with_file(seconds: int) -> SearchStrategy[Options]:
        longest = min(url.longest, seconds)
        own = st.integers(url.shortest, longest).map(lambda chosen: {_EXPIRES: chosen})
        asked: SearchStrategy[Any] = plain | own if longest >= url.shortest else plain
        return asked.map(lambda public_url: _options(seconds, public_url=public_url))

    own = st.integers(url.shortest, url.longest).map(lambda seconds: {_EXPIRES: seconds})
    without_file = (plain | own).map(lambda public_url: _options(public_url=public_url))
    return without_file | st.integers(file.shortest, file.longest).flatmap(with_file)


def _nameless(spec: Spec | None) -> Inputs[NearMiss[Any]]:
    """No name, alone and beside each of the other members."""

    def miss(twin: Options) -> NearMiss[Any]:
        return NearMiss(
            {key: value for key, value in twin.items() if key != _NAME}, "required", f"/{_NAME}", twin
        )

    def cover() -> Iterator[NearMiss[Any]]:
        yield from map(miss, (_options(), _options(bounds_of_file(spec=spec).shortest)))
        yield miss(_options(public_url=True))

    return Inputs("no filename", cover, lambda: _drawn(spec).map(miss))


def _of_expiry(
    schema: str, at: str, around: Callable[[Any], Options], spec: Spec | None
) -> Inputs[NearMiss[Any]]:
    """An expiry outside its bounds or of a wrong type, with `around` it the rest of the options."""
    misses = of_schema(_pointer(schema, _EXPIRES), spec=spec)
    return misses.map(lambda miss: miss.map(around, at))


def _ill_typed(spec: Spec | None) -> Inputs[NearMiss[Any]]:
    """Another type than text for the name, than a boolean or an object for the URL, than an object for all."""

    def named(miss: NearMiss[Any]) -> NearMiss[Any]:
        return NearMiss({_NAME: miss.value}, "type", f"/{_NAME}", _options())

    def with_url(miss: NearMiss[Any]) -> NearMiss[Any]:
        return NearMiss(_options(public_url=miss.value), "type", f"/{_URL}", _options(public_url=True))

    def whole(miss: NearMiss[Any]) -> NearMiss[Any]:
        return NearMiss(miss.value, "type", "", _options())

    def is_whole(miss: NearMiss[Any]) -> bool:
        # Null is no options at all, which is allowed.
        return miss.at == "" and miss.value is not None

    return Inputs.union(
        of_schema(_pointer(_SCHEMA, _NAME), rules=("type",), spec=spec).map(named),
        of_schema(_pointer(_SCHEMA, _URL), rules=("anyOf",), spec=spec).map(with_url),
        of_schema(_SCHEMA, rules=("type",), spec=spec).filter(is_whole).map(whole),
    )
