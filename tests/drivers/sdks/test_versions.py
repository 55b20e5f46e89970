"""What an older version of an SDK lacks is found by looking at it."""

import pytest

from driven import refusal, told

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
