"""Sizes of files: the documented caps, and what lies between their readings."""

from conformance.checks import observe, requirement
from strategies.media import Media


@requirement("files.upload.size-accepted")
def test_accepts_the_lowest_documented_cap(api, store):
    """No source refuses a file of this size."""
    size = api.spec.limit("upload-size-accepted")

    answer = api.files.upload(Media("png", size), store.name(), purpose="assistants")

    assert answer.accepted
    assert answer["bytes"] == size
    api.files.delete(answer["id"])


@requirement("files.upload.too-large")
def test_refuses_more_than_the_highest_documented_cap(api, store):
    """One byte over what any source allows over REST."""
    limit = api.spec.limit("upload-size-refused-above")
    name = store.name()

    answer = api.files.upload(Media("png", limit + 1), name, purpose="assistants")

    assert answer.refused("too-large")


@requirement("files.upload.size-between")
def test_between_the_caps(api, store):
    """Sizes that some sources allow and others do not."""
    low, high = api.spec.limit("upload-size-accepted"), api.spec.limit("upload-size-refused-above")
    for size in (low + 1, high):
        answer = api.files.upload(Media("png", size), store.name(), purpose="assistants")
        observe(f"{size} bytes", answer.status)
        if answer.accepted:
            api.files.delete(answer["id"])


@requirement("files.upload.empty")
def test_an_empty_file(api, store):
    """Nothing says whether a file may be empty."""
    answer = api.files.upload(Media("empty"), store.name("txt"), purpose="assistants")

    observe("an empty file", answer.status)
