"""What becomes of blocks in JavaScript: each outcome, and to whom it points."""

import pytest

from conformance.examples import At, Outcome
from conformance.examples.block import Runtime
from conformance.examples.tools import ToolProblem, Tools

PAGE = """
## Paints

```javascript
import { xai } from "@ai-sdk/xai";
import { generateImage } from "ai";

const { image } = await generateImage({ model: xai.image("grok-imagine-image"), prompt: "A cat" });
console.log("painted", image.base64.length > 100);
```

## Goes on with it

```javascript
import { generateImage } from "ai";

const { images } = await generateImage({ model: xai.image("grok-imagine-image"), prompt: "Two cats", n: 2 });
console.log("painted", images.length, image.mediaType);
```

## Films

```javascript
import { xai } from "@ai-sdk/xai";
import { experimental_generateVideo as film } from "ai";

const { video } = await film({ model: xai.video("grok-imagine-video"), prompt: "A cat walks", duration: 2 });
console.log("filmed", video.uint8Array.length > 100);
```

## Fetches

```javascript
const form = new FormData();
form.append("file", new Blob(["Some words."]), "words.txt");
const answer = await fetch("https://api.x.ai/v1/files", {
  method: "POST",
  headers: { Authorization: `Bearer ${process.env.XAI_API_KEY}` },
  body: form,
});
if (!answer.ok) throw new Error(`refused: ${answer.status}`);
console.log((await answer.json()).filename);
```

## Asks by an older module

```js
const https = require("https");
const headers = { Authorization: `Bearer ${process.env.XAI_API_KEY}` };
https.get("https://api.x.ai/v1/files", { headers }, (answer) => {
  console.log("status", answer.statusCode);
  answer.resume();
});
```

## Speaks on a socket

```javascript
import WebSocket from "ws";

const socket = new WebSocket("wss://api.x.ai/v1/tts?language=en&voice=eve", {
  headers: { Authorization: `Bearer ${process.env.XAI_API_KEY}` },
});
socket.on("open", () => {
  socket.send(JSON.stringify({ type: "text.delta", delta: "Hello." }));
  socket.send(JSON.stringify({ type: "text.done" }));
});
socket.on("message", (data) => {
  if (JSON.parse(data).type === "audio.done") {
    console.log("heard");
    socket.close();
  }
});
```

## Is typed

```typescript
const count: number = 2;
console.log("typed", count);
```

## Is typed wrongly

```typescript
const count: = 2;
```

## Names what nothing defines

```javascript
console.log(noSuchName);
```

## Is no JavaScript

```javascript
const = 5;
```

## Imports what is not installed

```javascript
import pad from "a-package-that-nobody-has";
```

## Imports what the SDK lacks

```javascript
import { paintGreen } from "@ai-sdk/xai";
paintGreen();
```

## Has the SDK raise

```javascript
import { xai } from "@ai-sdk/xai";
import { generateImage } from "ai";

const options = { model: xai.image("grok-imagine-image"), prompt: "A cat", providerOptions: { xai: { quality: 7 } } };
await generateImage(options);
```

## Asks somebody else

```javascript
await fetch("https://weather.example.org/today");
```

## Opens what is not there

```javascript
import fs from "fs";

fs.readFileSync("/nowhere/notes.unheard");
```

## Sends no key

```javascript
const answer = await fetch("https://api.x.ai/v1/files");
if (!answer.ok) throw new Error(`refused: ${await answer.text()}`);
```

## Throws by itself

```javascript
throw new Error("of its own");
```
"""
FAILED, MISSING, RAN = Outcome.FAILED, Outcome.MISSING, Outcome.RAN
EXAMPLE, SDK, SERVER, UNCLEAR, NOBODY = At.EXAMPLE, At.SDK, At.SERVER, At.UNCLEAR, At.NOBODY


@pytest.fixture(scope="module")
def results(ran):
    try:
        Tools().command(Runtime.JAVASCRIPT)
    except ToolProblem as problem:
        pytest.skip(f"needs Node with its SDK: {problem}")
    return ran(PAGE)


@pytest.mark.parametrize(
    ("heading", "outcome", "at", "said"),
    [
        ("Paints", RAN, NOBODY, ""),
        ("Goes on with it", RAN, NOBODY, ""),
        ("Films", RAN, NOBODY, ""),
        ("Fetches", RAN, NOBODY, ""),
        ("Asks by an older module", RAN, NOBODY, ""),
        ("Speaks on a socket", RAN, NOBODY, ""),
        ("Is typed", RAN, NOBODY, ""),
        ("Is typed wrongly", FAILED, EXAMPLE, "Node cannot read it"),
        ("Names what nothing defines", FAILED, EXAMPLE, "`noSuchName`"),
        ("Is no JavaScript", FAILED, EXAMPLE, "Node cannot read it"),
        ("Imports what is not installed", MISSING, NOBODY, "a-package-that-nobody-has"),
        ("Imports what the SDK lacks", FAILED, SDK, "paintGreen"),
        ("Has the SDK raise", FAILED, SDK, "raises"),
        ("Asks somebody else", MISSING, NOBODY, "weather.example.org"),
        ("Opens what is not there", MISSING, NOBODY, "/nowhere/notes.unheard"),
        ("Sends no key", FAILED, EXAMPLE, "no key"),
        ("Throws by itself", FAILED, UNCLEAR, "of its own"),
    ],
)
def test_each_block_has_its_outcome(results, heading, outcome, at, said):
    result = results[heading]

    assert (result.outcome, result.at) == (outcome, at), (result.reason, result.output)
    assert said in result.reason


def test_a_block_that_goes_on_is_put_behind_the_one_that_it_needs(results):
    assert results["Goes on with it"].continues == (1,)
    assert "painted 2 image/" in results["Goes on with it"].output


def test_addresses_lead_to_the_emulator_by_every_way(results):
    assert results["Fetches"].output == "words.txt"
    assert results["Asks by an older module"].output == "status 200"
    assert results["Speaks on a socket"].output == "heard"
