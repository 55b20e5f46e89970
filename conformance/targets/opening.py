"""Opening a URL that the target gave: which may be opened at all, and where a redirect leads."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin

from conformance.outcomes import Untestable
from conformance.targets.call import Malformed
from conformance.targets.exchange import Exchange
from conformance.targets.profile import PLACES, Profile
from conformance.targets.wire import is_address, origin

#: Operation that opens a URL → what such URLs are called, and the place in a profile under which they live.
_URLS = {
    "fetchPublicUrl": ("public URL", "cdn"),
    "fetchImage": ("ephemeral image URL", "imgen"),
    "fetchVideo": ("ephemeral video URL", "vidgen"),
}
#: So many redirects are followed; the answer after that is the last one, as it is.
MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Headers that are for the server of one origin alone.
_CREDENTIALS = frozenset({"authorization", "cookie"})


def check(profile: Profile, operation: str, url: str) -> None:
    """Only addresses under the places that the profile names, or of the target itself, are ever opened.

    Raises:
        Malformed: the URL holds what no address can.
        Untestable: the URL lies elsewhere.
    """
    what, place = _URLS[operation]
    if not is_address(url):
        raise Malformed(f"the {what} {url[:200]!r} is no address that anybody could open")
    if not _is_within(profile, url):
        raise Untestable(
            f"{what}s of this target lie under {origin(url)}, which its profile does not name as {place}"
        )


def followed(profile: Profile, exchange: Exchange) -> Exchange | None:
    """The request to which a redirect leads, as a browser would send it; `None` if the answer is none that leads on.

    The docs say that anyone can open the URL, and not that what it serves lies there.

    Raises:
        Untestable: it leads to where nothing may be opened.
    """
    location = exchange.response_headers.get("location")
    if exchange.status not in _REDIRECTS or not location:
        return None
    try:
        url = urldefrag(urljoin(exchange.url, location)).url
    except ValueError:
        return None
    if not is_address(url):
        return None
    what, place = _URLS[exchange.operation]
    if not _is_within(profile, url):
        raise Untestable(
            f"{what}s of this target lead on to {origin(url)}, which its profile does not name as {place}"
        )
    same = origin(url) == origin(exchange.url)
    headers = {
        name: value
        for name, value in exchange.request_headers.items()
        if same or name.lower() not in _CREDENTIALS
    }
    return Exchange(
        operation=exchange.operation,
        identity=exchange.identity,
        method=exchange.method,
        url=url,
        request_headers=headers,
    )


def _is_within(profile: Profile, url: str) -> bool:
    allowed = [*(getattr(profile, name) for name in PLACES), profile.base_url]
    return any(base and url.startswith(f"{base.rstrip('/')}/") for base in allowed)
