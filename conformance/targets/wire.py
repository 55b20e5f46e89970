"""Addresses and requests as they go over the wire."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore

from conformance.targets.call import Call
from conformance.targets.exchange import Exchange


def request_of(exchange: Exchange, length: int) -> httpcore.Request:
    """The request, with a body of `length` bytes.

    Raises:
        UnicodeError: a header or the address cannot be sent.
    """
    parts = urlsplit(exchange.url)
    host = parts.netloc.rpartition("@")[2].encode("ascii")
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = [(b"host", host), (b"user-agent", b"xai-conformance"), (b"accept-encoding", b"identity")]
    headers += [(n.encode("ascii"), v.encode("utf-8")) for n, v in exchange.request_headers.items()]
    content: Iterable[bytes] | bytes = b""
    if exchange.content is not None:
        content = exchange.content()
        headers.append((b"content-length", str(length).encode()))
    elif exchange.method in ("POST", "PUT", "PATCH"):
        headers.append((b"content-length", b"0"))
    if exchange.method == "HEAD":  # what some servers send after the head all the same is for nobody
        headers.append((b"connection", b"close"))
    default_port = 443 if parts.scheme == "https" else 80
    return httpcore.Request(
        exchange.method.encode("ascii"),
        httpcore.URL(
            scheme=parts.scheme.encode("ascii"),
            host=(parts.hostname or "").encode("ascii"),
            port=parts.port or default_port,
            target=target.encode("ascii"),
        ),
        headers=headers,
        content=content,
    )


def target_of(call: Call) -> str:
    """Path and query of a call."""
    path = call.operation.path
    for name, value in call.path.items():
        path = path.replace(f"{{{name}}}", quote(value, safe="", errors="surrogatepass"))
    return f"{path}?{urlencode(call.query, quote_via=quote)}" if call.query else path


def origin(url: str) -> str:
    """Scheme, host and port."""
    return "/".join(url.split("/", 3)[:3])


def is_address(url: str) -> bool:
    """Whether `url` can be sent in a request at all, wherever it leads."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return known and url.isascii() and url.isprintable() and " " not in url


def proxy_for(base: str) -> httpcore.Proxy | None:
    """The proxy that the environment names for the target, as other clients would use it."""
    parts = urlsplit(base)
    address = getproxies().get(parts.scheme)
    if not address or not parts.hostname or proxy_bypass(parts.hostname):
        return None
    return httpcore.Proxy(address if "://" in address else f"http://{address}")
