"""Read by Python before an example: documented hosts lead to the emulator, others nowhere.

It runs in the interpreter of the example, with the standard library alone, and touches a library only once the example
has imported it. What was refused, and how the example ended, is written to a file for whoever started it.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.abc
import importlib.util
import inspect
import ipaddress
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any
from urllib.parse import urlsplit

ROUTES: dict[str, Any] = json.loads(Path(os.environ["XAI_EXAMPLES_ROUTES"]).read_text("utf-8"))
SCHEMES = ("http", "https", "ws", "wss")
TLS = 443
LONGEST = 2000
FRAMES = 60
SDKS = ("xai_sdk", "openai")


def note(record: dict[str, Any]) -> None:
    """Write down a line for whoever started the example."""
    with Path(ROUTES["log"]).open("a", encoding="utf-8") as log:
        log.write(json.dumps(record) + "\n")


# --- Addresses ---


def led(address: object) -> str:
    """Where an address leads here; others are as they were, and refused when somebody connects."""
    text = str(address)
    parts = urlsplit(text)
    base = ROUTES["hosts"].get((parts.hostname or "").lower()) if parts.scheme in SCHEMES else None
    if base is None or parts.port not in (None, TLS):
        return text
    if parts.scheme in ("ws", "wss"):
        base = base.replace("http", "ws", 1)
    return str(base) + text.split(parts.netloc, 1)[1]


def is_here(host: object) -> bool:
    """Whether a host is this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost", "localhost.localdomain", "ip6-localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse(host: object) -> None:
    """Write down that a host was wanted, and raise as if it were not there."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    note({"refused": str(host)})
    raise ConnectionRefusedError(f"{host} is not contacted from an example")


def guard(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: it sees every connection that Python itself opens."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and not is_here(address[0]):
            refuse(address[0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and not is_here(arguments[0]):
        refuse(arguments[0])


sys.addaudithook(guard)


# --- Libraries, each as soon as it is imported ---


def with_url(owner: Any, name: str, place: int, keyword: str, change: Callable[[Any], Any] = led) -> None:
    """Replace a function or method by one whose address, at that place or of that name, is led elsewhere."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def replaced(*positional: Any, **named: Any) -> Any:
        if keyword in named:
            named[keyword] = change(named[keyword])
        elif len(positional) > place:
            positional = (*positional[:place], change(positional[place]), *positional[place + 1 :])
        return original(*positional, **named)

    setattr(owner, name, replaced)


def patch_httpx(module: Any) -> None:
    """httpx, and its successor under another name: every request of a client."""

    def lead(request: Any) -> Any:
        new = led(request.url)
        if new != str(request.url):
            request.url = module.URL(new)
            request.headers["host"] = request.url.netloc.decode("ascii")
        return request

    for owner in (module.Client, module.AsyncClient):
        with_url(owner, "send", 1, "request", lead)


def patch_requests(module: Any) -> None:
    """requests: every request of a session."""

    def lead(request: Any) -> Any:
        request.url = led(request.url)
        return request

    # Which proxy it is, if any, is decided for the address that was given, before anything is sent.
    with_url(module.Session, "request", 2, "url")
    with_url(module.Session, "send", 1, "request", lead)


def patch_urllib(module: Any) -> None:
    """urllib: every request that is opened."""

    def lead(request: Any) -> Any:
        if isinstance(request, str):
            return led(request)
        request.full_url = led(request.full_url)
        return request

    with_url(module.OpenerDirector, "open", 1, "fullurl", lead)


def patch_aiohttp(module: Any) -> None:
    """aiohttp: every request and every WebSocket."""
    with_url(module.ClientSession, "_request", 2, "str_or_url")


def plain(owner: Any, name: str, place: int, keyword: str) -> None:
    """As `with_url`, for sockets: what is said of TLS is for the address that it was."""
    with_url(owner, name, place, keyword)
    original = getattr(owner, name)

    @functools.wraps(original)
    def replaced(*positional: Any, **named: Any) -> Any:
        for option in ("ssl", "ssl_context", "sslopt"):
            named.pop(option, None)
        return original(*positional, **named)

    setattr(owner, name, replaced)


def patch_websockets(module: Any) -> None:
    """websockets: the class or function that connects."""
    if inspect.isclass(module.connect):
        plain(module.connect, "__init__", 1, "uri")
    else:
        plain(module, "connect", 0, "uri")


def patch_websocket_client(module: Any) -> None:
    """websocket-client: its one method that connects."""
    plain(module.WebSocket, "connect", 1, "url")


def patch_grpc(module: Any) -> None:
    """gRPC, which opens connections where Python does not see them."""

    def checked(target: Any) -> Any:
        host = str(target).rpartition("/")[2]
        host = host.rpartition(":")[0] or host
        if not is_here(host.strip("[]")):
            refuse(host)
        return target

    for name in ("secure_channel", "insecure_channel"):
        with_url(module, name, 0, "target", checked)


def patch_xai_sdk(module: Any) -> None:
    """xai-sdk: a client whose host is the documented one."""
    original = module.BaseClient.__init__
    signature = inspect.signature(original)

    @functools.wraps(original)
    def replaced(*positional: Any, **named: Any) -> Any:
        bound = signature.bind(*positional, **named)
        bound.apply_defaults()
        hosts = {f"{host}{port}" for host in ROUTES["api"] for port in ("", ":443")}
        for name in ("api_host", "management_api_host"):
            if bound.arguments.get(name) in hosts and ROUTES["grpc"]:
                bound.arguments[name] = ROUTES["grpc"]
        return original(*bound.args, **bound.kwargs)

    module.BaseClient.__init__ = replaced


PATCHES: dict[str, Callable[[Any], None]] = {
    "httpx": patch_httpx,
    "httpx2": patch_httpx,
    "requests": patch_requests,
    "urllib.request": patch_urllib,
    "aiohttp": patch_aiohttp,
    "websockets.asyncio.client": patch_websockets,
    "websockets.sync.client": patch_websockets,
    "websockets.legacy.client": patch_websockets,
    "websocket": patch_websocket_client,
    "grpc": patch_grpc,
    "grpc.aio": patch_grpc,
    "xai_sdk.client": patch_xai_sdk,
}


class Loader(importlib.abc.Loader):
    """Another loader, and a patch when it is done."""

    def __init__(self, loader: Any, patch: Callable[[Any], None]) -> None:
        self.loader, self.patch = loader, patch

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As the other does."""
        module: ModuleType | None = self.loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        """As the other does, and then patch it."""
        self.loader.exec_module(module)
        self.patch(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.loader, name)


class Finder(importlib.abc.MetaPathFinder):
    """Finds what the others find, and sees to it that it is patched."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What the next finder finds."""
        if name not in PATCHES:
            return None
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                if spec.loader is not None:
                    spec.loader = Loader(spec.loader, PATCHES[name])
                return spec
        return None


sys.meta_path.insert(0, Finder())
for _name, _patch in PATCHES.items():  # what Python itself had imported before
    if _name in sys.modules:
        _patch(sys.modules[_name])


# --- How the example ends ---


def name_of(value: object) -> str:
    """The full name of a module, of a class, or of the class of a value."""
    if inspect.ismodule(value):
        return value.__name__
    kind = value if inspect.isclass(value) else type(value)
    return f"{kind.__module__}.{kind.__qualname__}"


def status_of(error: object) -> str | None:
    """The HTTP status or gRPC code that an error tells, as text."""
    for owner in (error, getattr(error, "response", None)):
        for name in ("status_code", "status"):
            value = getattr(owner, name, None)
            if isinstance(value, int):
                return str(value)
    code: Any = getattr(error, "code", None)
    if isinstance(code, int):
        return str(code)
    if callable(code):
        try:
            code = code()
        except Exception:  # noqa: BLE001 - it is the example's, and may do anything
            return None
    called = getattr(code, "name", None)
    return called if isinstance(called, str) else None


def owner_of(function: str) -> str:
    """The module of an SDK that has a function of that name, as `TypeError` names it; "" if none has."""
    first, *rest = function.split(".")
    for name, module in list(sys.modules.items()):
        value = getattr(module, first, None) if name.partition(".")[0] in SDKS else None
        for part in rest:
            value = getattr(value, part, None)
        if callable(value):
            return name
    return ""


def told(error: BaseException) -> dict[str, Any]:
    """What there is to know of an exception."""
    record: dict[str, Any] = {
        "type": type(error).__name__,
        "module": type(error).__module__,
        "bases": [kind.__name__ for kind in type(error).__mro__],
        "message": str(error)[:LONGEST],
        "status": status_of(error),
        "frames": [
            [frame.filename, frame.lineno, frame.name] for frame in traceback.extract_tb(error.__traceback__)
        ][-FRAMES:],
    }
    for name in ("name", "filename"):
        value = getattr(error, name, None)
        if isinstance(value, (str, bytes)):
            record[name] = os.fsdecode(value)
    if isinstance(error, AttributeError) and getattr(error, "obj", None) is not None:
        record["obj"] = name_of(error.obj)
    if isinstance(error, TypeError) and "(" in str(error):
        record["owner"] = owner_of(str(error).partition("(")[0])
    details = getattr(error, "details", None)
    if callable(details):
        with contextlib.suppress(Exception):
            record["message"] = str(details())[:LONGEST]
    return record


def excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write down the exception that ends the example, and print it as always."""
    if isinstance(error, Exception):
        note({"exception": told(error)})
    sys.__excepthook__(kind, error, trace)


sys.excepthook = excepthook
