"""Which storage options a check looks at; what they ask for is read by `strategies.storage_options`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import specs
from conformance.suite.studio import Studio
from strategies.near_misses import NearMiss
from strategies.storage_options import file_seconds, own_url_seconds, wants_url

Options = Mapping[str, Any]

NAME, EXPIRES, URL = "filename", "expires_after", "public_url"
_FIELDS = specs.load().schema("StorageOptions")["properties"].keys()
_FIELDS_OF_URL = specs.load().schema("PublicUrlOptions")["properties"].keys()


def plain(options: Options) -> bool:
    """The file name is all there is."""
    return not set(options) - {NAME}


def usual(options: Options) -> bool:
    """Nothing stands there that could as well be left out, or be a plain yes: that has requirements of its own."""
    url = options.get(URL)
    return not (None in options.values() or url is False or is_empty(url))


def is_empty(url: Any) -> bool:
    """It is an object that sets nothing."""
    return isinstance(url, Mapping) and not any(value is not None for value in url.values())


def expires(options: Options) -> bool:
    """The file is to expire."""
    return usual(options) and file_seconds(options) is not None


def of_the_file(options: Options) -> bool:
    """Only the file can have been given an expiry; the URL, if there is one, has none of its own."""
    return usual(options) and own_url_seconds(options) is None


def of_the_url(options: Options) -> bool:
    """There is a URL that expires at its own time or never; it inherits nothing."""
    return usual(options) and wants_url(options) and (ends_first(options) or file_seconds(options) is None)


def ends_first(options: Options) -> bool:
    """The URL is to end by itself, before its file."""
    url, file = own_url_seconds(options), file_seconds(options)
    return usual(options) and url is not None and (file is None or url < file)


def ends_alone(options: Options) -> bool:
    """The URL is to end, and the file is not."""
    return ends_first(options) and file_seconds(options) is None


def ends_together(options: Options) -> bool:
    """File and URL are each given the same time."""
    return own_url_seconds(options) is not None and own_url_seconds(options) == file_seconds(options)


def inherits(options: Options) -> bool:
    """The URL is left to end with its file."""
    url_is_plain = options.get(URL) is True
    return url_is_plain and file_seconds(options) is not None


def both_end(options: Options) -> bool:
    """The file is to end, and with or before it the URL."""
    return wants_url(options) and file_seconds(options) is not None


def null_expiry(options: Options) -> bool:
    """The file's expiry is null."""
    return EXPIRES in options and options[EXPIRES] is None


def one_oddity(studio: Studio) -> Callable[[Options], bool]:
    """Not both an expiry of null and an empty object, so that a refusal tells which of them is meant.

    Where somebody pays, they come together only, and a refusal of both speaks against each.
    """
    return lambda options: studio.lean or not (null_expiry(options) and empty_url(options))


def null_url(options: Options) -> bool:
    """The public URL is null."""
    return URL in options and options[URL] is None


def declined(options: Options) -> bool:
    """The public URL is declined."""
    return options.get(URL) is False


def empty_url(options: Options) -> bool:
    """The public URL is asked for by an object that sets nothing."""
    return is_empty(options.get(URL))


def odd_name(options: Options) -> bool:
    """What is unclear is the file's name."""
    return plain(options)


def unknown_field(options: Options) -> bool:
    """What is unclear is a field that no document has."""
    url = options.get(URL)
    return bool(options.keys() - _FIELDS or (isinstance(url, Mapping) and url.keys() - _FIELDS_OF_URL))


def whole_fraction(options: Options) -> bool:
    """What is unclear is a whole number with a fraction of nothing."""
    return isinstance(file_seconds(options), float) or isinstance(own_url_seconds(options), float)


def at(place: str, *rules: str) -> Callable[[NearMiss[Any]], bool]:
    """Near misses at `place` (a JSON pointer), of these rules."""
    return lambda miss: miss.at == place and miss.rule in rules
