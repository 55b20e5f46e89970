"""What an older version of an SDK lacks is found by looking at it."""

import pytest

from conformance.drivers.openai.spoken import OPERATIONS, fitted
from driven import finished, refusal, told

IMAGE = {"prompt": "a pond", "model": "grok-imagine-image"}
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
    assert told(driver, "generateImage", body=IMAGE)["data"][0]["url"]


def test_an_sdk_from_before_costs_were_told_tells_of_none(drivers):
    driver = drivers("xai-sdk", "1.9.1")

    assert driver.ready.implements["generateImage"].did_not_declare({"usage": None}) == ["usage"]
    assert told(driver, "generateImage", body=IMAGE).keys() == {"data"}


def test_the_first_version_of_an_sdk_has_no_choice_of_a_channel(drivers):
    driver = drivers("xai-sdk", "1.0.0")

    assert driver.ready.implements.keys() == {"generateImage", "sdk.native"}
    assert told(driver, "generateImage", body=IMAGE)["data"][0]["url"]


def test_what_an_old_openai_has_no_argument_for_goes_into_its_extra_ones(drivers):
    driver = drivers("openai", "1.40.0")
    file = told(driver, "uploadFile", content=b"old", filename="old.txt", expires_after=3600)

    assert file["expires_at"] == file["created_at"] + 3600
    assert len(told(driver, "listFiles", limit=1, order="asc", sort_by="created_at")["data"]) == 1
    call = {"operation": "listFiles", "identity": "first", "arguments": {"limit": 1, "filter": "x"}}
    assert 'extra_query={"limit": 1, "filter": "x"}' in driver.program([call]).text


def test_what_a_function_takes_stays_as_it_is():
    call = OPERATIONS["listFiles"].speak({"limit": 1, "filter": "x"})

    assert fitted(call, {"limit", "extra_query"}) == call
    assert fitted(call, {"extra_query"}).keywords == {"extra_query": {"limit": 1, "filter": "x"}}
    assert fitted(call, {"limit"}) == call, "there is no other place for it"


def test_the_earlier_function_for_images_makes_them_and_edits_none(drivers):
    driver = drivers("@ai-sdk/xai", "2.0.98")
    implemented = driver.ready.implements

    assert implemented.keys() == {"generateImage"}
    assert implemented["generateImage"].cannot_express({"body": {**IMAGE, "resolution": "1k"}})
    assert implemented["generateImage"].did_not_declare({"usage": None}) == ["usage"]
    assert len(told(driver, "generateImage", body={**IMAGE, "n": 2})["data"]) == 2
    assert refusal(driver, "generateImage", body={**IMAGE, "n": 11}).code == "value"
    call = {"operation": "generateImage", "identity": "first", "arguments": {"body": IMAGE}}
    assert 'await show("generateImage", () => experimental_generateImage({' in driver.program([call]).text


def test_an_sdk_that_only_waits_for_videos_tells_what_it_has_waited_for(drivers):
    driver = drivers("@ai-sdk/xai", "3.0.138")
    body = {"prompt": "waves", "model": "grok-imagine-video", "duration": 2}
    implemented = driver.ready.implements

    assert "uploadFile" not in implemented
    assert implemented["generateVideo"].cannot_express({"body": {"storage_options": {"filename": "x"}}})
    job = told(driver, "generateVideo", body=body)["request_id"]
    assert finished(driver, job)["video"]["duration"] == 2
    assert refusal(driver, "getVideo", request_id="another").code == "value"
    assert refusal(driver, "getVideo", "second", request_id=job).code == "value", "it was told to another"
    poll = {"request_id": {"$answer": [0, "request_id"]}}
    calls = [
        {"operation": "generateVideo", "identity": "first", "arguments": {"body": body}},
        {"operation": "getVideo", "identity": "first", "arguments": poll},
    ]
    text = driver.program(calls).text
    assert "experimental_generateVideo(" in text
    assert "experimental_getVideoStatus" not in text


def test_a_video_that_fails_while_an_sdk_waits_for_it_has_failed(drivers, plan):
    driver = drivers("@ai-sdk/xai", "3.0.138")
    body = {"prompt": "waves", "model": "grok-imagine-video", "duration": 1}
    plan("getVideo", kind="set-field", field="status", value="failed")

    assert refusal(driver, "generateVideo", body=body).kind == "failed"
