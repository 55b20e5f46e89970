"""Fetching inputs from elsewhere, within a size and a time."""

from __future__ import annotations

import asyncio
import functools
import ssl
import tempfile
from collections.abc import Callable
from typing import IO

import httpx

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal

# Neighbours on the same machine are no business of a proxy.
_DIRECT = {"all://127.0.0.1": None, "all://localhost": None}
# Encoded content could be thousands of times larger inside, and comes in pieces that are decoded whole.
_HEADERS = {"user-agent": "xai-conformance-emulator", "accept-encoding": "identity"}
_SPOOL = 256 * 1024  # bytes kept in memory before a temporary file takes over


async def fetched(policy: Behaviour, url: str, at: str, cap: int) -> Callable[[], bytes]:
    """How to read what `url` serves. It has been fetched, and is on disk unless it is small.

    Raises:
        Refusal: 400; nothing is served there, or it is too large or too slow. `at` is where the URL stands.
    """
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_SPOOL)  # noqa: SIM115 - the caller reads it
    try:
        await fetched_into(file, policy, url, at, cap)
    except BaseException:
        file.close()
        raise
    return lambda: _whole(file)


async def fetched_into(file: IO[bytes], policy: Behaviour, url: str, at: str, cap: int) -> None:
    """Fetch what `url` serves into `file`.

    Raises:
        Refusal: as for `fetched`.
    """
    if not url.startswith(("http://", "https://")):
        raise Refusal(400, f"{at}: expected an http or https URL, or a data URI")
    try:
        async with asyncio.timeout(policy.input_fetch_seconds):
            await _into(file, policy, url, at, cap)
    except TimeoutError:
        raise Refusal(400, f"{at}: not fetched within {policy.input_fetch_seconds:g} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError, OSError) as error:
        raise Refusal(400, f"{at}: cannot be fetched: {type(error).__name__}") from None


async def _into(file: IO[bytes], policy: Behaviour, url: str, at: str, cap: int) -> None:
    size = 0
    async with (
        httpx.AsyncClient(
            follow_redirects=True,
            max_redirects=policy.input_fetch_redirects,
            timeout=policy.input_fetch_seconds,
            headers=_HEADERS,
            mounts=_DIRECT,
            verify=_trust(),
        ) as client,
        client.stream("GET", url) as answer,
    ):
        if not answer.is_success:
            raise Refusal(400, f"{at}: answered with {answer.status_code}")
        async for piece in answer.aiter_raw():
            size += len(piece)
            if size > cap:
                raise Refusal(400, f"{at}: larger than {cap} bytes")
            file.write(piece)


@functools.cache
def _trust() -> ssl.SSLContext:
    """Reading the certificates of the world takes long enough to do it once."""
    return httpx.create_ssl_context()


def _whole(file: IO[bytes]) -> bytes:
    with file:
        file.seek(0)
        return file.read()
