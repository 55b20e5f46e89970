"""Requests at the same time, in process: one event loop, no network."""

import asyncio

import httpx
import pytest

from conformance.emulator.app import Emulator
from conformance.emulator.faults import behaviour
from conformance.emulator.state import State

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def together(path, *faults, count=12):
    """The JSON answers to the same POST, sent so many times at once for a file that has a URL or will get one."""

    async def race():
        app = Emulator(State.open(None, behaviour(faults)), {"k": "alpha"})
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://emulator",
            headers={"authorization": "Bearer k"},
        )
        async with client:
            file = (await client.post("/v1/files", files={"file": ("a.png", PNG)})).json()
            address = f"/v1/files/{file['id']}/public-url"
            if path:
                await client.post(address, json={})
            answers = await asyncio.gather(*(client.post(address + path, json={}) for _ in range(count)))
            app.state.close()
            return [answer.json() for answer in answers]

    return asyncio.run(race())


@pytest.mark.parametrize(("faults", "urls"), [((), 1), (("create-race",), 12)])
def test_creations_give_one_url(faults, urls):
    """Unless they are made not to see each other."""
    assert len({answer["public_url"] for answer in together("", *faults)}) == urls


@pytest.mark.parametrize(("faults", "revoked"), [((), 1), (("revoke-race",), 12)])
def test_one_revocation_ends_a_url(faults, revoked):
    """The others find nothing to end."""
    assert sum(answer["revoked"] for answer in together("/revoke", *faults)) == revoked
