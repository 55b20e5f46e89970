"""What becomes of blocks in Python: each outcome, and to whom it points."""

import pytest

from conformance.examples import At, Outcome

PAGE = """
## Stores a file

```python
import os
from xai_sdk import Client

client = Client(api_key=os.environ["XAI_API_KEY"])
stored = client.files.upload("/path/to/pets/cat.png")
link = client.files.create_public_url(stored.id)
print("link", link.public_url)
```

## Goes on with it

```python
client.files.revoke_public_url(stored.id)
print("revoked")
```

## Names what nothing defines

```python
import json

print(json.dumps(no_such_name))
```

## Is no Python

```python
print("open"
```

## Awaits anywhere

```python
import asyncio

await asyncio.sleep(0)
```

## Calls what the SDK lacks

```python
from xai_sdk import Client

client = Client()
client.files.paint_green("file_1")
```

## Passes what the SDK does not take

```python
from xai_sdk import Client

client = Client()
client.files.upload(b"bytes", filename="a.txt", colour="green")
```

## Passes what Python does not take

```python
from xai_sdk import Client

print(sorted([1], colour="green"), open("a.txt", "w", colour="green"), Client)
```

## Passes what its own function does not take

```python
from xai_sdk import Client


def paint(brush):
    return brush


paint(Client, colour="green")
```

## Imports what the SDK lacks

```python
from xai_sdk.painting import Brush
```

## Has the SDK raise

```python
from xai_sdk import Client

Client().image.sample(
    prompt="A cat", model="grok-imagine-image", image_url="https://example.org/a.png", image_file_id="file_a1"
)
```

## Imports what is not installed

```python
import a_package_that_nobody_has
```

## Asks somebody else

```python
import requests

print(requests.get("https://example.org/weather", timeout=5).text)
```

## Connects by itself

```python
import socket

socket.create_connection(("192.0.2.1", 80), timeout=5)
```

## Asks the person

```python
name = input("Your name: ")
```

## Opens what is not there

```python
print(open("/nowhere/notes.unheard").read())
```

## Asserts what is not so

```python
assert 1 + 1 == 3
```

## Sends a body that is none

```python
import os, requests

headers = {"Authorization": f"Bearer {os.environ['XAI_API_KEY']}", "Content-Type": "application/json"}
requests.post("https://api.x.ai/v1/images/generations", headers=headers, data="{'prompt': 'A cat'}")
```

## Sends a wrong body

```python
import os, requests

headers = {"Authorization": f"Bearer {os.environ['XAI_API_KEY']}"}
answer = requests.post("https://api.x.ai/v1/images/generations", headers=headers, json={"prompt": 5})
answer.raise_for_status()
```

## Sends no key

```python
import requests

print(requests.get("https://api.x.ai/v1/files").status_code)
```

## Speaks of the refusal

```python
import requests

answer = requests.get("https://api.x.ai/v1/files")
assert answer.status_code == 401
```

## Wants another surface

```python
import os, httpx

headers = {"Authorization": f"Bearer {os.environ['XAI_API_KEY']}"}
httpx.post("https://api.x.ai/v1/paintings", headers=headers, json={}).raise_for_status()
```

## Speaks by every client

```python
import asyncio, json, os, urllib.request

import aiohttp, httpx, requests
from openai import OpenAI

key = os.environ["XAI_API_KEY"]
headers = {"Authorization": f"Bearer {key}"}
url = "https://api.x.ai/v1/files"
assert requests.get(url, headers=headers).json()["data"] == []
assert httpx.get(url, headers=headers).json()["data"] == []
assert json.load(urllib.request.urlopen(urllib.request.Request(url, headers=headers)))["data"] == []


async def others():
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        assert (await answer.json())["data"] == []
    async with httpx.AsyncClient() as client:
        assert (await client.get(url, headers=headers)).json()["data"] == []


asyncio.run(others())
print(OpenAI(base_url="https://api.x.ai/v1", api_key="YOUR_API_KEY").files.list().data)
```

## Speaks on a socket

```python
import asyncio, json, os

import websockets


async def speak():
    headers = {"Authorization": f"Bearer {os.environ['XAI_API_KEY']}"}
    async with websockets.connect("wss://api.x.ai/v1/tts?language=en&voice=eve", additional_headers=headers) as socket:
        await socket.send(json.dumps({"type": "text.delta", "delta": "Hello."}))
        await socket.send(json.dumps({"type": "text.done"}))
        async for message in socket:
            event = json.loads(message)
            if event["type"] == "audio.done":
                print("heard")
                return


asyncio.run(speak())
```

## Looks around

```python
import os

for name, value in sorted(os.environ.items()):
    print(name, value)
```
"""
EXAMPLE, SDK, SERVER, UNCLEAR, NOBODY = At.EXAMPLE, At.SDK, At.SERVER, At.UNCLEAR, At.NOBODY
FAILED, MISSING, RAN = Outcome.FAILED, Outcome.MISSING, Outcome.RAN


@pytest.fixture(scope="module")
def results(ran):
    patch = pytest.MonkeyPatch()
    patch.setenv("XAI_API_KEY", "the-key-of-a-person")
    patch.setenv("A_SECRET_OF_SOMEBODY", "hush")
    try:
        return ran(PAGE)
    finally:
        patch.undo()


@pytest.mark.parametrize(
    ("heading", "outcome", "at", "said"),
    [
        ("Stores a file", RAN, NOBODY, ""),
        ("Goes on with it", RAN, NOBODY, ""),
        ("Names what nothing defines", FAILED, EXAMPLE, "`no_such_name`"),
        ("Is no Python", FAILED, EXAMPLE, "never closed"),
        ("Awaits anywhere", FAILED, EXAMPLE, "notebook"),
        ("Calls what the SDK lacks", FAILED, SDK, "has no `paint_green`"),
        ("Passes what the SDK does not take", FAILED, SDK, "colour"),
        ("Passes what Python does not take", FAILED, EXAMPLE, "colour"),
        ("Passes what its own function does not take", FAILED, EXAMPLE, "colour"),
        ("Imports what the SDK lacks", FAILED, SDK, "xai_sdk.painting"),
        ("Has the SDK raise", FAILED, SDK, "raises ValueError"),
        ("Imports what is not installed", MISSING, NOBODY, "a_package_that_nobody_has"),
        ("Asks somebody else", MISSING, NOBODY, "example.org"),
        ("Connects by itself", MISSING, NOBODY, "192.0.2.1"),
        ("Asks the person", MISSING, NOBODY, "keyboard"),
        ("Opens what is not there", MISSING, NOBODY, "/nowhere/notes.unheard"),
        ("Asserts what is not so", FAILED, UNCLEAR, "asserts"),
        ("Sends a body that is none", FAILED, EXAMPLE, "is no JSON"),
        ("Sends a wrong body", FAILED, EXAMPLE, "prompt"),
        ("Sends no key", FAILED, EXAMPLE, "no key"),
        ("Speaks of the refusal", RAN, NOBODY, ""),
        ("Wants another surface", MISSING, NOBODY, "POST /v1/paintings"),
        ("Speaks by every client", RAN, NOBODY, ""),
        ("Speaks on a socket", RAN, NOBODY, ""),
        ("Looks around", RAN, NOBODY, ""),
    ],
)
def test_each_block_has_its_outcome(results, heading, outcome, at, said):
    result = results[heading]

    assert (result.outcome, result.at) == (outcome, at), (result.reason, result.output)
    assert said in result.reason


def test_a_block_that_goes_on_is_put_behind_the_one_that_it_needs(results):
    assert results["Stores a file"].continues == ()
    assert results["Goes on with it"].continues == (1,)
    assert results["Goes on with it"].output.endswith("revoked")


def test_a_placeholder_is_told(results):
    assert results["Stores a file"].supplied == ("/path/to/pets/cat.png: a file made for it",)


def test_a_failure_is_told_at_its_line_of_the_page(results):
    result = results["Names what nothing defines"]
    lines = f"# Own page\n\n{PAGE}".splitlines()
    assert lines[result.line - 1] == "print(json.dumps(no_such_name))"


def test_a_block_sees_nothing_of_the_person(results):
    seen = results["Looks around"].output
    assert "XAI_API_KEY" in seen
    assert "the-key-of-a-person" not in seen
    assert "hush" not in seen


def test_a_faulty_server_is_blamed(ran):
    page = """
## Stores a picture

```python
from xai_sdk import Client

print(Client().files.upload("photo.webp").id)
```
"""
    assert ran(page)["Stores a picture"].outcome is Outcome.RAN
    broken = ran(page, faults=("webp-refused",))["Stores a picture"]
    assert (broken.outcome, broken.at) == (Outcome.FAILED, At.SERVER)
    assert "UploadFile" in broken.reason


def test_a_block_that_does_not_end_is_ended(ran):
    found = ran("## Waits\n\n```python\nimport time\n\nwhile True:\n    time.sleep(1)\n```", seconds=3)[
        "Waits"
    ]
    assert found.outcome is Outcome.TIMEOUT
    assert "had not ended" in found.reason
