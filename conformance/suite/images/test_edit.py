"""Editing images: by which sources, and what is refused."""

import specs
from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.images.outcomes import (
    EDIT,
    GENERATE,
    SOURCE,
    broken,
    edit_of,
    ordinary,
    several,
    spared,
    tried,
)
from conformance.suite.made import body_of, is_unknown, with_result
from conformance.suite.sources import ByUrl, Inline, inline_images, linked_images
from strategies import images
from strategies.inputs import Inputs
from strategies.media import Picture, sample
from strategies.requests import LeftOut, changed


def _edited(studio, source):
    """The edit of one image, whatever has become of it, of a target that has edits.

    Raises:
        Untestable: it does not know the operation, or makes no images whatever it is asked.
    """
    made = tried(studio, EDIT, {"image": source})
    if made.accepted or _can_edit(studio):
        return made
    if is_unknown(studio.api, EDIT, made.answer):
        raise Untestable(f"the target edits no images: {made.answer!r}")
    ordinary(studio, GENERATE)
    return made


def _can_edit(studio):
    """Whether any way to give the image leads to an edit."""
    if tried(studio, EDIT).accepted:
        return True
    try:
        return studio.tried(EDIT, image=ByUrl(SOURCE.kind)).accepted
    except Untestable:
        return False


@requirement("images.edit.url")
@given(picture=linked_images)
def test_an_image_at_a_url_is_edited(studio, picture):
    """A public one."""
    assert _edited(studio, ByUrl(picture)).accepted


@requirement("images.edit.data-uri")
@given(picture=inline_images)
def test_an_image_in_a_data_uri_is_edited(studio, picture):
    """Of every documented type."""
    assert _edited(studio, Inline(picture)).accepted


@requirement("images.edit.shape")
def test_an_edit_is_answered_like_a_generation(studio):
    """A list with the image, which is told in the same way."""
    like = ordinary(studio, GENERATE)
    made = ordinary(studio, EDIT)

    data = made.answer["data"]
    assert isinstance(data, list), f"{made!r}: no list of images, unlike {like!r}"
    assert len(data) == len(like.assets), f"{made!r}: {len(data)} images, unlike {like!r}"
    told = [[bool(asset.url), isinstance(asset.entry.get("b64_json"), str)] for asset in made.assets]
    alike = [[bool(asset.url), isinstance(asset.entry.get("b64_json"), str)] for asset in like.assets]
    assert told == alike, f"{made!r}: told in another way than {like!r}"


def _numbers(studio):
    """Two, and the most."""
    return Inputs.of(2, studio.api.spec.limit("edit-source-images"))


@requirement("images.edit.several")
@given(count=_numbers)
def test_several_images_are_edited_together(studio, count):
    """Of different shapes and types."""
    assert edit_of(studio, several(count)).accepted


@requirement("images.edit.list-of-one")
def test_a_list_of_one_image_is_edited(studio):
    """Like the image alone."""
    assert edit_of(studio, [SOURCE]).accepted


@requirement("images.edit.too-many")
@given(more=Inputs.of(1, 2, 9))
def test_no_edit_of_too_many_images(api, studio, more):
    """One more than the documented most, and several."""
    most = api.spec.limit("edit-source-images")
    with_result(edit_of(studio, several(most)), "images.edit.several")

    made = studio.send(EDIT, studio.body(EDIT, images=several(most + more)))

    assert made.refused_at_once


@requirement("images.edit.image-and-images")
@given(miss=images.both_sources())
def test_no_edit_of_both_an_image_and_a_list(studio, miss):
    """Of one or two others."""
    with_result(edit_of(studio, several(2)), "images.edit.several")

    assert broken(studio, EDIT, miss.value).refused_at_once


@requirement("images.edit.no-source")
@given(fields=Inputs.of({"image": LeftOut()}, {"image": None}, {"image": LeftOut(), "images": []}))
def test_an_edit_of_nothing(studio, fields):
    """Left out, null, or a list without one."""
    spared(studio)
    _observe(f"an edit of {fields}", studio.send(EDIT, changed(ordinary(studio, EDIT).body, fields)))


#: What the docs' own example calls a source, and the other name that its URL has.
(_TYPE,) = specs.load().limit("source-type")
(_ALIAS,) = specs.load().limit("source-url-alias")


@requirement("images.edit.type-member")
def test_a_source_that_says_what_it_is(studio):
    """As in the docs' own example."""
    source = ordinary(studio, EDIT).body["image"]

    assert tried(studio, EDIT, {"image": {**source, "type": _TYPE}}).accepted


@requirement("images.edit.url-alias")
def test_the_other_name_of_a_sources_url(studio):
    """In the place of the usual one."""
    source = ordinary(studio, EDIT).body["image"]

    assert tried(studio, EDIT, {"image": {_ALIAS: source["url"]}}).accepted


@requirement("images.edit.unreachable")
@given(what=Inputs.of("a revoked URL", "a document"))
def test_no_edit_of_what_a_url_does_not_serve(api, studio, store, what):
    """Nothing at all, or no image."""
    with_result(studio.tried(EDIT, image=ByUrl(Picture("png"))), "images.edit.url")
    url = _revoked(api, store) if what == "a revoked URL" else studio.link("pdf")

    made = studio.send(EDIT, studio.body(EDIT, image={"url": url}))

    assert made.refused_at_once


def _revoked(api, store):
    shared = store.shared(sample("png"))
    api.public_urls.revoke(shared.id)
    if not api.eventually(lambda: not api.public_urls.fetch(shared.url).accepted):
        raise Untestable("needs a URL that serves nothing (public-url.revoke.dead)")
    return shared.url


@requirement("images.edit.count")
@given(count=Inputs.listed("numbers about the bounds", lambda: _around(images.counts().cover())))
def test_several_images_of_an_edit(studio, count):
    """Within the bounds of generations, and beyond."""
    spared(studio)
    _observe(f"an edit with n {count}", tried(studio, EDIT, {"n": count}))


def _around(counts):
    return counts[0] - 1, counts[1], counts[-1], counts[-1] + 1


@requirement("images.edit.same-twice")
def test_the_same_image_twice(studio):
    """In one list."""
    spared(studio)
    _observe("the same image twice", edit_of(studio, [SOURCE, SOURCE]))


def _observe(what, made):
    data = body_of(made.answer).get("data")
    observe(what, {"status": made.answer.status, "images": len(data) if isinstance(data, list) else None})
