"""The HTTP face: paths, keys, bodies and answers over the operations."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import Message, Receive, Scope, Send

from conformance.emulator import cdn, files, listing, public_urls, uploads
from conformance.emulator.access import Keys
from conformance.emulator.body import Body
from conformance.emulator.calls import JSON_SIZE, UNCACHED, Call, Resource, answered, sent
from conformance.emulator.errors import ClientGone, Refusal
from conformance.emulator.imagine.fields import ILL_TYPED
from conformance.emulator.imagine.routes import ROUTES, is_imagine, is_video
from conformance.emulator.imagine.works import Works
from conformance.emulator.parameters import query, shortened
from conformance.emulator.state import State
from conformance.emulator.voice import sockets
from conformance.emulator.voice.routes import ROUTES as VOICE_ROUTES

CONTROL = "/.well-known/xai-conformance"
SERVICE = "xai-conformance emulator"
BODY_SECONDS = 120.0

log = logging.getLogger("conformance.emulator")


class Emulator:
    """The ASGI application. `keys` maps each key to its team; `latency` is in seconds.

    `rate_limits` keeps the documented number of requests a minute for each team and model.
    """

    def __init__(
        self,
        state: State,
        keys: Mapping[str, str],
        *,
        latency: float = 0,
        body_seconds: float = BODY_SECONDS,
        rate_limits: bool = False,
    ) -> None:
        self.state = state
        self.works = Works(state, rate_limits=rate_limits)
        self.keys = Keys(state, keys)
        self.latency = latency
        self.sessions: Counter[tuple[str, str]] = Counter()  # by socket and team: how many are open
        self._body_seconds = body_seconds
        self._router = Router(_routes(), redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request. Whatever goes wrong inside is answered, and never reaches the server."""
        if scope["type"] == "lifespan":
            await self._router.lifespan(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await sockets.serve(self, scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        body = Body(receive, headers, self._body_seconds)
        answer = Answer(send, body, self.latency, self.headers(scope["path"]))
        scope["app"] = self
        scope["call"] = Call(self, scope, body, headers)
        try:
            try:
                await self._router(scope, body.receive, answer)
            except Refusal as refusal:
                await self.refused(refusal)(scope, body.receive, answer)
            except HTTPException:
                unknown = Refusal(self.state.behaviour.unknown_path_status, "path: not found")
                await self.refused(unknown)(scope, body.receive, answer)
            except ClientGone:
                return
            except Exception:
                log.exception("%s %s failed", scope["method"], scope["path"])
                if not answer.started:
                    await self.refused(Refusal(500, "an unexpected failure"))(scope, body.receive, answer)
        except (ClientGone, OSError):
            return

    def headers(self, path: str) -> list[tuple[bytes, bytes]]:
        """What every answer of a path carries."""
        policy = self.state.behaviour
        headers = []
        if policy.answers_name_request:
            headers.append((b"x-request-id", secrets.token_hex(16).encode()))
        of_videos, of_images = policy.video_answers_tell_retention, policy.image_answers_tell_retention
        if is_imagine(path) and (of_videos if is_video(path) else of_images):
            headers.append((b"x-zero-data-retention", b"false"))
        return headers

    def refused(self, refusal: Refusal) -> Response:
        """The answer that a refusal becomes."""
        policy, status = self.state.behaviour, refusal.status
        if status in policy.refusals_in_text:
            return Response(refusal.error, status, refusal.headers, "text/plain")
        shape = {"code": refusal.code, policy.error_field: refusal.error, **refusal.more}
        status = policy.ill_typed_status if status == ILL_TYPED else status
        return answered(shape, status, headers=refusal.headers)


def _routes() -> list[Route]:
    files_path, control = "/v1/files", CONTROL
    file = f"{files_path}/{{file_id}}"
    url = f"{file}/public-url"
    return [
        Route(files_path, Resource({"GET": ("listFiles", list_files), "POST": ("uploadFile", upload_file)})),
        Route(
            file, Resource({"GET": ("retrieveFile", retrieve_file), "DELETE": ("deleteFile", delete_file)})
        ),
        Route(f"{file}/content", Resource({"GET": ("retrieveFileContent", retrieve_content)})),
        Route(url, Resource({"POST": ("createPublicUrl", create_public_url)})),
        Route(f"{url}/revoke", Resource({"POST": ("revokePublicUrl", revoke_public_url)})),
        *ROUTES,
        *sockets.ROUTES,
        *VOICE_ROUTES,
        Route("/cdn/{token}/{name}", Resource({"GET": ("fetchPublicUrl", fetch_public_url)}, public=True)),
        Route(control, Resource({"GET": ("describe", describe)}, public=True)),
        Route(f"{control}/clock", Resource({"POST": ("turnClock", turn_clock)}, public=True)),
    ]


class Answer:
    """Sends an answer: late if it must be, with `headers` added, and so that a client still sending gets to read it."""

    __slots__ = ("_body", "_headers", "_latency", "_send", "_sending", "started")

    def __init__(self, send: Send, body: Body, latency: float, headers: list[tuple[bytes, bytes]]) -> None:
        self._send = send
        self._body = body
        self._latency = latency
        self._headers = headers
        self._sending = False
        self.started = False

    async def __call__(self, message: Message) -> None:
        """Send one message of ASGI."""
        if message["type"] == "http.response.start":
            if self._latency:
                await asyncio.sleep(self._latency)
            headers = [*message["headers"], *self._headers]
            if not self._body.done:
                if self._body.small:
                    await self._body.drain()
                if not self._body.done:
                    self._sending = True
                    headers.append((b"connection", b"close"))
            self.started = True
            await self._send({**message, "headers": headers})
        elif self._sending and not message.get("more_body", False):
            await self._send({**message, "more_body": True})
            await self._body.drain()
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await self._send(message)


# The operations, one a handler


async def upload_file(call: Call) -> Response:
    """POST /v1/files."""
    shown = await uploads.upload(call.state, call.team, call.header(b"content-type"), call.body)
    return answered(shown)


async def list_files(call: Call) -> Response:
    """GET /v1/files."""
    return answered(listing.page(call.state, call.team, query(call.query_string)))


async def retrieve_file(call: Call) -> Response:
    """GET /v1/files/{file_id}."""
    return answered(files.retrieve(call.state, call.team, call.path["file_id"]))


async def delete_file(call: Call) -> Response:
    """DELETE /v1/files/{file_id}."""
    shown = files.delete(call.state, call.team, call.path["file_id"])
    return answered(shown, content_type=call.state.behaviour.delete_media_type)


async def retrieve_content(call: Call) -> Response:
    """GET /v1/files/{file_id}/content."""
    form = query(call.query_string).get("format")
    file, chunks, size = files.content(call.state, call.team, call.path["file_id"], form)
    return sent(chunks, size, call.state.behaviour.content_media_type or file.content_type, {})


async def create_public_url(call: Call) -> Response:
    """POST /v1/files/{file_id}/public-url."""
    request = await call.json()
    return answered(await public_urls.create(call.state, call.team, call.path["file_id"], request))


async def revoke_public_url(call: Call) -> Response:
    """POST /v1/files/{file_id}/public-url/revoke. A body is read and ignored: none is documented."""
    body = await call.body.read(JSON_SIZE)
    if body and not call.state.behaviour.revoke_takes_body:
        raise Refusal(415, "body: none is expected")
    shown = await public_urls.revoke(call.state, call.team, call.path["file_id"])
    return answered(shown, call.state.behaviour.revoke_status)


async def fetch_public_url(call: Call) -> Response:
    """GET /cdn/{token}/{name}. Never cached, so that a revocation counts at once."""
    policy, authorization = call.state.behaviour, call.headers.get(b"authorization")
    if policy.fetch_needs_key and authorization is None:
        raise Refusal(401, "authorization: missing")
    if policy.fetch_refuses_wrong_keys and authorization is not None and not call.keys.known(authorization):
        raise Refusal(401, "authorization: unknown key")
    file, chunks, size = cdn.fetch(call.state, call.path["token"], call.path["name"])
    if policy.fetch_redirects and not call.query_string:
        return Response(status_code=307, headers={**UNCACHED, "location": "?from=here"})
    return sent(chunks, size, policy.fetch_media_type or file.content_type, UNCACHED)


async def describe(call: Call) -> Response:
    """GET of the control plane: what this is, and what it offers."""
    state = call.state
    where = {"cdn": state.cdn, "imgen": state.imgen, "vidgen": state.vidgen}
    return answered({"service": SERVICE, "clock": True, **where})


async def turn_clock(call: Call) -> Response:
    """POST to the control plane's clock."""
    advance = (await call.json()).get("advance")
    if isinstance(advance, bool) or not isinstance(advance, int | float):
        raise Refusal(400, f"advance: expected a number of seconds, got {shortened(advance)}")
    try:
        return answered({"now": call.state.advance(advance)})
    except (ValueError, OverflowError) as error:
        raise Refusal(400, str(error)) from None
