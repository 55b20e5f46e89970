"""How each driver tells what went wrong: the kinds of the protocol, from errors that the real SDK raised."""

import socket
from dataclasses import replace

import pytest

from conformance.drivers.protocol import Driver, Place, SdkError
from driven import command_of, refusal, told

PYTHON = ("xai-sdk", "xai-sdk-aio")
REST = ("openai", "openai-aio", "@ai-sdk/xai")
ALL = (*PYTHON, *REST)
IMAGE, VIDEO = "grok-imagine-image", "grok-imagine-video"


@pytest.mark.parametrize("name", ALL)
def test_what_the_service_refuses_is_refused(drivers, name):
    driver = drivers(name)
    file = told(driver, "uploadFile", content=b"x", filename="mine.txt")["id"]
    unknown = refusal(driver, "retrieveFile", file_id="file_none")
    foreign = refusal(driver, "retrieveFile", "second", file_id=file)
    stranger = refusal(driver, "retrieveFile", "wrong", file_id=file)

    assert {error.kind for error in (unknown, foreign, stranger)} == {"refused"}
    if name in PYTHON:
        codes = [error.code for error in (unknown, foreign, stranger)]
        assert codes == ["NOT_FOUND", "NOT_FOUND", "UNAUTHENTICATED"]
        assert {error.type for error in (unknown, foreign, stranger)} == {"grpc.RpcError"}
    else:
        assert [error.status for error in (unknown, foreign, stranger)] == [404, 404, 401]
    assert "file_none" in unknown.message


#: What an SDK refuses by itself: a file without a name, a purpose of life that is no number, a shape that is none.
_SENSELESS = [
    ("xai-sdk", "uploadFile", {"content": b"x", "filename": ""}, "ValueError"),
    ("xai-sdk", "createPublicUrl", {"file_id": "file_1", "body": {"expires_after": "60"}}, "TypeError"),
    ("xai-sdk", "generateImage", {"body": {"model": IMAGE}}, "TypeError"),
    (
        "xai-sdk",
        "editImage",
        {"body": {"prompt": "x", "model": IMAGE, "image": {"url": "u", "file_id": "f"}}},
        "",
    ),
    ("xai-sdk-aio", "uploadFile", {"content": b"x", "filename": ""}, "ValueError"),
    (
        "xai-sdk-aio",
        "generateVideo",
        {"body": {"prompt": "x", "model": VIDEO, "resolution": "8k"}},
        "ValueError",
    ),
    ("openai", "generateImage", {"body": {"model": IMAGE}}, "TypeError"),
    ("openai-aio", "generateImage", {"body": {"model": IMAGE}}, "TypeError"),
    (
        "@ai-sdk/xai",
        "uploadFile",
        {"content": b"x", "filename": "a", "expires_after": 1},
        "AI_InvalidArgumentError",
    ),
    ("@ai-sdk/xai", "generateImage", {"body": {"model": IMAGE, "prompt": "x", "resolution": "8k"}}, ""),
]


@pytest.mark.parametrize(("name", "operation", "arguments", "kind"), _SENSELESS)
def test_what_the_sdk_refuses_before_it_asks_anybody_is_invalid(drivers, name, operation, arguments, kind):
    error = refusal(drivers(name), operation, **arguments)

    assert error.kind == "invalid"
    assert kind in (error.type or "")


@pytest.mark.parametrize("name", ALL)
def test_without_a_key_no_client_is_made(drivers, monkeypatch, name):
    assert refusal(drivers(name), "retrieveFile", "none", file_id="file_1").kind == "invalid"


@pytest.mark.parametrize("name", ALL)
def test_what_a_driver_does_not_have_is_unsupported(drivers, name):
    error = refusal(drivers(name), "createCustomVoice")

    assert error.kind == "unsupported"
    assert "createCustomVoice" in error.message


@pytest.mark.parametrize("name", [*PYTHON, "@ai-sdk/xai"])
@pytest.mark.parametrize("source", [{}, {"image": {}}, {"images": []}, {"image": [1]}])
def test_values_without_words_are_no_lie_of_the_driver(drivers, name, source):
    error = refusal(drivers(name), "editImage", body={"prompt": "x", "model": IMAGE, **source})

    assert (error.kind, error.code) == ("unsupported", "value")


@pytest.mark.parametrize("name", ALL)
def test_nobody_there_is_the_network(place, name):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        nowhere = Place(base_url=f"http://127.0.0.1:{port}", grpc=f"localhost:{port}", keys=place.keys)
        with Driver(command_of(name), nowhere) as driver:
            assert refusal(driver, "retrieveFile", file_id="file_1").kind == "network"


@pytest.mark.parametrize("name", ALL)
def test_a_server_that_fails_has_refused_with_its_status(drivers, plan, name):
    plan("retrieveFile", times=20, kind="status", status=500)
    error = refusal(drivers(name), "retrieveFile", file_id="file_1")

    assert error.kind == "refused"
    assert (error.status or 500) == 500


def test_an_answer_that_is_no_json_is_malformed_or_has_no_type(drivers, plan):
    kinds = {}
    for name in REST:
        plan("retrieveFile", times=5, kind="status", status=200, body="no object")
        kinds[name] = refusal(drivers(name), "retrieveFile", file_id="file_1").kind
    assert kinds["@ai-sdk/xai"] == "malformed"
    assert kinds["openai"] in ("malformed", "unexpected")


@pytest.mark.parametrize("name", PYTHON)
def test_fewer_images_than_were_asked_for_break_the_sdk(drivers, plan, name):
    plan("generateImage", kind="set-field", field="data", value=[])
    error = refusal(drivers(name), "generateImage", body={"prompt": "x", "model": IMAGE, "n": 2})

    assert (error.kind, error.type) == ("unexpected", "IndexError")


@pytest.mark.parametrize("name", PYTHON)
def test_jobs_that_fail_or_last_too_long_while_the_sdk_waits(drivers, name):
    driver = drivers(name)

    def generated(prompt, **keywords):
        arguments = {"prompt": prompt, "model": VIDEO, **keywords}
        return refusal(driver, "sdk.native", function="video.generate", keywords=arguments)

    short = {"timeout": {"timedelta": 0.05}, "interval": {"timedelta": 0.02}}
    assert generated("waves [generation fails]", interval={"timedelta": 0.05}).kind == "failed"
    assert generated("waves", **short).kind == "timeout"


def test_a_function_or_an_argument_that_the_sdk_lacks_is_told_by_its_name(drivers):
    driver = drivers("xai-sdk")
    function = refusal(driver, "sdk.native", function="files.no_such_thing")
    argument = refusal(driver, "sdk.native", function="files.get", keywords={"no_such": 1})

    assert "files.no_such_thing" in function.message
    assert "no_such" in argument.message
    assert {function.kind, argument.kind} == {"unsupported"}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("operation", ["uploadFile", "retrieveFile", "generateImage", "editImage"])
@pytest.mark.parametrize("arguments", [{}, {"body": None}, {"body": []}, {"file_id": None}, {"no": "such"}])
def test_no_arguments_break_a_driver(drivers, name, operation, arguments):
    assert refusal(drivers(name), operation, **arguments).kind in ("invalid", "refused", "unsupported")


def test_no_images_are_no_arguments_without_sense_where_they_were_asked_for(drivers, plan):
    driver, body = drivers("@ai-sdk/xai"), {"prompt": "x", "model": IMAGE}
    never = refusal(driver, "generateImage", body={**body, "n": 0})
    plan("generateImage", times=10, kind="set-field", field="data", value=[])
    empty = refusal(driver, "generateImage", body=body)

    assert never.type == empty.type == "AI_NoImageGeneratedError"
    assert (never.kind, empty.kind) == ("invalid", "malformed")


def test_the_same_error_before_and_after_a_request_means_something_else():
    problems = pytest.importorskip("conformance.drivers.xai_sdk.problems", reason="needs grpcio")

    assert problems.told(ValueError("odd"), sent=False).told["kind"] == "invalid"
    assert problems.told(ValueError("odd"), sent=True).told["kind"] == "unexpected"


@pytest.mark.parametrize("name", PYTHON)
def test_a_request_is_counted_that_ends_in_an_error_of_reading(drivers, plan, name):
    """What the SDK cannot read has been asked for: it is no argument that was refused."""
    plan("generateImage", kind="set-field", field="data", value=[])
    keywords = {"prompt": "x", "model": IMAGE}
    error = refusal(drivers(name), "sdk.native", function="image.sample", keywords=keywords)

    assert error.kind == "unexpected"


@pytest.mark.parametrize("name", PYTHON)
def test_a_channel_without_credentials_does_as_well(place, name):
    with Driver(command_of(name), replace(place, grpc=None)) as driver:
        file = told(driver, "uploadFile", content=b"x", filename="plain.txt")
        assert told(driver, "retrieveFile", file_id=file["id"])["filename"] == "plain.txt"


def test_an_sdk_that_warns_that_it_leaves_something_out_has_no_words_for_it(drivers):
    driver = drivers("@ai-sdk/xai")
    body = {"text": "hello", "language": "en", "output_format": {"codec": "mp3x"}}
    answer = driver.call("createSpeech", {"body": body}, "first")
    assert isinstance(answer, SdkError)
    assert (answer.kind, answer.code) == ("unsupported", "value")
    assert "mp3x" in answer.message


@pytest.mark.parametrize("name", ["xai-sdk", "xai-sdk-aio"])
def test_storage_options_with_null_are_no_words_of_the_sdk(drivers, name):
    options = {"filename": "a.jpg", "public_url": {"expires_after": None}}
    body = {"prompt": "A pear", "model": "grok-imagine-image", "storage_options": options}
    answer = drivers(name).call("generateImage", {"body": body}, "first")
    assert isinstance(answer, SdkError)
    assert (answer.kind, answer.code) == ("unsupported", "value")
