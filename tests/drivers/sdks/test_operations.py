"""Every operation that a driver implements, carried out by the real SDK: its values, and none that it did not tell."""

import base64
import time

import pytest

from driven import finished, told

PYTHON = ("xai-sdk", "xai-sdk-aio")
FILES = (*PYTHON, "openai", "openai-aio", "@ai-sdk/xai")
LISTING = (*PYTHON, "openai", "openai-aio")
IMAGE, VIDEO = "grok-imagine-image", "grok-imagine-video"


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_stored_looked_at_read_and_removed(drivers, png, name):
    driver = drivers(name)
    file = told(driver, "uploadFile", content=png, filename="bücher 書.png", expires_after=7200)

    assert file["filename"] == "bücher 書.png"
    assert file["bytes"] == len(png)
    assert file["expires_at"] - file["created_at"] == 7200
    known = told(driver, "retrieveFile", file_id=file["id"])
    assert {field: known[field] for field in ("id", "bytes", "filename", "created_at")} == {
        field: file[field] for field in ("id", "bytes", "filename", "created_at")
    }
    content = told(driver, "retrieveFileContent", file_id=file["id"])
    assert content["content"] == png
    assert content.get("content_type") == (None if name in PYTHON else "application/octet-stream")
    assert told(driver, "deleteFile", file_id=file["id"])["deleted"] is True


@pytest.mark.parametrize("name", FILES)
def test_many_bytes_come_back_as_they_went(drivers, name):
    driver = drivers(name)
    content = bytes(range(256)) * 20_000
    file = told(driver, "uploadFile", content=content, filename="large")

    assert file["expires_at"] is None
    assert told(driver, "retrieveFileContent", file_id=file["id"])["content"] == content


@pytest.mark.parametrize("name", LISTING)
def test_files_are_listed_page_by_page(drivers, name):
    driver = drivers(name)
    stem = f"{name.replace('-', '')}{time.time_ns()}"
    names = [f"{stem}-{letter}.txt" for letter in "abc"]
    ids = [told(driver, "uploadFile", content=b"x", filename=each)["id"] for each in names]
    query = {"limit": "2", "order": "desc", "sort_by": "filename", "filter": f'name = "{names[0]}"'}

    assert [each["id"] for each in told(driver, "listFiles", **query)["data"]] == ids[:1]
    del query["filter"]
    first = told(driver, "listFiles", **query)
    second = told(driver, "listFiles", **query, pagination_token=first["pagination_token"])
    assert len(first["data"]) == 2
    seen = [each["filename"] for page in (first, second) for each in page["data"]]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("name", LISTING)
def test_a_public_url_is_made_changed_and_revoked(drivers, png, name):
    driver = drivers(name)
    file = told(driver, "uploadFile", content=png, filename="shared.png")["id"]

    forever = told(driver, "createPublicUrl", file_id=file, body={})
    assert forever["public_url"].startswith("http")
    assert forever.get("expires_at") is None
    shared = told(driver, "createPublicUrl", file_id=file, body={"expires_after": 3600})
    assert shared["public_url"] == forever["public_url"]
    assert shared["expires_at"] == pytest.approx(time.time() + 3600, abs=30)
    revoked = told(driver, "revokePublicUrl", file_id=file)
    assert revoked == {"id": file, "revoked": True, "public_url": shared["public_url"]}
    again = told(driver, "revokePublicUrl", file_id=file)
    assert (again["revoked"], again.get("public_url")) == (False, None)


@pytest.mark.parametrize("name", FILES)
def test_images_are_generated_and_edited(drivers, png, name):
    driver = drivers(name)
    url = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    body = {"prompt": "a pond", "model": IMAGE, "n": 2, "aspect_ratio": "16:9", "resolution": "1k"}

    answer = told(driver, "generateImage", body=body)
    assert len(answer["data"]) == 2
    assert answer["usage"]["cost_in_usd_ticks"] > 0
    assert all(image.get("url") or image.get("b64_json") for image in answer["data"])
    for source in ({"image": {"url": url}}, {"images": [{"url": url}, {"url": url}]}):
        assert len(told(driver, "editImage", body={"prompt": "red", "model": IMAGE, **source})["data"]) == 1


@pytest.mark.parametrize("name", LISTING)
def test_images_come_in_base64_without_a_prefix_and_from_stored_files(drivers, png, name):
    driver = drivers(name)
    file = told(driver, "uploadFile", content=png, filename="source.png")["id"]
    body = {"prompt": "red", "model": IMAGE, "image": {"file_id": file}, "response_format": "b64_json"}

    image = told(driver, "editImage", body=body)["data"][0]
    assert base64.b64decode(image["b64_json"], validate=True)[:2] == b"\xff\xd8"


@pytest.mark.parametrize("name", LISTING)
def test_stored_images_tell_of_their_files(drivers, name):
    driver = drivers(name)
    options = {"filename": "kept.png", "expires_after": 7200, "public_url": {"expires_after": 3600}}
    body = {"prompt": "a pond", "model": IMAGE, "storage_options": options}

    output = told(driver, "generateImage", body=body)["data"][0]["file_output"]
    assert output["filename"] == "kept.png"
    assert output["expires_at"] - output["public_url_expires_at"] == 3600
    assert told(driver, "retrieveFile", file_id=output["file_id"])["public_url"] == output["public_url"]


def test_the_storage_options_of_images_are_dropped_by_one_sdk(drivers):
    body = {"prompt": "a pond", "model": IMAGE, "storage_options": {"filename": "lost.png"}}
    answer = told(drivers("@ai-sdk/xai"), "generateImage", body=body)

    assert answer["data"][0]["file_output"] is None


@pytest.mark.parametrize("name", [*PYTHON, "@ai-sdk/xai"])
def test_videos_are_started_and_asked_for(drivers, name):
    driver = drivers(name)
    options = {"filename": "kept.mp4", "public_url": True}
    body = {
        "prompt": "waves",
        "model": VIDEO,
        "duration": 2,
        "resolution": "480p",
        "storage_options": options,
    }
    video = finished(driver, told(driver, "generateVideo", body=body)["request_id"])

    assert video["status"] == "done"
    assert video["video"]["duration"] == 2
    assert video["video"]["file_output"]["filename"] == "kept.mp4"
    source = {"video": {"url": video["video"]["url"]}, "prompt": "at night", "model": VIDEO}
    edited = told(driver, "editVideo", body=source)["request_id"]
    longer = told(driver, "extendVideo", body={**source, "duration": 3})["request_id"]
    assert finished(driver, edited)["video"]["duration"] == 2
    assert finished(driver, longer)["video"]["duration"] == 5


@pytest.mark.parametrize("name", [*PYTHON, "@ai-sdk/xai"])
def test_a_video_that_fails_is_told_as_one(drivers, name):
    driver = drivers(name)
    body = {"prompt": "waves [generation fails]", "model": VIDEO}
    video = finished(driver, told(driver, "generateVideo", body=body)["request_id"])

    assert video["status"] == "failed"
    assert video["error"]["message"]


def test_texts_are_spoken_and_heard_again(drivers):
    driver = drivers("@ai-sdk/xai")
    body = {"text": "hello there", "language": "en", "output_format": {"codec": "wav", "sample_rate": 16000}}
    spoken = told(driver, "createSpeech", body=body)
    audio = spoken["content"]
    assert audio[:4] == b"RIFF"
    assert spoken["content_type"].startswith("audio/")
    timed = told(driver, "createSpeech", body={**body, "with_timestamps": True})
    assert "".join(timed["audio_timestamps"]["graph_chars"]) == "hello there"

    fields = {"language": "en", "format": "true", "keyterm": ["there", "hello"]}
    heard = told(driver, "transcribe", file={"content": audio}, fields=fields)
    assert heard["text"].rstrip(".").lower().split() == [word["text"].lower() for word in heard["words"]]
    assert 0 < heard["words"][0]["end"] <= heard["duration"]
    streamed = told(driver, "sdk.streamTranscription", content=audio[44:], sample_rate=16000, language="en")
    assert streamed["text"]
    assert streamed["duration"] == pytest.approx(heard["duration"], abs=0.1)


@pytest.mark.parametrize("name", PYTHON)
def test_functions_are_called_by_their_own_names(drivers, png, name):
    driver = drivers(name)
    file = told(driver, "uploadFile", content=png, filename="shared.png")["id"]
    shared = told(
        driver,
        "sdk.native",
        function="files.create_public_url",
        positional=[file],
        keywords={"expires_after": {"timedelta": 5400}},
        read=["public_url", "expires_at"],
        has=["expires_at", "public_url"],
    )
    batch = told(
        driver,
        "sdk.native",
        function="image.sample_batch",
        keywords={"prompt": "a pond", "model": IMAGE, "n": 2, "storage_options": {"filename": "kept.png"}},
        read=["[0].url", "[1].file_output.file_id", "[0].public_url"],
        has=["[0].file_output", "[0].public_url"],
    )

    assert shared["values"]["expires_at"] == pytest.approx(time.time() + 5400, abs=30)
    assert shared["has"] == {"expires_at": True, "public_url": True}
    assert (shared["length"], shared["type"]) == (None, "CreatePublicUrlResponse")
    assert batch["length"] == 2
    assert batch["values"]["[1].file_output.file_id"].startswith("file")
    assert batch["values"]["[0].public_url"] is None
    assert batch["has"] == {"[0].file_output": True, "[0].public_url": False}


def test_what_an_answer_leaves_out_is_not_filled_in(drivers, plan):
    file = told(drivers("openai"), "uploadFile", content=b"x", filename="bare.txt")["id"]
    for name in FILES:
        plan("retrieveFile", kind="drop-fields", fields=["expires_at", "filename"])
        assert not told(drivers(name), "retrieveFile", file_id=file).get("filename"), name
