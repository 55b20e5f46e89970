"""Faults of a public URL's expiry."""

from __future__ import annotations

from conformance.emulator.behaviour import NEVER, Behaviour
from conformance.emulator.faults.fault import Fault, fault

_TRUE = Behaviour()
# Further from the edge than a clock's tolerance, and far nearer than any lifetime.
_MOMENT = 60
_HALF_HOUR = 1800

URL_EXPIRY: tuple[Fault, ...] = (
    fault(
        "url-expires-by-default",
        "public-url.expiry.never",
        "A URL created without an expiry gets the longest one.",
        url_expiry_default=_TRUE.url_expiry_maximum,
    ),
    fault(
        "url-expiry-shortest-refused",
        "public-url.expiry.own",
        "The shortest documented expiry of a URL is refused.",
        boundary=True,
        url_expiry_minimum=_TRUE.url_expiry_minimum + 1,
    ),
    fault(
        "url-expiry-longest-refused",
        "public-url.expiry.own",
        "The longest documented expiry of a URL is refused.",
        boundary=True,
        url_expiry_maximum=_TRUE.url_expiry_maximum - 1,
    ),
    fault(
        "url-expiry-a-minute-late",
        "public-url.expiry.own",
        "A URL's expiry is set one minute later than asked for.",
        url_expiry_surplus=_MOMENT,
    ),
    fault(
        "url-does-not-inherit",
        "public-url.expiry.inherited",
        "A URL created without an expiry has none although its file has one.",
        url_inherits=False,
    ),
    fault(
        "url-takes-files-expiry",
        "public-url.expiry.within-file",
        "Where file and URL both have an expiry, the URL gets the file's.",
        url_within_file_is_own=False,
    ),
    fault(
        "url-expiry-below-accepted",
        "public-url.expiry.bounds",
        "An expiry of a URL one second below the shortest is accepted.",
        boundary=True,
        url_expiry_minimum=_TRUE.url_expiry_minimum - 1,
    ),
    fault(
        "url-expiry-above-accepted",
        "public-url.expiry.bounds",
        "An expiry of a URL one second above the longest is accepted.",
        boundary=True,
        url_expiry_maximum=_TRUE.url_expiry_maximum + 1,
    ),
    fault(
        "url-beyond-file-shortened",
        "public-url.expiry.beyond-file",
        "An expiry later than the file's is shortened to it instead of refused.",
        url_beyond_file="shortened",
    ),
    fault(
        "url-little-beyond-file-accepted",
        "public-url.expiry.beyond-file",
        "An expiry up to five minutes later than the file's is accepted.",
        boundary=True,
        url_beyond_file_slack=5 * _MOMENT,
    ),
    fault(
        "url-update-outlives-file",
        "public-url.expiry.never-outlives",
        "Changing the expiry of a URL does not look at its file's.",
        url_update_checks_file=False,
    ),
    fault(
        "url-short-lived-file-refused",
        "public-url.expiry.short-lived-file",
        "A file with less left than the shortest expiry can be given no URL at all.",
        boundary=True,
        url_for_short_lived=False,
    ),
    fault(
        "url-expiry-moves-file",
        "public-url.expiry.file-untouched",
        "A file without an expiry gets that of its URL.",
        url_expiry_moves_file=True,
    ),
    fault(
        "url-ends-a-minute-early",
        "public-url.expiry.not-early",
        "URLs end one minute before their expiry.",
        boundary=True,
        url_end_shift=-_MOMENT,
    ),
    fault(
        "url-ends-half-an-hour-early",
        "public-url.expiry.not-early",
        "URLs end half an hour before their expiry.",
        url_end_shift=-_HALF_HOUR,
    ),
    fault(
        "url-served-a-minute-longer",
        "public-url.expiry.dead",
        "The CDN serves a URL for one minute after its expiry.",
        boundary=True,
        fetch_end_shift=_MOMENT,
    ),
    fault(
        "url-served-forever",
        "public-url.expiry.dead",
        "The CDN knows nothing of expiry.",
        fetch_end_shift=NEVER,
    ),
    fault(
        "url-expired-410",
        "public-url.expiry.dead",
        "An expired URL is answered with 410.",
        fetch_gone_status=410,
    ),
    fault(
        "expired-url-shown",
        "public-url.expiry.cleared",
        "Metadata goes on showing a URL after its expiry.",
        url_expired_shown=True,
    ),
    fault(
        "url-takes-file-along",
        "public-url.expiry.file-remains",
        "The file ends with its URL's expiry.",
        url_end_ends_file=True,
    ),
    fault(
        "inheriting-url-outlives-file",
        "public-url.expiry.with-file",
        "A URL that inherited its file's expiry is served after it.",
        url_ends_with_file=False,
    ),
)
