"""Faults of lists and filters."""

from __future__ import annotations

from conformance.emulator.behaviour import NEVER, Behaviour
from conformance.emulator.faults.fault import Fault, fault

_TRUE = Behaviour()

LISTING: tuple[Fault, ...] = (
    fault(
        "json-never-listed",
        "files.list.shape",
        "JSON files are never listed.",
        upload_listed_after={"application/json": NEVER},
    ),
    fault(
        "page-one-too-long",
        "files.list.limit",
        "Pages hold one file more than their limit.",
        page_surplus=1,
    ),
    fault(
        "page-of-one-holds-two",
        "files.list.limit",
        "A page for the limit of one holds two files.",
        boundary=True,
        page_shortest=2,
    ),
    fault(
        "limit-lowest-empty",
        "files.list.limit-range",
        "The lowest limit gives an empty page.",
        boundary=True,
        page_shortfalls={_TRUE.limit_minimum: 1},
    ),
    fault(
        "limit-highest-one-short",
        "files.list.limit-range",
        "A page for the highest limit is one file short of it.",
        boundary=True,
        page_shortfalls={_TRUE.limit_maximum: 1},
    ),
    fault(
        "limit-default-one-over",
        "files.list.limit-range",
        "Without a limit, a page holds one file more than the documented default.",
        boundary=True,
        limit_default=_TRUE.limit_default + 1,
    ),
    fault(
        "limit-default-is-lowest",
        "files.list.limit-range",
        "Without a limit, a page is as short as it can be.",
        limit_default=_TRUE.limit_minimum,
    ),
    fault(
        "size-order-always-ascending",
        "files.list.order",
        "Sorted by size, files come in ascending order whatever was asked for.",
        order_respected=_TRUE.order_respected - {"size"},
    ),
    fault(
        "filename-sort-ignored",
        "files.list.order",
        "Sorting by name sorts by creation time.",
        sorted_by=_TRUE.sorted_by - {"filename"},
    ),
    fault(
        "filename-order-ignores-case",
        "files.list.filename-order",
        "Names sort as if upper and lower case were the same.",
        filename_order_by_character=False,
    ),
    fault(
        "walk-repeats",
        "files.list.walk",
        "Each page begins with the file that ended the one before.",
        walk_repeats=True,
    ),
    fault(
        "walk-skips",
        "files.list.walk",
        "A file is left out between two pages.",
        walk_skips=True,
    ),
    fault(
        "walk-begins-anew",
        "files.list.end",
        "The short page at the end has a token, which leads back to the first page.",
        walk_ends=False,
    ),
    fault(
        "filter-file-id-by-prefix",
        "files.filter.file-id",
        "Filtering by an id gives every file whose id begins alike.",
        filter_id_length=len(_TRUE.id_prefix),
    ),
    fault(
        "filter-greater-or-equal-excludes",
        "files.filter.operators",
        "The filter's >= leaves out what is equal.",
        boundary=True,
        filter_or_equal=frozenset({"<="}),
    ),
    fault(
        "filter-less-or-equal-excludes",
        "files.filter.operators",
        "The filter's <= leaves out what is equal.",
        boundary=True,
        filter_or_equal=frozenset({">="}),
    ),
    fault(
        "filter-every-file-expires",
        "files.filter.expiry-set",
        "Filters take every file for one that has an expiry.",
        filter_always_set=frozenset({"expires_at"}),
    ),
    fault(
        "filter-not-ignored",
        "files.filter.logic",
        "NOT in a filter changes nothing.",
        filter_not_negates=False,
    ),
    fault(
        "filter-or-as-and",
        "files.filter.logic",
        "OR in a filter means AND.",
        filter_or_is_and=True,
    ),
    fault(
        "filter-content-type-unknown",
        "files.filter.fields",
        "Filtering by content type is refused.",
        filter_fields=_TRUE.filter_fields - {"content_type"},
    ),
    fault(
        "filter-parts-not-matched",
        "files.filter.partial",
        "Filters find a content type only by its full name.",
        filter_matches_parts=False,
    ),
    fault(
        "filter-loses-order",
        "files.filter.composes",
        "A filtered list comes in the order of creation, whatever was asked for.",
        filter_keeps_order=False,
    ),
)
