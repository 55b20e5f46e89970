"""Several at once, one after the other, and as base64: each result is a file of its own."""

from dataclasses import dataclass

from conformance.checks import Untestable, given, requirement
from conformance.suite.listing import walk
from conformance.suite.opening import opened
from conformance.suite.storage_options import asking
from conformance.suite.storage_options.kept import enumerated, outputs, tried
from conformance.suite.storage_options.stock import EXTENSION, FEW, State, images_used_up, used_up
from conformance.suite.studio import OPERATIONS, VIDEOS
from strategies import images
from strategies.inputs import Inputs

#: So often a video that is done is polled again.
AGAIN = 3


@dataclass(frozen=True, slots=True)
class Several:
    """So many images from one request."""

    operation: str
    count: int


def _several(stock):
    """A few, and the documented most, of what the target makes; where somebody pays, a few."""
    most = images.counts().cover()[-1]
    operations = images_used_up(stock).cover()
    wanted = [Several(operation, count) for operation in operations for count in (FEW, most)]
    if stock.studio.lean:
        wanted = wanted[:1]
    made, why = [], None
    for several in wanted:
        try:
            stock.group(several.operation, several.count, left=1)
            made.append(several)
        except (
            Untestable
        ) as reason:  # an edit, say, need not give several; the others are judged all the same
            why = why or reason
    if why is not None and not made:
        raise why
    return Inputs.of(*made)


def _group(stock, several):
    return stock.group(several.operation, several.count, left=several.count)


@requirement("storage.several.files")
@given(several=_several)
def test_each_is_a_file(api, stock, several):
    """With an id of its own, under which it is there."""
    ids = [piece.id for piece in _group(stock, several)]

    assert len(set(ids)) == several.count, f"{several.count} images have the files {ids}"
    for file_id in ids:
        assert api.files.get(file_id).accepted


def _needs_urls(pieces):
    if not all(piece.url for piece in pieces):
        raise Untestable(f"needs public URLs with them (storage.output.public-url): {pieces[0].made!r}")


@requirement("storage.several.urls")
@given(several=_several)
def test_each_has_a_token(stock, several):
    """What is left of the URLs without the files' ids differs, too."""
    pieces = _group(stock, several)
    _needs_urls(pieces)

    urls = [piece.url for piece in pieces]
    assert len(set(urls)) == several.count, f"{several.count} images have the URLs {urls}"
    tokens = {piece.url.replace(piece.id, "") for piece in pieces}
    assert len(tokens) == several.count, f"several images share a token: {urls}"


@requirement("storage.several.filename")
@given(several=_several)
def test_all_have_the_name(stock, several):
    """That which was asked for."""
    names = [piece.asset.output["filename"] for piece in _group(stock, several)]

    assert len(set(names)) == 1, f"images from one request have the names {names}"


def _harmed_and_left(stock, several):
    """One of the images, no longer in stock, and the others that came with it."""
    harmed, *left = stock.group(several.operation, several.count, left=2)
    stock.remove(harmed)
    return harmed, left


def _are_there(api, pieces):
    for piece in pieces:
        assert api.files.get(piece.id).accepted
        assert piece.url is None or opened(api, piece.url).accepted


@requirement("storage.several.deleted")
@given(several=_several)
def test_deleting_one_leaves_the_others(api, stock, several):
    """Files and URLs."""
    harmed, left = _harmed_and_left(stock, several)
    answer = api.files.delete(harmed.id)
    if not answer.accepted:
        raise Untestable(f"needs a deletion (storage.file.deleted): {answer!r}")

    _are_there(api, left)


@requirement("storage.several.revoked")
@given(several=_several)
def test_revoking_one_leaves_the_others(api, stock, several):
    """Files and URLs."""
    harmed, left = _harmed_and_left(stock, several)
    _needs_urls([harmed, *left])
    stock.revoke(harmed)

    _are_there(api, left)
    stock.put_back(harmed, State.REVOKED)


@requirement("storage.base64")
@given(operation=images_used_up)
def test_base64_is_stored_too(api, studio, stock, operation):
    """The answer names the file, and the file is there."""
    _, base64 = images.response_formats().cover()
    storage = studio.storage(EXTENSION["image"], public_url=True)
    made = studio.send(operation, studio.body(operation, storage=storage, response_format=base64))
    if not made.accepted and not studio.tried(operation, response_format=base64).accepted:
        raise Untestable(f"needs images as base64 (images.base64.decodes): {made!r}")

    assert made.accepted
    assert made.assets, f"{made!r}: no image"
    for asset in made.assets:
        assert asset.file_id, f"{made!r}: an image as base64 is not stored"
        assert api.files.get(asset.file_id).accepted
    stock.take_in(made)


@requirement("storage.repeated")
@given(operation=used_up)
def test_the_same_request_stores_another_file(api, studio, stock, operation):
    """Byte for byte the same request, and both files are there."""
    first = studio.shared(operation, storage_options={})
    second = studio.send(operation, first.body)
    if not second.accepted:
        raise Untestable(f"needs the same request to be accepted again (storage.accepted): {second!r}")
    second.stored()

    again = set(first.file_ids) & set(second.file_ids)
    assert not again, f"the same request again was stored as {again}, as before"
    for file_id in (*first.file_ids, *second.file_ids):
        assert api.files.get(file_id).accepted
    stock.take_in(second)


EDITS = [operation for operation in OPERATIONS if "edit" in operation or "extend" in operation]


@requirement("storage.edit.new-file")
@given(asked=lambda studio: enumerated(studio, asking.usual, EDITS))
def test_an_edit_stores_another_file(studio, asked):
    """Than the one that it was given."""
    made = tried(studio, asked)
    sources = [made.body.get("image"), made.body.get("video"), *made.body.get("images", ())]
    given_ids = {source["file_id"] for source in sources if source and "file_id" in source}

    for output in outputs(made):
        assert output["file_id"] not in given_ids, f"{output}: that is what was to be edited"


@requirement("storage.video.once")
@given(asked=lambda studio: enumerated(studio, asking.plain, VIDEOS))
def test_polling_stores_nothing_more(api, studio, asked):
    """The answers name one file, and the list has no other of its name."""
    made = tried(studio, asked)
    name = made.body["storage_options"]["filename"]
    before = _named(api, name)

    for _ in range(AGAIN):
        poll = api.videos.get(made.request_id)
        if not poll.accepted:
            raise Untestable(f"needs a video that can be polled again (videos.poll.stable): {poll!r}")
        video = poll["video"] if isinstance(poll["video"], dict) else {}
        told = (video.get("file_output") or {}).get("file_id")
        assert told in (None, made.file_ids[0]), f"{poll!r}: the video was stored as {made.file_ids[0]}"
    more = _named(api, name) - before - set(made.file_ids)
    assert not more, f"polling has stored {more}, too"


def _named(api, name):
    """Ids of the files in the list that have this name."""
    return {file.get("id") for file in walk(api) if file.get("filename") == name}
