"""Recorded requests as `curl` arguments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from reports.bodies import Body
from reports.events import Exchange, Part, Target
from reports.shell import Template, Variable, body_commands, quoted, whole_text_command, with_keys, word
from reports.words import visible

# What curl says by itself, or what belonged to the recorded connection.
_OWN_HEADERS = frozenset(
    {"host", "content-length", "connection", "accept-encoding", "user-agent", "transfer-encoding", "expect"}
)
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+*-]+", re.ASCII)
# Characters of a body that stand in a command, and of commands that stand on its line.
_INLINE = 2_000
_SWITCHED = 101
_SHORT = 700
_KEY_OF = {"first": "XAI_API_KEY", "second": "XAI_SECOND_API_KEY"}

Fillin = Callable[[str], Template]


@dataclass(frozen=True, slots=True)
class BodyFile:
    """Bytes that stand in a file beside the command: `name` without folder, `commands` that print them."""

    name: str
    body: Body
    template: Template | None = None

    @property
    def commands(self) -> tuple[str, ...]:
        """Shell commands that print the bytes."""
        return tuple(body_commands(self.body, self.template))


@dataclass(frozen=True, slots=True)
class Request:
    """One request as shell: `words` follow `curl`, and name the `files` under `$work`."""

    words: tuple[str, ...]
    files: tuple[BodyFile, ...]


def request(
    exchange: Exchange, *, fill_in: Fillin = with_keys, url: Template | None = None, prefix: str = ""
) -> Request:
    """`exchange` as arguments of curl.

    `fill_in` puts variables into texts; `url` is the address with variables in it, `prefix` starts the names
    of files. Well-formed uploads become `-F`; every other body is sent as it was recorded.
    """
    words: list[str] = []
    files: list[BodyFile] = []
    content: list[str] = []
    form = form_parts(exchange)
    body = exchange.request_body
    if form is not None:
        for number, part in enumerate(form, 1):
            content += _part(part, fill_in, files, f"{prefix}{number}-file")
    elif body is not None and body.size:
        content += _raw(body, fill_in, files, f"{prefix}body")
    words += _upgrading(exchange)
    words += _method(exchange.method, has_content=bool(content))
    words += _headers(exchange, fill_in, raw=form is None, has_content=bool(content))
    words += content
    words.append(word(url if url is not None else with_keys(address(exchange.url))))
    return Request(tuple(words), tuple(files))


def line(exchange: Exchange, target: Target) -> str:
    """One line that sends the request of `exchange`, to be read and pasted.

    An embedded target is gone, so that its address stands as `$XAI_BASE_URL`. A body that is too long for a
    line stands as `@FILE`.
    """
    url: Template = with_keys(address(exchange.url))
    if target.embedded and target.base_url and exchange.url.startswith(target.base_url):
        rest = exchange.url[len(target.base_url.rstrip("/")) :]
        url = [Variable("XAI_BASE_URL"), *with_keys(address(rest))]
    sent = request(exchange, url=url)
    curl = " ".join(["curl -i", *_literally(exchange.url), *sent.words])
    if not sent.files:
        return curl
    printing = _printing(sent.files[0]) if len(sent.files) == 1 else None
    for file in sent.files:
        curl = curl.replace(f"@$work/{file.name}", "@FILE" if printing is None else "@-")
    if printing is None:
        return curl
    return f"{printing} | {curl}" if printing else f"{curl} < /dev/null"


def _literally(url: str) -> list[str]:
    """Options that keep curl from reading a meaning into `url`."""
    options = ["-g"] if re.search(r"[\[\]{}]", url) else []
    return [*options, "--path-as-is"] if re.search(r"/\.\.?(?:[/?#]|$)", url) else options


def _printing(file: BodyFile) -> str | None:
    """One short command that prints a body, empty for an empty one; None when none is short enough."""
    commands = file.commands
    if file.template and any("\n" in command for command in commands):
        command = whole_text_command(file.template)
    else:
        command = commands[0] if len(commands) == 1 else f"{{ {'; '.join(commands)}; }}" if commands else ""
    return command if len(command) <= _SHORT and "\n" not in command else None


def form_parts(exchange: Exchange) -> tuple[Part, ...] | None:
    """The parts of an upload that `curl -F` sends just so; None where the recorded bytes must be sent."""
    form = exchange.form
    if not form:
        return None
    bytes_are_known = exchange.request_body is not None and not exchange.request_body.truncated
    if bytes_are_known and not all(_fits(part) for part in form):
        return None
    return form


def address(url: str) -> str:
    """`url` with what curl would refuse percent-encoded: spaces, control characters, what is not ASCII."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~\"<>\\^`{|}", errors="replace")


def _fits(part: Part) -> bool:
    if not _plain(part.name) or "=" in part.name or part.body.truncated:
        return False
    if part.filename is None:
        text = part.body.text
        return part.content_type is None and text is not None and "\0" not in text and len(text) <= _INLINE
    # Without a type of its own, curl would make one up.
    return (
        part.filename != ""
        and _plain(part.filename)
        and part.content_type is not None
        and _MEDIA_TYPE.fullmatch(part.content_type) is not None
    )


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and text == text.strip() and not re.search(r'["\\;,]', text)


def _part(part: Part, fill_in: Fillin, files: list[BodyFile], name: str) -> Iterator[str]:
    if part.filename is None and part.body.text is not None:
        yield "--form-string"
        yield word([f"{part.name}=", *fill_in(part.body.text)])
        return
    text = part.body.text
    files.append(BodyFile(name, part.body, None if text is None else fill_in(text)))
    described = f";filename={part.filename}" if part.filename else ""
    described += f";type={part.content_type}" if part.content_type else ""
    yield "-F"
    yield word([f"{part.name}=@", Variable("work"), f"/{name}{described}"])


def _raw(body: Body, fill_in: Fillin, files: list[BodyFile], name: str) -> Iterator[str]:
    yield "--data-binary"
    text = body.text
    template = None if text is None else fill_in(text)
    if text is not None and template is not None and _inline(text):
        yield word(template)
        return
    files.append(BodyFile(name, body, template))
    yield word(["@", Variable("work"), f"/{name}"])


def _inline(text: str) -> bool:
    # To curl a text that starts with @ is the name of a file.
    return len(text) <= _INLINE and visible(text) == text and not re.search(r"[\n\t]|^@", text)


def is_handshake(exchange: Exchange) -> bool:
    """Whether a socket was to be opened."""
    return any(
        n.lower() == "upgrade" and v.lower() == "websocket" for n, v in exchange.request_headers.items()
    )


def is_conversation(exchange: Exchange) -> bool:
    """Whether a socket was opened, on which curl could say nothing."""
    return is_handshake(exchange) and exchange.status == _SWITCHED


def _upgrading(exchange: Exchange) -> list[str]:
    """Options for the handshake of a socket: curl would wait for ever on one that is opened."""
    return ["--http1.1", "--max-time", "10"] if is_handshake(exchange) else []


def _method(method: str, *, has_content: bool) -> list[str]:
    if method == "HEAD":
        return ["--head"]
    if method == ("POST" if has_content else "GET"):
        return []
    return ["-X", quoted(method)]


def _headers(exchange: Exchange, fill_in: Fillin, *, raw: bool, has_content: bool) -> Iterator[str]:
    names = {name.lower() for name in exchange.request_headers}
    for name, value in exchange.request_headers.items():
        lower = name.lower()
        own = lower in _OWN_HEADERS and not (lower == "connection" and is_handshake(exchange))
        if own or (lower == "accept" and value == "*/*"):
            continue
        if lower == "content-type" and not raw:
            continue
        shown = _without_secret(value, exchange.identity) if lower == "authorization" else value
        yield "-H"
        yield word([f"{name}: ", *fill_in(shown)]) if shown else quoted(f"{name};")
    if raw and has_content and "content-type" not in names:
        yield from ("-H", "'Content-Type:'")
    if exchange.method == "POST" and not has_content:
        yield from ("-H", "'Content-Length: 0'")


def _without_secret(value: str, identity: str) -> str:
    """An `Authorization` that a recorder did not clean still shows no team's key."""
    variable = _KEY_OF.get(identity)
    if variable is None or f"${variable}" in value:
        return value
    scheme, _, _ = value.partition(" ")
    return f"{scheme} ${variable}"
