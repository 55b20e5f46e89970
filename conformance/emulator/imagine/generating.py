"""Making images: from a prompt, or of other images."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import secrets
from typing import Any

from conformance.emulator.errors import Refusal
from conformance.emulator.imagine import assets, looking, pictures, prices, storing, triggers
from conformance.emulator.imagine.decoding import Decoded
from conformance.emulator.imagine.pictures import Picture
from conformance.emulator.imagine.requests import ImageRequest
from conformance.emulator.imagine.sources import located
from conformance.emulator.imagine.works import Works


async def generate(works: Works, team: str, request: ImageRequest, *, roomy: bool) -> dict[str, Any]:
    """The answer to a request. `roomy` says that it need not wait for room for its inputs.

    Raises:
        Refusal: 400, 404 for sources; what the request's triggers want.
    """
    policy = works.state.behaviour
    words = triggers.triggered(request.prompt)
    if triggers.MODERATED in words:
        raise Refusal(policy.moderated_status, "prompt: rejected by moderation")
    made = await _pictures(works, team, request, roomy=roomy)
    if triggers.GENERATION in words:
        raise Refusal(500, "the images could not be made")
    entries = [await _entry(works, picture, request) for picture in made]
    if request.storage is not None:
        await _store(works, team, request, list(zip(entries, made, strict=True)), words)
    answer: dict[str, Any] = {"data": entries}
    if policy.image_usage_told:
        cost = prices.of_images(request.model, made=len(made), given=len(request.sources))
        answer["usage"] = {"cost_in_usd_ticks": cost}
    return answer


async def _pictures(works: Works, team: str, request: ImageRequest, *, roomy: bool) -> list[Picture]:
    policy = works.state.behaviour
    count = max(0, request.count + policy.image_count_surplus)
    nonce = secrets.token_hex(8)
    seeds = [f"{nonce}/{number}/{request.prompt}" for number in range(count)]
    ratio = request.ratio if policy.image_ratio_obeyed else None
    shape: dict[str, Any] = {
        "ratio": ratio,
        "resolution": request.resolution,
        "format": policy.image_written_as,
    }
    if not request.sources:
        return await asyncio.gather(*(works.drawn(pictures.draw, seed, **shape) for seed in seeds))
    reads = [(each.at, await located(works.state, team, each)) for each in request.sources]
    async with contextlib.nullcontext() if roomy else works.room:
        sources: list[Decoded] = [
            (await works.drawn(looking.image, policy, at, read))[1] for at, read in reads
        ]
        if ratio is None and not policy.image_edit_ratio_of_source:
            shape["ratio"] = "1:1"
        return await asyncio.gather(*(works.drawn(pictures.edited, sources, seed, **shape) for seed in seeds))


async def _entry(works: Works, picture: Picture, request: ImageRequest) -> dict[str, Any]:
    policy, state = works.state.behaviour, works.state
    entry: dict[str, Any] = {}
    if not request.base64 or policy.image_b64_has_url:
        asset = await assets.publish(state, "image", picture.content, picture.content_type, picture.extension)
        entry["url"] = assets.address(state, "image", asset.name)
    if request.base64:
        entry["b64_json"] = policy.image_b64_prefix + base64.b64encode(picture.content).decode("ascii")
    if policy.image_names_type:
        entry["mime_type"] = picture.content_type
    return entry


async def _store(
    works: Works,
    team: str,
    request: ImageRequest,
    made: list[tuple[dict[str, Any], Picture]],
    words: frozenset[str],
) -> None:
    """Store each image and say so in its entry; all of them, or none."""
    policy, state, storage = works.state.behaviour, works.state, request.storage
    assert storage is not None
    operation = "editImage" if request.sources else "generateImage"
    if (request.base64 and not policy.storage_for_base64) or operation in policy.storage_ignored_by:
        return
    if triggers.STORAGE in words:
        for entry, _ in made:
            if policy.storage_error_told:
                entry["storage_error"] = "files cannot be stored at present"
        return
    inputs = [source.value for source in request.sources if source.by == "file_id"]
    if (told := storing.instead(state, team, storage, inputs)) is not None:
        for entry, _ in made:
            entry["file_output"] = told
        return
    kept = [await storing.keep(state, picture.content, picture.content_type) for _, picture in made]
    with state.store.together():
        outputs = storing.enter_all(state, team, kept, storage, words)
    for (entry, _), output in zip(made, outputs, strict=True):
        shown = storing.shown(state, output)
        entry.update(storing.told(policy, storage, shown, first=output is outputs[0]))
        if "public_url" in shown and not policy.storage_ephemeral_apart:
            entry["url"] = shown["public_url"]
