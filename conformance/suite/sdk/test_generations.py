"""Images and videos by the Python SDK's own names: inputs that are stored, storage options, and what they give."""

import pytest

from conformance.checks import Untestable, given, requirement
from conformance.suite.sdk.making import BATCH, IMAGE, OPERATION, VIDEO, made
from conformance.suite.sdk.times import due
from conformance.suite.sdk.wire_text import mentions
from conformance.suite.times import tolerance
from strategies import expiry
from strategies.inputs import Inputs
from strategies.media import sample
from strategies.sources import DataUri

FILE = ("file_output.file_id", "file_output.filename")
URL = ("public_url", "file_output.public_url")
TIMES = ("file_output.expires_at", "file_output.public_url_expires_at")
BOTH = Inputs.listed("image.sample, video.generate", lambda: [IMAGE, VIDEO])


def _seconds(value):
    """A moment that is told as a number, or as an object with seconds."""
    return value.get("seconds") if isinstance(value, dict) else value


@requirement("sdk.images.sample")
def test_an_image_has_a_url(sdk, studio):
    """Made of a prompt and a model alone."""
    heard = made(sdk, studio, IMAGE, read=("url",))

    assert heard.accepted
    assert heard["url"], f"{heard!r}: it has no URL"
    assert sdk.api.images.fetch(heard["url"]).content, f"{heard!r}: there is nothing behind its URL"


@requirement("sdk.images.data-uri")
def test_a_data_uri_is_edited(sdk, studio):
    """As a whole."""
    uri = DataUri(sample("png")).text
    heard = made(sdk, studio, IMAGE, edit=True, image_url=uri, read=("url",))

    assert heard.accepted
    assert mentions(heard, uri[-64:]), f"{heard!r}: no request has the image"


@requirement("sdk.images.batch")
@pytest.mark.usefixtures("sharing")
def test_several_images(sdk, studio):
    """As many as asked for, each with its own file and URL."""
    number = 4
    places = [
        f"[{index}].{name}" for index in range(number) for name in ("file_output.file_id", "public_url")
    ]
    heard = made(
        sdk, studio, BATCH, n=number, storage_options=studio.storage(public_url=True), read=tuple(places)
    )

    assert heard.accepted
    assert heard.length == number, f"{heard!r}: {number} were asked for, and {heard.length} came"
    told = [heard[place] for place in places]
    assert None not in told, f"{heard!r}: a file or a URL is missing"
    assert len(set(told)) == len(told), f"{heard!r}: two of them share a file or a URL"


@requirement("sdk.inputs.image-file-id")
def test_a_stored_image_is_edited(sdk, studio):
    """Its id is in the request."""
    source = studio.source("png").id
    heard = made(sdk, studio, IMAGE, edit=True, image_file_id=source, read=("url",))

    assert heard.accepted
    assert mentions(heard, source), f"{heard!r}: no request names {source}"


@requirement("sdk.inputs.image-file-ids")
def test_stored_images_are_edited_together(sdk, studio):
    """All of them, in their order."""
    sources = [studio.source(what).id for what in ("png", "jpeg")]
    heard = made(sdk, studio, IMAGE, edit=True, image_file_ids=sources, read=("url",))

    assert heard.accepted
    assert mentions(heard, *sources), f"{heard!r}: no request names {' and '.join(sources)} in this order"


@requirement("sdk.inputs.first-frame")
def test_a_video_begins_with_a_stored_image(sdk, studio):
    """Its id is in the request."""
    source = studio.source("png").id
    heard = made(sdk, studio, VIDEO, image_file_id=source, read=("url",))

    assert heard.accepted
    assert mentions(heard, source), f"{heard!r}: no request names {source}"


@requirement("sdk.inputs.video-file-id")
def test_a_stored_video_is_edited(sdk, studio):
    """Its id is in the request."""
    source = studio.source("mp4").id
    heard = made(sdk, studio, VIDEO, edit=True, video_file_id=source, read=("url",))

    assert heard.accepted
    assert mentions(heard, source), f"{heard!r}: no request names {source}"


@requirement("sdk.inputs.reference-image-file-ids")
def test_stored_images_guide_a_video(sdk, studio):
    """All of them."""
    sources = [studio.source(what).id for what in ("png", "jpeg")]
    heard = made(sdk, studio, VIDEO, reference_image_file_ids=sources, read=("url",))

    assert heard.accepted
    assert mentions(heard, *sources), f"{heard!r}: no request names {' and '.join(sources)}"


CONFLICTS = Inputs.listed(
    "conflicting inputs",
    lambda: [
        (IMAGE, ("image_url", "image_file_id")),
        (IMAGE, ("image_file_id", "image_file_ids")),
        (VIDEO, ("image_url", "image_file_id")),
        (VIDEO, ("video_url", "video_file_id")),
    ],
)


@requirement("sdk.inputs.conflicting")
@given(conflict=CONFLICTS)
def test_conflicting_inputs_are_refused(sdk, studio, conflict):
    """By whomever; no image or video comes of it."""
    function, names = conflict
    what = "mp4" if "video_url" in names else "png"
    source, uri = studio.source(what).id, DataUri(sample(what)).text
    values = {name: [source] if name.endswith("ids") else source for name in names}
    values |= {name: uri for name in names if name.endswith("url")}
    alone = {name: value for name, value in values.items() if name.endswith("_file_id")}
    if not made(sdk, studio, function, edit=True, **alone).accepted:
        raise Untestable("needs an input that is taken alone (sdk.inputs.image-file-id)")

    heard = made(sdk, studio, function, edit=True, **values)

    assert heard.failed


@requirement("sdk.videos.polling")
def test_a_video_is_polled_for(sdk, studio):
    """Nobody has to ask."""
    heard = made(sdk, studio, VIDEO, read=("url",))

    assert heard.accepted
    assert heard["url"], f"{heard!r}: it has no URL"
    assert heard.requests("getVideo"), f"{heard!r}: nothing was asked about the job"
    assert sdk.api.videos.fetch(heard["url"]).content, f"{heard!r}: there is nothing behind its URL"


@requirement("sdk.storage.private")
@given(function=BOTH)
def test_stored_without_a_url(sdk, studio, function):
    """Under its name, and nothing public."""
    options = studio.storage()
    heard = made(sdk, studio, function, storage_options=options, read=(*FILE, "public_url"))

    assert heard.accepted
    assert heard[FILE[0]], f"{heard!r}: it has no file"
    assert heard[FILE[1]] == options["filename"], f"{heard!r}: the name was to be {options['filename']}"
    assert heard["public_url"] is None, f"{heard!r}: it has a public URL that nobody asked for"


@requirement("sdk.storage.public")
@pytest.mark.usefixtures("sharing")
def test_stored_with_a_url(sdk, studio):
    """Beside the ephemeral one."""
    heard = made(
        sdk, studio, IMAGE, storage_options=studio.storage(public_url=True), read=(*FILE, "public_url", "url")
    )

    assert heard.accepted
    assert heard["url"], f"{heard!r}: it has no ephemeral URL"
    assert heard[FILE[0]], f"{heard!r}: it has no file"
    assert heard["public_url"], f"{heard!r}: it has no public URL"
    assert sdk.api.public_urls.fetch(heard["public_url"]).accepted


@requirement("sdk.storage.expiries")
@pytest.mark.usefixtures("sharing")
def test_two_expiries(sdk, studio):
    """Each at its own time."""
    file, url = expiry.bounds("UploadFile").longest, expiry.bounds("CreatePublicUrl").shortest
    options = studio.storage(expires_after=file, public_url={"expires_after": url})
    heard = made(sdk, studio, IMAGE, storage_options=options, read=TIMES)

    assert heard.accepted
    assert due(sdk, heard, _seconds(heard[TIMES[0]]), file)
    assert due(sdk, heard, _seconds(heard[TIMES[1]]), url)


@requirement("sdk.storage.inherited")
@pytest.mark.usefixtures("sharing")
def test_a_url_dies_with_its_file(sdk, studio):
    """Since it has no expiry of its own."""
    file = expiry.bounds("UploadFile").shortest
    options = studio.storage(expires_after=file, public_url=True)
    heard = made(sdk, studio, IMAGE, storage_options=options, read=TIMES)

    assert heard.accepted
    dies, url_dies = (_seconds(heard[place]) for place in TIMES)
    assert due(sdk, heard, dies, file)
    assert isinstance(url_dies, int), f"{heard!r}: the URL has no expiry"
    assert abs(url_dies - dies) <= tolerance(sdk.api), (
        f"{heard!r}: the URL dies at another time than its file"
    )


@requirement("sdk.storage.edit")
@pytest.mark.usefixtures("sharing")
def test_an_edit_is_stored(sdk, studio):
    """As a file of its own."""
    source = studio.source("png").id
    options = studio.storage("png", public_url=True)
    heard = made(
        sdk, studio, IMAGE, edit=True, image_file_id=source, storage_options=options, read=(*FILE, *URL)
    )

    assert heard.accepted
    assert heard[FILE[0]], f"{heard!r}: it has no file"
    assert heard[FILE[0]] != source, f"{heard!r}: that is the file that was edited"
    assert heard["public_url"], f"{heard!r}: it has no public URL"


@requirement("sdk.storage.video")
@pytest.mark.usefixtures("sharing")
def test_a_video_is_stored(sdk, studio):
    """With its URL, once it is done."""
    heard = made(
        sdk,
        studio,
        VIDEO,
        storage_options=studio.storage("mp4", public_url=True),
        read=("url", *FILE, "public_url"),
    )

    assert heard.accepted
    assert heard["url"], f"{heard!r}: it has no ephemeral URL"
    assert heard[FILE[0]], f"{heard!r}: it has no file"
    assert heard["public_url"], f"{heard!r}: it has no public URL"


@requirement("sdk.storage.shortcuts")
@given(function=BOTH)
@pytest.mark.usefixtures("sharing")
def test_shortcuts(sdk, studio, function):
    """They say what the file's fields say, also where the URL could not be made."""
    read = (*URL, "public_url_error", "file_output.public_url_error")
    options = studio.storage("mp4" if function == VIDEO else "jpg", public_url=True)
    heard = made(sdk, studio, function, storage_options=options, read=read)

    assert heard.accepted
    assert heard["public_url"], f"{heard!r}: it has no public URL"
    assert heard["public_url"] == heard["file_output.public_url"], (
        f"{heard!r}: the shortcut tells another URL"
    )
    assert heard["public_url_error"] is None, f"{heard!r}: the shortcut tells of an error that there was not"

    why, place = (
        "the URL could not be made",
        "video.file_output" if function == VIDEO else "data[].file_output",
    )
    answers = "getVideo" if function == VIDEO else OPERATION[function]
    with sdk.answered(answers, "set-field", field=place, value={
        "file_id": heard.sdk, "filename": options["filename"], "public_url_error": why,
    }, times=100):  # fmt: skip
        failed = made(sdk, studio, function, storage_options=options, read=read)

    assert failed.accepted
    assert failed["public_url_error"] == why, (
        f"{failed!r}: the URL could not be made, and the shortcut does not say so"
    )
    assert failed["public_url"] is None, f"{failed!r}: the shortcut tells a URL that there is not"
