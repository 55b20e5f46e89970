"""Images through the SDK: from prompts and of other images, in batches, stored, and refused."""

import io

import pytest
from grpc import StatusCode
from PIL import Image
from xai_sdk.proto import image_pb2

from conformance.emulator.behaviour import Behaviour

MODEL, *_ = Behaviour().image_models
HOUR = 3600


@pytest.fixture(scope="module")
def photo(local):
    """The id of a file with an image."""
    made = local("image.sample", "a lighthouse", MODEL, image_format="base64")
    return local("files.upload", made._decode_base64(), filename="photo.jpg").id


def size(content):
    """Width and height of an image."""
    return Image.open(io.BytesIO(content)).size


def test_an_image(sdk, anyone):
    """With a URL that opens, its model and its cost, and nothing stored."""
    made = sdk("image.sample", "a lighthouse", MODEL)

    assert made.model == MODEL
    assert made.respect_moderation
    assert made.usage.cost_in_usd_ticks > 0
    assert (made.file_output, made.storage_error, made.public_url) == (None, None, None)
    assert size(anyone.get(made.url).content)


def test_a_batch(sdk):
    """As many as asked for, each in base64, of the ratio and resolution asked for."""
    made = sdk(
        "image.sample_batch",
        "a lighthouse",
        MODEL,
        n=3,
        image_format="base64",
        aspect_ratio="19.5:9",
        resolution="2k",
    )
    assert len(made) == 3
    width, height = size(made[0]._decode_base64())
    assert abs(width / height - 19.5 / 9) < 0.05
    assert all(size(each._decode_base64()) == (width, height) for each in made)
    assert made[0].base64.startswith("data:image/jpeg;base64,")


@pytest.mark.parametrize("ratio", Behaviour().image_ratios)
def test_every_ratio(local, ratio):
    """All that REST documents can be asked for, if the SDK lets them."""
    if ratio == "auto":
        with pytest.raises(ValueError, match="auto"):
            local("image.sample", "a lighthouse", MODEL, aspect_ratio=ratio)
        return
    assert local("image.sample", "a lighthouse", MODEL, aspect_ratio=ratio).url


def test_edits(sdk, photo):
    """Of a file, of a URL, of several of both."""
    by_file = sdk("image.sample", "at night", MODEL, image_file_id=photo)
    by_url = sdk("image.sample", "at night", MODEL, image_url=by_file.url)
    both = sdk("image.sample", "at night", MODEL, image_file_ids=[photo], image_urls=[by_url.url])

    # The cost tells how many went in.
    assert by_url.usage.cost_in_usd_ticks == by_file.usage.cost_in_usd_ticks
    assert both.usage.cost_in_usd_ticks > by_url.usage.cost_in_usd_ticks


@pytest.mark.parametrize(
    ("public_url", "has_url", "has_expiry"),
    [(None, False, False), (True, True, False), ({}, True, False), ({"expires_after": HOUR}, True, True)],
)
def test_stored(sdk, anyone, public_url, has_url, has_expiry):
    """The file is there under the name asked for, with a URL if one was wanted."""
    options = {"filename": "kept.jpg", **({} if public_url is None else {"public_url": public_url})}
    made = sdk("image.sample", "a lighthouse", MODEL, storage_options=options)

    output = made.file_output
    assert (output.filename, bool(made.public_url)) == ("kept.jpg", has_url)
    assert output.HasField("public_url_expires_at") == has_expiry
    assert not output.HasField("expires_at")
    assert sdk("files.get", output.file_id).filename == "kept.jpg"
    assert sdk("files.content", output.file_id) == anyone.get(made.url).content


def test_stored_for_a_while(local, advance, refusal):
    """Until its time has come."""
    made = local("image.sample", "a", MODEL, storage_options={"filename": "kept.jpg", "expires_after": HOUR})
    ends, file_id = made.file_output.expires_at, made.file_output.file_id
    assert local("files.get", file_id).expires_at == ends
    advance(HOUR)
    refusal(StatusCode.NOT_FOUND, lambda: local("files.get", file_id))


def test_what_goes_wrong_with_storage(local):
    """It is told beside the image, and raises nothing."""
    options = {"filename": "kept.jpg", "public_url": True}
    without = local("image.sample", "a [storage unavailable]", MODEL, storage_options=options)
    assert without.file_output is None
    assert "stored" in without.storage_error
    private = local("image.sample", "a [public url unavailable]", MODEL, storage_options=options)
    assert private.public_url is None
    assert private.file_output.file_id
    assert private.public_url_error


@pytest.mark.parametrize(
    ("code", "arguments", "word"),
    [
        (StatusCode.NOT_FOUND, {"model": "none"}, "model"),
        (StatusCode.INVALID_ARGUMENT, {"prompt": ""}, "prompt"),
        (StatusCode.INVALID_ARGUMENT, {"n": 11}, "n:"),
        (StatusCode.INVALID_ARGUMENT, {"n": 0}, "n:"),
        (StatusCode.INVALID_ARGUMENT, {"prompt": "[moderated]"}, "moderation"),
        (StatusCode.INTERNAL, {"prompt": "[generation fails]"}, "could not be made"),
        (StatusCode.NOT_FOUND, {"image_file_id": "file_none"}, "file_id"),
        (StatusCode.INVALID_ARGUMENT, {"image_url": "data:image/png;base64,nothing"}, "image"),
        (StatusCode.INVALID_ARGUMENT, {"storage_options": {"filename": ""}}, "filename"),
        (
            StatusCode.INVALID_ARGUMENT,
            {"storage_options": {"filename": "a", "expires_after": -1}},
            "expires_after",
        ),
        (
            StatusCode.FAILED_PRECONDITION,
            {
                "storage_options": {
                    "filename": "a",
                    "expires_after": HOUR,
                    "public_url": {"expires_after": 2 * HOUR},
                }
            },
            "expires_after",
        ),
    ],
)
def test_refusals(local, refusal, code, arguments, word):
    """In the words of REST."""
    arguments = {"prompt": "a", "model": MODEL, "n": 1, **arguments}
    refusal(code, lambda: local("image.sample_batch", **arguments), word)


def test_what_the_sdk_never_sends(stubs, emulator, refusal, keyed):
    """A source that is none, one image beside several, and no model at all."""
    key = keyed(emulator.keys["alpha"])
    some = image_pb2.ImageUrlContent(image_url="data:,")

    def made(**fields):
        return stubs.images.GenerateImage(image_pb2.GenerateImageRequest(prompt="a", **fields), metadata=key)

    refusal(StatusCode.INVALID_ARGUMENT, lambda: made(image=image_pb2.ImageUrlContent()), "neither")
    refusal(StatusCode.INVALID_ARGUMENT, lambda: made(image=some, images=[some]), "beside")
    refusal(StatusCode.INVALID_ARGUMENT, lambda: made(images=[some] * 50), "more than")
    answer = made(quality=0, aspect_ratio=0, resolution=0)  # of an enum, 0 is what nobody has chosen
    assert (answer.model, len(answer.images)) == (MODEL, 1)
