"""Images and videos by any SDK that the docs show, as documented operations."""

from conformance.checks import requirement
from conformance.suite.sdk.wire_text import mentions
from conformance.suite.sources import Inline
from strategies.media import sample
from strategies.sources import DataUri

IMAGE, EDIT, VIDEO = "generateImage", "editImage", "generateVideo"


@requirement("sdk.images.prompt-alone")
def test_a_prompt_and_a_model(sdk, studio):
    """They are enough."""
    body = studio.body(IMAGE)
    heard = sdk.call(IMAGE, body={name: body[name] for name in ("model", "prompt")})

    assert heard.accepted
    images = heard.told.get("data") or []
    assert images, f"{heard!r}: there is no image"
    assert images[0].get("url") or images[0].get("b64_json"), f"{heard!r}: the image is nowhere"


@requirement("sdk.images.inline-edit")
def test_an_image_in_a_data_uri(sdk, studio):
    """It is in the request, to its last byte."""
    heard = sdk.call(EDIT, body=studio.body(EDIT, image=Inline("png")))

    assert heard.accepted
    assert mentions(heard, DataUri(sample("png")).text[-64:]), f"{heard!r}: no request has the image"


@requirement("sdk.inputs.reference-urls")
def test_reference_images(sdk, studio):
    """All of them."""
    kinds = ("png", "jpeg")
    heard = sdk.call(VIDEO, body=studio.body(VIDEO, reference_images=[Inline(kind) for kind in kinds]))

    assert heard.accepted
    ends = [DataUri(sample(kind)).text[-64:] for kind in kinds]
    assert mentions(heard, *ends), f"{heard!r}: no request has both images in their order"
