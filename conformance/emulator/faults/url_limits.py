"""Faults of finding public URLs, of eligibility, of the quota, and over whole lives."""

from __future__ import annotations

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults.fault import Fault, fault

_TRUE = Behaviour()

URL_LIMITS: tuple[Fault, ...] = (
    fault(
        "filter-active-has-revoked",
        "public-url.filter.active",
        "The filter for files with a URL also gives those whose URL was revoked.",
        filter_shows_revoked=True,
    ),
    fault(
        "filter-none-lacks-revoked",
        "public-url.filter.none",
        "The filter for files without a URL leaves out those whose URL was revoked.",
        filter_hides_revoked=True,
    ),
    fault(
        "filters-lack-inherited",
        "public-url.filter.partition",
        "Files whose URL inherited their expiry are in neither filter.",
        filter_hides_inherited=True,
    ),
    fault(
        "filters-count-expired",
        "public-url.filter.follows",
        "Both filters take an expired URL for an active one.",
        filter_counts_expired=True,
    ),
    fault(
        "url-mp4-refused",
        "public-url.eligible.types",
        "MP4 films can be given no URL.",
        url_types=_TRUE.url_types - {"video/mp4"},
    ),
    fault(
        "url-zip-accepted",
        "public-url.eligible.other-types",
        "ZIP archives can be given a URL.",
        url_types=_TRUE.url_types | {"application/zip"},
    ),
    fault(
        "url-empty-file-accepted",
        "public-url.eligible.empty",
        "An empty file can be given a URL.",
        boundary=True,
        url_of_empty=True,
    ),
    fault(
        "url-one-byte-over-accepted",
        "public-url.eligible.too-large",
        "A file one byte over the documented size is stored and given a URL.",
        boundary=True,
        upload_cap=_TRUE.upload_cap + 1,
        url_file_size=_TRUE.url_file_size + 1,
    ),
    fault(
        "url-largest-refused",
        "public-url.eligible.largest",
        "A file of exactly the documented size can be given no URL.",
        boundary=True,
        url_file_size=_TRUE.url_file_size - 1,
    ),
    fault(
        "url-quota-one-over",
        "public-url.quota.limit",
        "A team may have one URL more than documented.",
        boundary=True,
        url_quota=_TRUE.url_quota + 1,
    ),
    fault(
        "url-quota-one-short",
        "public-url.quota.limit",
        "A team may have one URL fewer than documented.",
        boundary=True,
        url_quota=_TRUE.url_quota - 1,
    ),
    fault(
        "url-quota-400",
        "public-url.quota.limit",
        "At the quota, the next URL is refused with 400.",
        url_quota_status=400,
    ),
    fault(
        "url-quota-not-freed",
        "public-url.quota.freed",
        "Revoking the newest URL makes no room at the quota.",
        boundary=True,
        url_quota_freed=False,
    ),
    fault(
        "url-quota-stops-updates",
        "public-url.quota.update",
        "At the quota, a URL that there is cannot be created again.",
        boundary=True,
        url_quota_spares_updates=False,
    ),
    fault(
        "update-after-revocation-ignored",
        "public-url.life.sequences",
        "Once a file's URL was revoked, the expiry of its next URL cannot be changed.",
        url_moves_after_revocation=False,
    ),
)
