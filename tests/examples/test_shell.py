"""What becomes of shell blocks: each outcome, and to whom it points."""

import pytest

from conformance.examples import At, Outcome

AUTH = '-H "Authorization: Bearer $XAI_API_KEY"'
JSON = '-H "Content-Type: application/json"'
PAGE = f"""
## Stores a file

```bash
FILE=$(curl -s https://api.x.ai/v1/files {AUTH} -F purpose=assistants -F file=@/path/to/dog.jpg | jq -r .id)
echo "stored $FILE"
```

## Goes on with it

```bash
curl -sS "https://api.x.ai/v1/files/$FILE" {AUTH}
```

## Knows a file by a placeholder

```bash
curl -sS https://api.x.ai/v1/files/file_0a1b2c {AUTH}
```

## Knows a file by a variable

```bash
curl -sS "https://api.x.ai/v1/files/$VIDEO_FILE_ID/content" {AUTH} -o clip.mp4
```

## Needs a variable

```bash
echo "$NOBODY_SETS_THIS"
```

## Is a session at a prompt

```console
$ curl -sS https://api.x.ai/v1/files \\
    {AUTH}
{{"data": []}}
```

## Speaks with a cloned voice

```bash
curl -sS https://api.x.ai/v1/tts {AUTH} {JSON} \\
  -d '{{"text": "Hello.", "voice_id": "YOUR_VOICE_ID", "language": "en"}}' --output hello.mp3
```

## Edits a picture from elsewhere

```bash
curl -sS https://api.x.ai/v1/images/edits {AUTH} {JSON} \\
  -d '{{"model": "grok-imagine-image", "prompt": "Paint it", "image": {{"url": "https://pictures.example.org/a/dog.png"}}}}'
```

## Is no script

```bash
if true; then echo "never closed"
```

## Says dots for the rest

```bash
...
```

## Asks somebody else

```bash
curl -sS https://weather.example.org/today
```

## Follows somebody else's proxy

```bash
curl -sS -x http://192.0.2.1:8080 https://api.x.ai/v1/files
```

## Calls what nobody has

```bash
a-tool-that-nobody-has --version
```

## Installs software

```bash
pip install something-new
```

## Sends a body that is none

```bash
curl -sS https://api.x.ai/v1/images/generations {AUTH} {JSON} -d '{{"prompt": }}'
```

## Sends no key

```bash
curl -sS https://api.x.ai/v1/files
```

## Uses an option that is none

```bash
curl --colour-of-the-answer green https://api.x.ai/v1/files
```

## Reads a file that is not there

```bash
curl -sS https://api.x.ai/v1/files {AUTH} -F file=@/nowhere/notes.unheard
```

## Fails by itself

```bash
false
echo "and goes on"
```

## Waits for something else

```bash
grep -q needle /dev/null || echo "no needle"
```

## Shows an answer

```bash
curl -sS https://api.x.ai/v1/files {AUTH} -F file=@dog.png
```

```json
{{"id": "file_1", "filename": "dog.png", "shoe_size": 43}}
```

## Has only words

```bash
# Nothing here.
```

## Is in another language

```ruby
puts "hello"
```
"""
FAILED, MISSING, RAN, SKIPPED = Outcome.FAILED, Outcome.MISSING, Outcome.RAN, Outcome.SKIPPED
EXAMPLE, UNCLEAR, NOBODY = At.EXAMPLE, At.UNCLEAR, At.NOBODY


@pytest.fixture(scope="module")
def results(ran):
    return ran(PAGE)


@pytest.mark.parametrize(
    ("heading", "outcome", "at", "said"),
    [
        ("Stores a file", RAN, NOBODY, ""),
        ("Goes on with it", RAN, NOBODY, ""),
        ("Knows a file by a placeholder", RAN, NOBODY, ""),
        ("Knows a file by a variable", RAN, NOBODY, ""),
        ("Needs a variable", MISSING, NOBODY, "NOBODY_SETS_THIS"),
        ("Is a session at a prompt", RAN, NOBODY, ""),
        ("Speaks with a cloned voice", RAN, NOBODY, ""),
        ("Edits a picture from elsewhere", RAN, NOBODY, ""),
        ("Is no script", FAILED, EXAMPLE, "bash cannot read it"),
        ("Says dots for the rest", FAILED, EXAMPLE, "no command"),
        ("Asks somebody else", MISSING, NOBODY, "weather.example.org"),
        ("Follows somebody else's proxy", MISSING, NOBODY, "curl -x"),
        ("Calls what nobody has", MISSING, NOBODY, "a-tool-that-nobody-has"),
        ("Installs software", MISSING, NOBODY, "pip"),
        ("Sends a body that is none", FAILED, EXAMPLE, "is no JSON"),
        ("Sends no key", FAILED, EXAMPLE, "no key"),
        ("Uses an option that is none", FAILED, EXAMPLE, "colour-of-the-answer"),
        ("Reads a file that is not there", MISSING, NOBODY, "a file that is not there"),
        ("Fails by itself", FAILED, UNCLEAR, "exit code 1"),
        ("Waits for something else", RAN, NOBODY, ""),
        ("Has only words", SKIPPED, NOBODY, "only comments"),
        ("Is in another language", SKIPPED, NOBODY, "ruby"),
    ],
)
def test_each_block_has_its_outcome(results, heading, outcome, at, said):
    result = results[heading]

    assert (result.outcome, result.at) == (outcome, at), (result.reason, result.output)
    assert said in result.reason


def test_a_variable_comes_from_the_block_before(results):
    assert results["Goes on with it"].continues == (1,)
    assert '"id"' in results["Goes on with it"].output


def test_placeholders_are_told(results):
    assert results["Knows a file by a placeholder"].supplied == ("file_0a1b2c: a stored picture",)
    assert results["Knows a file by a variable"].supplied == ("VIDEO_FILE_ID: a stored video",)
    assert results["Speaks with a cloned voice"].supplied == ("YOUR_VOICE_ID: a custom voice",)
    told = results["Edits a picture from elsewhere"].supplied
    assert told == ("https://pictures.example.org/a/dog.png: the address of a picture",)


def test_a_documented_answer_is_laid_beside_the_one_that_came(results):
    result = results["Shows an answer"]
    assert result.outcome is Outcome.RAN
    assert result.notes == ("the answer lacks what the page shows: shoe_size",)


def test_a_faulty_server_is_blamed(ran):
    page = f"## Stores\n\n```bash\ncurl -sS https://api.x.ai/v1/files {AUTH} -F file=@a.webp\n```\n"
    assert ran(page)["Stores"].outcome is Outcome.RAN
    broken = ran(page, faults=("webp-refused",))["Stores"]
    assert (broken.outcome, broken.at) == (Outcome.FAILED, At.SERVER)
    assert "POST /v1/files with 4" in broken.reason
