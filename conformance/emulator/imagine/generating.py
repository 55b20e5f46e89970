"""Making images: from a prompt, or of other images."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import secrets
from typing import Any

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine import assets, blanks, looking, pictures, prices, shapes, storing, triggers
from conformance.emulator.imagine.decoding import Decoded, decode_image
from conformance.emulator.imagine.image_requests import ImageRequest, way
from conformance.emulator.imagine.pictures import Picture
from conformance.emulator.imagine.sources import Read, Source, located
from conformance.emulator.imagine.works import Works


async def generate(works: Works, team: str, request: ImageRequest, *, roomy: bool) -> dict[str, Any]:
    """The answer to a request. `roomy` says that it need not wait for room for its inputs.

    Raises:
        Refusal: 400, 404 for sources; what the request's triggers want.
    """
    policy = works.state.behaviour
    words = triggers.triggered(request.prompt)
    if triggers.MODERATED in words:
        raise Refusal(400, "prompt: rejected by moderation")
    made = await _pictures(works, team, request, roomy=roomy)
    if triggers.GENERATION in words:
        raise Refusal(500, "the images could not be made")
    entries = [await _entry(works, picture, request) for picture in made]
    if request.storage is not None:
        await _store(works, team, request, list(zip(entries, made, strict=True)), words)
    answer: dict[str, Any] = {"data": entries}
    if request.sources and not policy.image_edit_listed:
        answer = entries[0]
    if policy.image_usage_told:
        cost = prices.of_images(request.model, made=len(made), given=len(request.sources))
        answer["usage"] = {"cost_in_usd_ticks": str(cost) if policy.image_usage_as_text else cost}
    return answer


async def _pictures(works: Works, team: str, request: ImageRequest, *, roomy: bool) -> list[Picture]:
    policy = works.state.behaviour
    nonce = secrets.token_hex(8)
    seeds = [f"{nonce}/{number}/{request.prompt}" for number in range(max(0, request.count))]
    shape = _shape(policy, request)
    if not request.sources:
        return await asyncio.gather(*(works.drawn(pictures.draw, seed, **shape) for seed in seeds))
    reads = [(each, await _located(works, team, each)) for each in request.sources]
    async with contextlib.nullcontext() if roomy else works.room:
        sources = [await works.drawn(_looked, policy, each, read) for each, read in reads]
        if shape["ratio"] is None and not policy.image_edit_ratio_of_source:
            shape["ratio"] = "1:1"
        if policy.image_edit_ratio_of_last:
            sources.reverse()
        return await asyncio.gather(*(works.drawn(pictures.edited, sources, seed, **shape) for seed in seeds))


def _shape(policy: Behaviour, request: ImageRequest) -> dict[str, Any]:
    """Ratio, resolution and format as they are made: by documented policy, the former as they were asked for."""
    ratio = request.ratio if request.operation in policy.image_ratio_obeyed else None
    if ratio is not None and ":" in ratio:
        if policy.image_ratio_turned:
            ratio = ":".join(reversed(ratio.split(":")))
        if policy.image_ratio_slimmest is not None:
            ratio = shapes.within(ratio, policy.image_ratio_slimmest)
    resolution = request.resolution if policy.image_resolution_obeyed else policy.image_resolution_default
    return {"ratio": ratio, "resolution": resolution, "format": policy.image_written_as}


async def _located(works: Works, team: str, source: Source) -> Read:
    try:
        return await located(works.state, team, source)
    except Refusal:
        if way(source) == "url" and "gone" in works.state.behaviour.image_edit_excused:
            return lambda: blanks.blank("image")
        raise


def _looked(policy: Behaviour, source: Source, read: Read) -> Decoded:
    try:
        found = looking.image(policy, source.at, read)[1]
    except Refusal:
        if way(source) == "url" and "other" in policy.image_edit_excused:
            return decode_image(blanks.blank("image"))
        raise
    if way(source) == "data" and found.content_type not in policy.image_edit_types_in_data:
        raise Refusal(400, f"{source.at}: files of type {found.content_type} cannot stand in data URIs")
    return found


async def _entry(works: Works, picture: Picture, request: ImageRequest) -> dict[str, Any]:
    policy, state = works.state.behaviour, works.state
    entry: dict[str, Any] = {}
    in_base64 = request.base64 or bool(policy.image_edit_as_base64 and request.sources)
    if policy.image_url_told and (not in_base64 or policy.image_b64_has_url):
        asset = await assets.publish(state, "image", picture.content, picture.content_type, picture.extension)
        address = state.vidgen if policy.image_url_for_videos else state.imgen
        entry["url"] = address + assets.path("image", asset.name)
    if in_base64:
        entry["b64_json"] = _base64(policy, picture.content)
    if policy.image_names_type:
        entry["mime_type"] = policy.image_type_told or picture.content_type
    return entry


def _base64(policy: Behaviour, content: bytes) -> str:
    if policy.image_b64_halved:
        content = content[: len(content) // 2]
    encode = base64.urlsafe_b64encode if policy.image_b64_url_safe else base64.b64encode
    return policy.image_b64_prefix + encode(content).decode("ascii")


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
    if (request.base64 and not policy.storage_for_base64) or request.operation in policy.storage_ignored_by:
        return
    if triggers.STORAGE in words:
        for entry, _ in made:
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
