"""xai-sdk with one behaviour broken: the interpreter of its environment reads this file when it starts.

`SDK_PATCH` names the patch. Each changes what a function of the installed SDK does, and keeps how it is called.
"""

import functools
import os

PATCHES = {}


def patch(function):
    """A patch, called by the name of its function, with hyphens."""
    PATCHES[function.__name__.replace("_", "-")] = function
    return function


def around(owner, name, wrapper):
    """Put `wrapper(original, …)` in the place of a function of `owner`, which looks the same from outside."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def wrapped(*arguments, **keywords):
        return wrapper(original, *arguments, **keywords)

    setattr(owner, name, wrapped)


def files():
    """The client of files."""
    from xai_sdk.sync.files import Client

    return Client


@patch
def drops_storage_options():
    """Images are never stored."""
    from xai_sdk.sync import image

    around(image, "_make_generate_request", lambda f, *a, **k: f(*a, **{**k, "storage_options": None}))


@patch
def drops_expiry_of_uploads():
    """Uploads never expire."""
    around(files(), "upload", lambda f, *a, **k: f(*a, **{**k, "expires_after": None}))


@patch
def drops_expiry_of_urls():
    """Public URLs never expire."""
    around(files(), "create_public_url", lambda f, *a, **k: f(*a, **{**k, "expires_after": None}))


@patch
def takes_days_for_nothing():
    """Of a timedelta only what is left beside whole days counts."""
    import xai_sdk.files
    import xai_sdk.sync.files

    def seconds(original, expires_after):
        return getattr(expires_after, "seconds", None) or original(expires_after)

    for module in (xai_sdk.files, xai_sdk.sync.files):
        around(module, "_expires_after_to_seconds", seconds)


@patch
def turns_filters_around():
    """A filter finds what it should leave out."""

    def listed(original, *arguments, **keywords):
        if keywords.get("filter"):
            keywords["filter"] = f"NOT ({keywords['filter']})"
        return original(*arguments, **keywords)

    around(files(), "list", listed)


@patch
def ignores_order():
    """Lists come in the order that the service likes best."""
    around(files(), "list", lambda f, *a, **k: f(*a, **{**k, "order": None}))


@patch
def loses_pages():
    """The token of the next page is not sent."""
    around(files(), "list", lambda f, *a, **k: f(*a, **{**k, "pagination_token": None}))


@patch
def asks_for_one_less():
    """A page has one file less than was asked for."""

    def listed(original, *arguments, **keywords):
        if (keywords.get("limit") or 0) > 1:
            keywords["limit"] -= 1
        return original(*arguments, **keywords)

    around(files(), "list", listed)


@patch
def revokes_nothing():
    """A revocation is claimed, and never asked for."""
    from xai_sdk.proto import files_pb2

    around(
        files(),
        "revoke_public_url",
        lambda _, __, file_id: files_pb2.RevokePublicUrlResponse(file_id=file_id, revoked=True),
    )


@patch
def deletes_nothing():
    """A deletion is claimed, and never asked for."""
    from xai_sdk.proto import files_pb2

    around(files(), "delete", lambda _, __, file_id: files_pb2.DeleteFileResponse(id=file_id, deleted=True))


@patch
def swallows_errors():
    """What the service refuses is not told."""
    import grpc

    def quiet(original, *arguments, **keywords):
        try:
            return original(*arguments, **keywords)
        except grpc.RpcError:
            return None

    for name in ("get", "delete", "create_public_url"):
        around(files(), name, quiet)


@patch
def cuts_content():
    """The last byte of a file is lost."""
    around(files(), "content", lambda f, *a: f(*a)[:-1])


@patch
def edits_another_file():
    """The id of the image to be edited is spelt wrongly."""
    from xai_sdk.sync import image

    def request(original, *arguments, **keywords):
        if keywords.get("image_file_id"):
            keywords["image_file_id"] = keywords["image_file_id"][::-1]
        return original(*arguments, **keywords)

    around(image, "_make_generate_request", request)


@patch
def edits_the_first_image_alone():
    """Of several images only the first is sent."""
    from xai_sdk.sync import image

    def request(original, *arguments, **keywords):
        for name in ("image_file_ids", "image_urls"):
            if keywords.get(name):
                keywords[name] = keywords[name][:1]
        return original(*arguments, **keywords)

    around(image, "_make_generate_request", request)


@patch
def makes_one_image():
    """A batch is the same image again and again."""
    from xai_sdk.sync import image

    def batch(_, client, prompt, model, n, **keywords):
        return [client.sample(prompt, model, **keywords)] * n

    around(image.Client, "sample_batch", batch)


@patch
def polls_once():
    """A video that is not done at once is given up."""
    from xai_sdk.sync import video

    def given_up(*_, **__):
        raise TimeoutError("the video is not done")

    around(video, "PollTimer", lambda f, *a, **k: type("Timer", (), {"sleep_interval_or_raise": given_up})())


@patch
def puts_the_key_elsewhere():
    """The key goes into a header of its own, and into no other."""
    from xai_sdk import client

    def metadata(_, plugin, context, callback):
        callback((("x-api-key", plugin._api_key),), None)

    around(client._APIAuthPlugin, "__call__", metadata)


@patch
def uploads_twice():
    """An upload is carried out again, although it was answered."""

    def twice(original, *arguments, **keywords):
        original(*arguments, **keywords)
        return original(*arguments, **keywords)

    around(files(), "upload", twice)


@patch
def asks_for_what_nobody_asked():
    """Each upload is followed by a list of all files."""

    def listing(original, client, *arguments, **keywords):
        found = original(client, *arguments, **keywords)
        client.list()
        return found

    around(files(), "upload", listing)


def changed(module, name, change):
    """Have `change` alter each message that a function of `module` makes."""

    def made(original, *arguments, **keywords):
        message = original(*arguments, **keywords)
        change(message)
        return message

    around(module, name, made)


@patch
def counts_in_milliseconds():
    """An expiry is a thousand times what was asked for."""
    import xai_sdk.files
    import xai_sdk.sync.files

    def seconds(original, expires_after):
        found = original(expires_after)
        return found if found is None else 1000 * found

    for module in (xai_sdk.files, xai_sdk.sync.files):
        around(module, "_expires_after_to_seconds", seconds)


@patch
def counts_images_by_the_dozen():
    """More images are asked for than anybody may."""
    from xai_sdk.sync import image

    changed(image, "_make_generate_request", lambda request: setattr(request, "n", 12 * request.n))


@patch
def has_numbers_without_a_name():
    """The resolution of a video is a number that the enum does not have."""
    from xai_sdk.sync import video

    changed(video, "_make_generate_request", lambda request: setattr(request, "resolution", 77))
    around(video, "_make_span_request_attributes", lambda *_: {})  # which would look for its name


@patch
def sorts_by_nothing_known():
    """The order of a list is a number that the enum does not have."""
    import xai_sdk.sync.files

    around(xai_sdk.sync.files, "_order_to_pb", lambda _, __: 77)


@patch
def forgets_the_name():
    """What is stored has no name."""
    from xai_sdk.sync import image

    changed(image, "_make_generate_request", lambda request: request.storage_options.ClearField("filename"))


@patch
def forgets_the_prompt():
    """Nothing is said of what an image is to show."""
    from xai_sdk.sync import image

    changed(image, "_make_generate_request", lambda request: request.ClearField("prompt"))


@patch
def forgets_the_id():
    """A file is looked up without saying which."""
    around(files(), "get", lambda f, client, *_, **__: f(client, ""))


@patch
def sends_data_first():
    """An upload begins with the file, and is opened afterwards."""
    import xai_sdk.sync.files

    def chunks(original, *arguments, **keywords):
        opening, *data = original(*arguments, **keywords)
        return iter([*data, opening])

    around(xai_sdk.sync.files, "_chunk_file_data", chunks)


if chosen := os.environ.get("SDK_PATCH"):
    PATCHES[chosen]()
