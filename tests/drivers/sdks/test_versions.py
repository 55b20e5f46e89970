"""What an older version of an SDK lacks is found by looking at it."""

import pytest

from driven import finished, refusal, told

OLD = "1.15.0"  # of xai-sdk, from before there were public URLs


@pytest.mark.parametrize("name", ["xai-sdk", "xai-sdk-aio"])
def test_an_sdk_from_before_public_urls_does_not_claim_them(drivers, png, name):
    driver = drivers(name, OLD)
    now, before = drivers(name).ready.implements, driver.ready.implements

    assert driver.ready.version == OLD
    assert set(now) - set(before) == {"createPublicUrl", "revokePublicUrl"}
    options = {"body": {"prompt": "x", "model": "y", "storage_options": {"filename": "z"}}}
    assert not now["generateImage"].cannot_express(options)
    assert before["generateImage"].cannot_express(options) == ["body.storage_options"]
    assert before["uploadFile"].did_not_declare({"public_url": None}) == ["public_url"]
    assert refusal(driver, "createPublicUrl", file_id="file_1").kind == "unsupported"

    file = told(driver, "uploadFile", content=png, filename="old.png")
    assert told(driver, "retrieveFile", file_id=file["id"])["bytes"] == len(png)
    body = {"prompt": "a pond", "model": "grok-imagine-image"}
    assert told(driver, "generateImage", body=body)["data"][0]["url"]


def test_an_sdk_that_only_waits_for_videos_tells_what_it_has_waited_for(drivers):
    driver = drivers("@ai-sdk/xai", "3.0.138")
    body = {"prompt": "waves", "model": "grok-imagine-video", "duration": 2}
    implemented = driver.ready.implements

    assert "uploadFile" not in implemented
    assert implemented["generateVideo"].cannot_express({"body": {"storage_options": {"filename": "x"}}})
    job = told(driver, "generateVideo", body=body)["request_id"]
    assert finished(driver, job)["video"]["duration"] == 2
    assert refusal(driver, "getVideo", request_id="another").code == "value"
    poll = {"request_id": {"$answer": [0, "request_id"]}}
    calls = [
        {"operation": "generateVideo", "identity": "first", "arguments": {"body": body}},
        {"operation": "getVideo", "identity": "first", "arguments": poll},
    ]
    text = driver.program(calls).text
    assert "experimental_generateVideo(" in text
    assert "experimental_getVideoStatus" not in text
