"""Programs in the languages of SDKs: each runs as it stands, and its answers refer to each other."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from driven import command_of

IMAGE, VIDEO = "grok-imagine-image", "grok-imagine-video"
ID = {"$answer": [0, "id"]}
FILES = [
    (
        "uploadFile",
        "first",
        {"content": b"%PDF-1.4 " + bytes(400), "filename": "书.pdf", "expires_after": 7200},
    ),
    ("retrieveFile", "first", {"file_id": ID}),
    ("retrieveFile", "second", {"file_id": ID}),
    ("retrieveFile", "wrong", {"file_id": ID}),
    ("retrieveFile", "none", {"file_id": ID}),
    ("deleteFile", "first", {"file_id": ID}),
]
SHARING = [
    ("uploadFile", "first", {"content": b"%PDF-1.4 x", "filename": "shared.pdf"}),
    ("createPublicUrl", "first", {"file_id": ID, "body": {"expires_after": 3600}}),
    ("revokePublicUrl", "first", {"file_id": ID, "body": None}),
    ("listFiles", "first", {"limit": 1, "filter": 'name = "shared.pdf"'}),
]
IMAGES = [
    (
        "generateImage",
        "first",
        {"body": {"prompt": 'a "pond"\n', "model": IMAGE, "storage_options": {"filename": "p"}}},
    ),
    ("generateImage", "first", {"body": {"prompt": "x" * 300, "model": IMAGE, "n": 11}}),
]
VIDEOS = [
    ("generateVideo", "first", {"body": {"prompt": "waves", "model": VIDEO, "duration": 2}}),
    *[("getVideo", "first", {"request_id": {"$answer": [0, "request_id"]}})] * 3,
    (
        "editVideo",
        "first",
        {"body": {"prompt": "x", "model": VIDEO, "video": {"url": {"$answer": [1, "video.url"]}}}},
    ),
]
VOICE = [
    ("createSpeech", "first", {"body": {"text": "hello", "language": "en"}}),
    ("transcribe", "first", {"file": {"content": b"no sound"}, "fields": {"language": "en"}}),
]
SHARING_BARE = [
    (name, who, {k: v for k, v in given.items() if v is not None}) for name, who, given in SHARING
]


@pytest.fixture
def carried_out(drivers, emulator, tmp_path):
    """What the program of some calls prints."""

    def run(name, calls):
        driver = drivers(name)
        calls = [{"operation": o, "identity": who, "arguments": given} for o, who, given in calls]
        program = driver.program(calls)
        # Modules of JavaScript are looked for where the program lies.
        folder = tmp_path if program.language == "python" else Path(command_of(name)[-1]).parent
        path = folder / f"{tmp_path.name}.{program.extension}"
        path.write_text(program.text, encoding="utf-8")
        runner = sys.executable if program.language == "python" else command_of(name)[0]
        env = {**os.environ, "XAI_BASE_URL": f"{emulator.url}/v1", "XAI_GRPC_HOST": emulator.grpc}
        env = {key: value for key, value in env.items() if "proxy" not in key.lower()}
        env |= {"XAI_API_KEY": emulator.keys["alpha"], "PYTHONIOENCODING": "utf-8"}
        try:
            done = subprocess.run(
                [runner, str(path)], env=env, check=False, capture_output=True, encoding="utf-8"
            )
        finally:
            path.unlink()
        assert done.returncode == 0, f"{done.stderr}\n{program.text}"
        return program.text, done.stdout

    return run


def ends(name, output, calls):
    """Whether each call answered or not, in their order."""
    lines = [
        line for line in output.splitlines() if line.split(" ")[0] in {operation for operation, *_ in calls}
    ]
    return [line.split(" ")[1] for line in lines if line.split(" ")[1] in ("answered", "raised", "threw")]


@pytest.mark.parametrize("name", ["xai-sdk", "xai-sdk-aio", "openai", "openai-aio", "@ai-sdk/xai"])
def test_files_of_several_teams(carried_out, name):
    text, output = carried_out(name, FILES)

    failed = "threw" if name.startswith("@") else "raised"
    assert ends(name, output, FILES) == ["answered", "answered", failed, failed, failed, "answered"]
    assert "emulator-key-alpha" in text
    assert "emulator-key-beta" in text


@pytest.mark.parametrize("name", ["xai-sdk", "xai-sdk-aio", "openai", "openai-aio"])
def test_public_urls_and_lists(carried_out, name):
    _, output = carried_out(name, SHARING_BARE)

    assert ends(name, output, SHARING) == ["answered"] * 4


@pytest.mark.parametrize("name", ["xai-sdk", "xai-sdk-aio", "openai", "openai-aio", "@ai-sdk/xai"])
def test_images(carried_out, name):
    _, output = carried_out(name, IMAGES)

    assert ends(name, output, IMAGES) == ["answered", "threw" if name.startswith("@") else "raised"]


@pytest.mark.parametrize("name", ["xai-sdk", "xai-sdk-aio", "@ai-sdk/xai"])
def test_videos_are_polled_in_a_loop(carried_out, name):
    text, output = carried_out(name, VIDEOS)

    assert text.count("while ") == 1
    assert {"raised", "threw"}.isdisjoint(ends(name, output, VIDEOS))


def test_voice(carried_out):
    _, output = carried_out("@ai-sdk/xai", VOICE)

    assert ends("@ai-sdk/xai", output, VOICE) == ["answered", "threw"]


def test_the_client_s_own_functions(carried_out):
    calls = [
        ("uploadFile", "first", {"content": b"x", "filename": "own.txt"}),
        (
            "sdk.native",
            "first",
            {"function": "files.get", "positional": [{"$answer": [0, "id"]}], "read": ["filename"]},
        ),
        (
            "sdk.native",
            "first",
            {
                "function": "files.upload",
                "positional": [{"base64": "eA=="}],
                "keywords": {"filename": "y", "expires_after": {"timedelta": 7200}},
            },
        ),
    ]
    text, output = carried_out("xai-sdk", calls)

    assert ends("xai-sdk", output, calls) == ["answered"] * 3
    assert "timedelta(seconds=7200)" in text
